"""How an evaluation rests while something shorter, that somebody waits for, has the processor.

llama.cpp's threads spin while they wait for one another, so a recogniser beside them is many times slower. It is rested
between two pieces of a prompt or two tokens of an answer, never inside of one: there the threads would go on spinning.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

from inference.stop import StopFlag

__all__ = ["Pause"]

_LOOK_S = 0.02


class Pause:
    """Wanted by any number of threads; kept by the one that evaluates."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanting = 0

    @property
    def wanted(self) -> bool:
        return self._wanting > 0

    @contextmanager
    def hold(self) -> Generator[None]:
        """The evaluation rests from its next stop on, until this and every other one is over."""
        with self._lock:
            self._wanting += 1
        try:
            yield
        finally:
            with self._lock:
                self._wanting -= 1

    def keep(self, stop: StopFlag) -> float:
        """Rest as long as it is wanted and nothing is stopped; the seconds that took."""
        if not self.wanted:
            return 0.0
        began = time.monotonic()
        while self.wanted and not stop.is_set():
            time.sleep(_LOOK_S)
        return time.monotonic() - began
