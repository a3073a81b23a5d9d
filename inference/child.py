"""How Hush runs a function in a process of its own: with limits, a stop, and no search path but Hush's own.

Where a library may crash, hang or take more than it should, only the child does. Whatever ends the wait ends the child and
all that it started, and a child whose parent is gone ends at once. Values cross as JSON with bytes in it; nothing that comes
from a child is ever executed.
"""

from __future__ import annotations

import contextlib
import math
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from inference import child_process, errors
from inference.frames import frame, raised_again, read_frame
from inference.memory.cgroup import Fence
from inference.stop import StopFlag

__all__ = ["DECODER", "PROBE", "RECOGNISER", "TEMPLATE", "TRIAL", "Child", "Ended", "Limits", "Result", "Run", "run"]

GIB = 2**30


@dataclass(frozen=True)
class Limits:
    """What a child may take: `memory` in resident bytes, None for no limit but the machine's, and `seconds`."""

    memory: int | None
    seconds: float


# Every kind of child. Where "None" or "inf" stands the caller says it, with dataclasses.replace.
DECODER = Limits(GIB, 20.0)
"""Reads one file of a person."""
RECOGNISER = Limits(3 * GIB // 2, math.inf)
"""Reads pictures or writes sound down; as many seconds as the sound lasts."""
TEMPLATE = Limits(GIB // 2, 10.0)
"""Renders a chat template never seen before: some hundredths of a second for an ordinary one."""
TRIAL = Limits(None, 600.0)
"""Loads a model never seen before; as much memory as can be granted (inference.memory.machine)."""
PROBE = Limits(None, 1800.0)
"""Measures a load; as much memory as can be granted."""

_POLL_S = 0.05
"""How often stop, time and memory are looked at; a message is heard at once."""
_TAIL = 2**16
"""Bytes kept of what a child writes to stderr."""
_LARGEST = 2**31
"""Bytes of one message where memory has no limit."""
_KILL = 9
Reason = Literal["stopped", "time", "memory", "killed", "died"]


@dataclass(frozen=True)
class Result:
    """What the function returned; `peak` in resident bytes as seen from outside, and the `seconds` it took."""

    value: Any
    peak: int
    seconds: float


Run = Callable[..., Result]
"""As `run` without its limits: run(function, arguments, stop=…, tell=…)."""


@dataclass(eq=False)
class Ended(Exception):
    """A child that ended without a result; as text the reason, to stand after "because".

    `stopped` by the caller's flag; over its `time` or `memory`; `killed` by the system, for nobody else sends SIGKILL: memory
    ran out; or `died` by itself. `status` is its exit status, negative for a signal, None where it had to be ended.
    `stderr` is the end of what it wrote there.
    """

    reason: Reason
    limits: Limits
    peak: int
    status: int | None
    stderr: str
    seconds: float

    def __str__(self) -> str:
        if self.reason == "time":
            return f"it took longer than {self.limits.seconds:.0f} seconds"
        if self.reason == "memory":
            return f"it needed more than {(self.limits.memory or 0) / GIB:.1f} GiB of memory"
        if self.reason == "died":
            words = next((line.strip() for line in reversed(self.stderr.splitlines()) if line.strip()), "")[:200]
            return f"it ended with {child_process.how_it_ended(self.status)}{f': {words}' if words else ''}"
        return "it was stopped" if self.reason == "stopped" else "memory ran out and the system ended it"


def run(
    function: str,
    arguments: Mapping[str, Any],
    *,
    limits: Limits,
    stop: StopFlag | None = None,
    tell: Callable[[Any], None] | None = None,
) -> Result:
    """Call `function`, "package.module:name", as name(tell, **arguments) in a process of its own.

    Arguments, what it tells on the way and what it returns are JSON values, in which bytes may stand too. `tell` is called in
    this thread. Raises Ended, the HushError that the function raised, or EngineFault if the system starts no process.
    """
    call = frame("call", [function, arguments])
    with Child(function, limits) as child:
        return child.outcome(call, stop or StopFlag(), tell or (lambda _value: None))


class Child:
    """One process, the two threads that read its pipes, and its control group where one can be made. `label` is for people.

    `first`, "package.module:name", is called in it before anything else (inference.child_side).
    """

    def __init__(self, label: str, limits: Limits, first: str = "") -> None:
        self.limits, self._started, self._peak, self._tail = limits, time.monotonic(), 0, b""
        self._memory, self._worked_before = limits.memory, 0.0
        self._deaf = False
        self._said: queue.Queue[tuple[str, Any]] = queue.Queue(16)  # a child that says too much waits
        # The kernel ends the child with the thread that began it (child_side), so one does that lives as long as the child.
        begun: queue.Queue[subprocess.Popen[bytes] | OSError] = queue.Queue()
        self._threads = [self._begin(self._hear, (label, first) if first else (label,), begun)]
        process = begun.get()
        if isinstance(process, OSError):
            raise errors.EngineFault("child-not-started", reason=str(process)) from process
        self._process = process
        # Before it has anything to do. Beside the group its memory is asked for too: a mapped file never fills a group.
        self._fence = Fence.around(self.pid, limits.memory) if limits.memory else None
        self._threads.append(self._begin(self._listen))

    def __enter__(self) -> Child:
        return self

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether it can still be heard."""
        return not self._deaf

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End it, with all that it started."""
        child_process.end(self._process)
        until = time.monotonic() + 2
        while (alive := any(thread.is_alive() for thread in self._threads)) and time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                self._said.get(timeout=0.005)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):  # what the dead child did not take
                if pipe and not alive:  # alive only where something it started left its session and took the pipes with it
                    pipe.close()
        if self._fence:
            self._fence.remove()

    @property
    def resident(self) -> int:
        """Bytes that it holds now."""
        return child_process.resident(self.pid)

    def outcome(
        self,
        call: bytes,
        stop: StopFlag,
        tell: Callable[[Any], None],
        *,
        memory: int | None = None,
        longer: Callable[[float, float], bool] | None = None,
    ) -> Result:
        """Give it the call, a frame, and wait until there is one. After anything but a result or a HushError it is spent.

        `memory` in resident bytes, where this call may take less than its limits say. `longer` is asked whether a call that is
        over its time may go on: with the seconds it has taken, and those that it worked.
        """
        self._started, self._peak, self._memory = time.monotonic(), 0, memory or self.limits.memory
        self._worked_before = child_process.worked(self.pid)
        self._threads[2:] = [self._begin(self._talk, call)]  # that of the call before has ended
        while True:
            self._require_within(stop, longer)
            try:
                kind, value = self._said.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            if kind == "told":
                tell(value)
            elif kind == "returned":
                return Result(value, self._peak, time.monotonic() - self._started)
            elif kind == "raised":
                raise raised_again(value)
            else:
                raise self._death()

    def _require_within(self, stop: StopFlag, longer: Callable[[float, float], bool] | None) -> None:
        self._peak = max(self._peak, self.resident)
        if stop.is_set():
            raise self._ended("stopped")
        if self._memory is not None and self._peak > self._memory:
            raise self._ended("memory")
        taken = time.monotonic() - self._started
        if taken > self.limits.seconds and not (longer and longer(taken, child_process.worked(self.pid) - self._worked_before)):
            raise self._ended("time")

    def _death(self) -> Ended:
        """It has closed its end of the pipe."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._threads[1].join(1)  # its last words
        status = self._process.poll()
        if status != -_KILL:
            return self._ended("died", status)
        return self._ended("memory" if self._fence and self._fence.was_hit() else "killed", status)

    def _ended(self, reason: Reason, status: int | None = None) -> Ended:
        stderr, seconds = self._tail.decode("utf-8", "replace"), time.monotonic() - self._started
        return Ended(reason, replace(self.limits, memory=self._memory), self._peak, status, stderr, seconds)

    def _begin(self, target: Callable[..., None], *arguments: Any) -> threading.Thread:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        thread.start()
        return thread

    def _talk(self, call: bytes) -> None:
        """In a thread of its own, for a child that hangs takes nothing. Its stdin stays open: closed, it would end."""
        stdin: Any = self._process.stdin
        with contextlib.suppress(OSError, ValueError):  # it is dead, and `_hear` says so
            stdin.write(call)
            stdin.flush()

    def _hear(self, words: tuple[str, ...], begun: queue.Queue[subprocess.Popen[bytes] | OSError]) -> None:
        try:
            process = child_process.begin(words)
        except OSError as error:
            begun.put(error)
            return
        begun.put(process)
        stdout: Any = process.stdout
        # Broken pipes and nonsense alike: the child is dead or as good as that.
        with contextlib.suppress(OSError, ValueError, TypeError, RecursionError, MemoryError):
            while (heard := read_frame(stdout, most=self.limits.memory or _LARGEST)) is not None:
                self._said.put(heard)
        self._deaf = True
        self._said.put(("ended", None))
        process.wait()

    def _listen(self) -> None:
        stderr: Any = self._process.stderr
        with contextlib.suppress(OSError, ValueError):
            while fresh := stderr.read1(_TAIL):
                self._tail = (self._tail + fresh)[-_TAIL:]
