"""The living guard: a thread that watches memory while a model is loaded and says so when it presses.

It only watches and tells. What is given up, and in which order, is the engine's business, on its own thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from inference.memory.pressure import Pressure, Reading

__all__ = ["Guard"]

_EVERY_S = 0.2
"""A program that takes a gigabyte a second takes a fifth of one between two looks: less than the red floor of most machines."""


class Guard:
    """Calls `tell(reading)` on its own thread at every change of level, and again every look while it is red.

    `read` is asked several times a second. Start it once; `close` ends the thread and waits for it.
    """

    def __init__(
        self, tell: Callable[[Reading], None], *, read: Callable[[], Reading] | None = None, every: float = _EVERY_S
    ) -> None:
        self._tell = tell
        self._read = read or Pressure().read
        self._every = every
        self._ended = threading.Event()
        self._last = Reading("calm", 0, 0)
        self._thread = threading.Thread(target=self._watch, name="memory guard", daemon=True)

    @property
    def reading(self) -> Reading:
        """The newest reading."""
        return self._last

    def start(self) -> None:
        self._last = self._read()
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        told = "calm"
        while not self._ended.is_set():
            reading = self._last = self._read()
            if reading.level != told or reading.level == "red":
                told = reading.level
                self._tell(reading)
            self._ended.wait(self._every)
