"""The lanes of the engine, of what answers while the engine is busy, and of the recognisers, for which it rests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from app.worker.engine import EngineHand, Generate, Load
from app.worker.lane import Job, Lane, Work, ignore
from app.worker.media import MediaHand
from app.worker.recognising import RecogniserHand, Recognition
from inference.events import Failed
from inference.pause import Pause

__all__ = ["Worker"]

Result = TypeVar("Result")


class Worker(QObject):
    """Hands each work to its lane."""

    noticed = Signal(object)
    """Of the engine: Loaded, Pace, MemoryPressed, Released, FilesChanged, Awake, Sentence."""
    _rest_after = Signal(int)
    _rest_now = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        pause = Pause()
        hand = EngineHand(pause)
        self._engine, self._media = Lane(hand, self), Lane(MediaHand(), self)
        self._recogniser = Lane(RecogniserHand(pause), self)
        self._answers: list[Job[Any]] = []
        self._engine.noticed.connect(self.noticed)
        self._rest_after.connect(hand.rest_after)
        self._rest_now.connect(hand.rest)

    def submit(
        self,
        work: Work[Result],
        done: Callable[[Result], None],
        failed: Callable[[Failed], None],
        told: Callable[[Any], None] = ignore,
    ) -> Job[Result]:
        """As `Lane.submit`."""
        if isinstance(work, Load):  # what is asked of a model that is given up need not be finished: the new one would wait
            for answer in self._answers:
                answer.stop()
        lane = self._engine if isinstance(work, Load | Generate) else self._media
        lane = self._recogniser if isinstance(work, Recognition) else lane
        job = lane.submit(cast(Work[Result], work), done, failed, told)
        if isinstance(work, Generate):
            self._answers = [*(answer for answer in self._answers if answer.live), job]
        return job

    def rest_after(self, seconds: int) -> None:
        """Release an idle model after so many seconds, 0 for never. The next question loads it again, with its conversation."""
        self._rest_after.emit(seconds)

    def rest_now(self) -> None:
        """Release the model as soon as what it does is done. The next question loads it again, with its conversation."""
        self._rest_now.emit()

    def close(self) -> bool:
        """End the threads; False if one would not."""
        ended = [lane.close() for lane in (self._recogniser, self._engine, self._media)]
        return all(ended)
