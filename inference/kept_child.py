"""A child that is kept between two calls, for what costs time to get ready: a recogniser's weights, say."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

from inference.child import Child, Ended, Limits, Result
from inference.errors import EngineFault, HushError
from inference.frames import frame
from inference.stop import StopFlag

__all__ = ["IDLE_S", "KeptChild"]

IDLE_S = 45.0
"""Seconds of rest after which a child ends, so that its memory is back within the minute."""
_LOOK_S = 0.05


class KeptChild:
    """One process that takes one call after another; begun when it is needed, ended when it rests, begun anew after a fault.

    Calls of several threads wait for one another. The limit of seconds counts for each call by itself. `first` is called in the
    process before anything else (inference.child_side). After `idle` seconds of rest it ends, unless `stay` wants it for longer,
    which is asked again after as many. One that rests with more than `most` resident bytes is not kept.
    """

    def __init__(
        self,
        label: str,
        limits: Limits,
        *,
        idle: float = IDLE_S,
        first: str = "",
        stay: Callable[[float], bool] | None = None,
        most: float = math.inf,
    ) -> None:
        self._label, self._limits, self._idle, self._first, self._stay, self._most = label, limits, idle, first, stay, most
        self._lock = threading.Lock()
        self._rested_from = 0.0
        self._child: Child | None = None
        self._rest: threading.Timer | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process, None where there is none."""
        child = self._child
        return child.pid if child else None

    @property
    def resident(self) -> int:
        """Bytes that the process holds now, 0 where there is none."""
        child = self._child
        return child.resident if child else 0

    @property
    def busy(self) -> bool:
        """Whether a call is running, or the process begins."""
        return self._lock.locked()

    def begin(self) -> None:
        """Begin the process now, so that the first call finds it; whoever cannot have one is told by that call."""
        with self._lock, contextlib.suppress(EngineFault):
            self._ready(self._limits)
            self._rest_then_end()

    def run(
        self,
        function: str,
        arguments: Mapping[str, Any],
        *,
        stop: StopFlag | None = None,
        tell: Callable[[Any], None] | None = None,
        limits: Limits | None = None,
        memory: int | None = None,
        longer: Callable[[float, float], bool] | None = None,
    ) -> Result:
        """Call `function` as inference.child.run does, with its errors; after Ended the next call begins a new process.

        `limits` are for this call alone; other ones than the process began with begin a new one. `memory` is what this call
        may take at most, in resident bytes, where that is less; `longer` as in Child.outcome. A call that waits for another one
        can be stopped as well.
        """
        call, stop = frame("call", [function, arguments]), stop or StopFlag()
        with self._turn(stop, limits or self._limits):
            child = self._ready(limits or self._limits)
            spent = True
            try:
                result = child.outcome(call, stop, tell or (lambda _value: None), memory=memory, longer=longer)
                spent = child.resident > self._most
                return result
            except HushError as error:
                spent = isinstance(error, EngineFault) or child.resident > self._most  # it spoke nonsense, or lacks something
                raise
            finally:
                if spent:
                    self._end()
                else:
                    self._rest_then_end()

    def close(self) -> None:
        """End the process, if there is one and no call is running; a running call ends with its own stop."""
        with self._lock:
            self._end()

    @contextmanager
    def _turn(self, stop: StopFlag, limits: Limits) -> Generator[None]:
        began = time.monotonic()
        while not self._lock.acquire(timeout=_LOOK_S):
            if stop.is_set():
                raise Ended("stopped", limits, 0, None, "", time.monotonic() - began)
        try:
            yield
        finally:
            self._lock.release()

    def _ready(self, limits: Limits) -> Child:
        if self._rest:
            self._rest.cancel()
        if self._child and (self._child.limits != limits or not self._child.lives):
            self._end()
        self._child = self._child or Child(self._label, limits, self._first)
        return self._child

    def _rest_then_end(self) -> None:
        self._rested_from = time.monotonic()
        self._wait()

    def _wait(self) -> None:
        self._rest = threading.Timer(self._idle, self._end_if_idle, args=(self._child,))
        self._rest.daemon = True
        self._rest.start()

    def _end_if_idle(self, child: Child) -> None:
        with self._lock:
            # A call that came in the meantime has set a new timer, for the same child or another one.
            if self._child is not child or self._rest is not threading.current_thread():
                return
            if self._stay and child.lives and self._stay(time.monotonic() - self._rested_from):
                self._wait()
            else:
                self._end()

    def _end(self) -> None:
        if self._rest:
            self._rest.cancel()
        child, self._child, self._rest = self._child, None, None
        if child:
            child.close()
