"""The window's side of the threads: hands out job numbers, passes events on, drops late ones, ends the threads in order."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.values import (
    Attached,
    Examined,
    FindPassage,
    Generate,
    Job,
    Load,
    MemoryMeasured,
    Offer,
    Offered,
    PageShown,
    PassageFound,
    Price,
    ShowPage,
)
from app.worker.engine_lane import EngineLane
from app.worker.media_lane import MediaLane
from inference.events import Cancelled, Failed, Finished, Loaded, Priced
from inference.stop import StopFlag

__all__ = ["Worker"]

OUTCOMES = (Finished, Cancelled, Failed, Loaded, Attached, MemoryMeasured, Examined, Offered, PageShown, PassageFound)
PATIENCE_MS = 20_000


class Worker(QObject):
    """Owns the two threads. `told(number, value)` carries everything they say; numbers come from `submit`."""

    told = Signal(int, object)
    noticed = Signal(object)
    """What happens by itself, between jobs: MemoryPressed, Released."""
    _rest_after = Signal(int)
    _rest_now = Signal()
    _to_engine = Signal(int, object, object)
    _to_media = Signal(int, object)
    _close_lanes = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._live: dict[int, Job] = {}
        self._flags: dict[int, StopFlag] = {}
        self._engine, self._media = EngineLane(), MediaLane()
        self._threads = [QThread(self), QThread(self)]
        for lane, thread, signal in zip(
            (self._engine, self._media), self._threads, (self._to_engine, self._to_media), strict=True
        ):
            lane.moveToThread(thread)
            lane.told.connect(self._relay)
            signal.connect(lane.run)
            self._close_lanes.connect(lane.close)
            thread.setObjectName(type(lane).__name__)
            thread.start()
        self._engine.noticed.connect(self.noticed)
        self._rest_after.connect(self._engine.rest_after)
        self._rest_now.connect(self._engine.rest)

    def submit(self, job: Job) -> int:
        """Queue a job; its events come with the number returned."""
        number = next(self._numbers)
        if isinstance(job, Load):
            self._stop_answers()
        self._live[number] = job
        if isinstance(job, Load | Generate):
            self._flags[number] = StopFlag()
            self._to_engine.emit(number, job, self._flags[number])
            return number
        if isinstance(job, Price | Offer | ShowPage | FindPassage):
            self._media.expect(number, type(job))
        self._to_media.emit(number, job)
        return number

    def stop(self, number: int) -> None:
        """Ask an engine job to end now. Its outcome still comes, usually Cancelled.

        The flag is set from here: a queued slot would wait behind the very job it should stop.
        """
        if number in self._flags:
            self._flags[number].set()

    def forget(self, number: int) -> None:
        """Nothing more is heard of this job; an engine job is stopped as well."""
        self.stop(number)
        self._end(number)

    def rest_after(self, seconds: int) -> None:
        """Release an idle model after so many seconds, 0 for never. The next question loads it again, with its conversation."""
        self._rest_after.emit(seconds)

    def rest_now(self) -> None:
        """Release the model as soon as what it does is done. The next question loads it again, with its conversation."""
        self._rest_now.emit()

    def close(self) -> bool:
        """End both threads; False if one would not. Each step avoids a crash that the next would meet."""
        # 1. No event may reach a widget that is already gone.
        self._live.clear()
        # 2. A thread inside llama_decode reads no queue: only the flags reach it. Without them wait() below would time out.
        for flag in self._flags.values():
            flag.set()
        self._media.abandon()
        # 3. llama.cpp is freed on its own thread, and that slot ends the thread's loop: a quit() from here could overtake
        #    it, and the engine would be freed by the interpreter, at exit, after the library's own statics are gone.
        self._close_lanes.emit()
        # 4. A QThread destroyed while it runs aborts the process.
        ended = [thread.wait(PATIENCE_MS) for thread in self._threads]
        return all(ended)

    @Slot(int, object)
    def _relay(self, number: int, value: object) -> None:
        """The one place where late events of an old job are dropped."""
        job = self._live.get(number)
        if job is None:
            return
        if isinstance(value, OUTCOMES) or (isinstance(value, Priced) and isinstance(job, Price)):
            self._end(number)
        self.told.emit(number, value)

    def _stop_answers(self) -> None:
        """What is asked of a model that is given up need not be finished: the new one would wait for it."""
        for number, job in self._live.items():
            if isinstance(job, Generate):
                self.stop(number)

    def _end(self, number: int) -> None:
        self._live.pop(number, None)
        self._flags.pop(number, None)
