"""Summarising the older turns: the model writes it as it writes an answer, and until it is written nothing changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.activity import Activity, Notice
from app.conversation.context.reading import ReadingController
from app.conversation.transcript.transcript import Transcript
from app.values import Generate
from app.worker import Worker
from inference.conversation import Request, Sampling
from inference.events import Cancelled, Failed, Finished, PromptProgress
from inference.prompt.changes import Summarise, summary_request

__all__ = ["SummaryController"]

LOOPED = "The model began to repeat itself, so nothing was changed. Leave something out instead, or try again."
NOTHING_WRITTEN = "The model wrote no summary, so nothing was changed. Leave something out instead, or try again."


class SummaryController(QObject):
    """One summary at a time, not while an answer is written. Stop ends it as it ends an answer."""

    written = Signal(object, str)
    """The Summarise that was asked for, and its text."""

    def __init__(
        self, worker: Worker, reading: ReadingController, *, transcript: Transcript, activity: Activity, notice: Notice
    ) -> None:
        super().__init__()
        self._worker, self._reading = worker, reading
        self._activity, self._notice = activity, notice
        self._job = 0
        self._change: Summarise | None = None
        worker.told.connect(self._hear)
        activity.changed.connect(self._activity_changed)
        transcript.cut.connect(self._forget)
        transcript.replaced.connect(self._forget)

    def write(self, request: Request, change: Summarise) -> None:
        """Ask for the summary that `change` of `request` needs; nothing while the model is busy."""
        if self._activity.busy:
            return
        asked = replace(summary_request(request, change), sampling=Sampling.exact())
        self._change = change
        self._notice.clear()
        self._activity.show("summarising")
        self._job = self._worker.submit(Generate(asked))
        self._reading.asked(self._job, asked)

    @Slot()
    def _activity_changed(self) -> None:
        if self._job and self._activity.phase == "stopping":
            self._worker.stop(self._job)

    @Slot()
    def _forget(self) -> None:
        """The conversation it would be of is another."""
        if self._job:
            self._worker.forget(self._job)
            self._job = 0
            self._activity.show("idle")

    @Slot(int, object)
    def _hear(self, number: int, event: object) -> None:
        if number != self._job or not self._job:
            return
        if isinstance(event, PromptProgress) and self._activity.phase != "stopping":
            self._activity.show("summarising", event)
        if not isinstance(event, Finished | Cancelled | Failed):
            return
        self._job = 0
        self._activity.show("idle")
        if isinstance(event, Failed):
            self._notice.show(wording.sentence(event.error))
        elif isinstance(event, Finished):
            self._written(event)

    def _written(self, event: Finished) -> None:
        if event.reason == "loop":
            self._notice.show(LOOPED)
        elif (text := event.text.strip()) and self._change is not None:
            self.written.emit(self._change, text)
        else:
            self._notice.show(NOTHING_WRITTEN)
