"""The guard that watches memory while a model is loaded, and what is given up when it presses: the guard's thread only sets
flags, the engine's own thread acts on them.

Amber: checkpoints go and no more are made. Red: the job ends, with what was written kept. What is loaded stays until
the engine is told to suspend it, which is for whoever knows that nothing is being asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from inference.errors import MemoryShort
from inference.events import MemoryPressed
from inference.memory.pressure import Pressure, Reading
from inference.session import Session
from inference.stop import StopFlag

__all__ = ["Guard", "Relief"]

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


@dataclass
class _Job:
    stop: StopFlag
    ended: bool = False


class Relief:
    """Relief of one load. `tell` is called on the guard's thread with each change of level and while it is red."""

    def __init__(
        self, session: Session, *, tell: Callable[[Reading], None] | None = None, read: Callable[[], Reading] | None = None
    ) -> None:
        self._session = session
        self._tell = tell
        self._job: _Job | None = None
        self._reported: str = "calm"
        self._guard = Guard(self._press, read=read)
        self._guard.start()

    @property
    def reading(self) -> Reading:
        return self._guard.reading

    def begin(self, stop: StopFlag) -> None:
        """Begin a job that `stop` ends. Raises MemoryShort where it would only be ended again at once."""
        reading = self.reading
        if reading.level == "red":
            self._session.drop_checkpoints()
            raise MemoryShort("memory-left", spare=reading.spare / 2**30, total=reading.total / 2**30)
        self._job = _Job(stop)
        self._reported = "calm"
        self._session.crowded = reading.level != "calm"

    @property
    def ended_it(self) -> bool:
        """Whether the job was ended here and not by the person."""
        return self._job is not None and self._job.ended

    def give(self) -> MemoryPressed | None:
        """On the engine's thread: give up what can be given up while the model stays. None if nothing presses or all was said."""
        reading = self.reading
        level = "red" if self.ended_it else reading.level
        if level == "calm":
            return None
        freed = self._session.drop_checkpoints()
        if level == self._reported and not freed:
            return None
        self._reported = level
        return MemoryPressed(level, reading.spare, reading.total, freed)

    def end(self) -> None:
        """End the job: what presses from now on ends nothing, and is told anew."""
        self._job = None
        self._reported = "calm"

    def close(self) -> None:
        self._guard.close()

    def _press(self, reading: Reading) -> None:
        self._session.crowded = reading.level != "calm"
        job = self._job
        if reading.level == "red" and job is not None:
            self._end(job)
        if self._tell is not None:
            self._tell(reading)

    def _end(self, job: _Job) -> None:
        if not job.stop.is_set():
            job.ended = True  # before the flag: who sees the flag must see why
            job.stop.set()
