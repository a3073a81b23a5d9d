"""What is given up when memory presses. The guard's thread only sets flags here; the engine's own thread acts on them.

Amber: checkpoints go and no more are made. Red: the job ends, with what was written kept. What is loaded stays until
the engine is told to suspend it, which is for whoever knows that nothing is being asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inference.errors import MemoryShort
from inference.events import MemoryPressed
from inference.memory.guard import Guard
from inference.memory.pressure import Reading
from inference.session import Session
from inference.stop import StopFlag

__all__ = ["Relief"]


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
