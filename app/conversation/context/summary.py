"""Summarising the older turns: the model writes it as it writes an answer, and until it is written nothing changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.context.reading import ReadingController
from app.conversation.generation import Generation, Outcome, Streamed
from app.conversation.on_screen import OnScreen
from app.conversation.queue import QueueController
from app.sentences import say
from app.worker import Worker
from inference.conversation import Request, Sampling
from inference.events import Failed, Finished, PromptProgress
from inference.prompt.changes import Summarise, summary_request

__all__ = ["SummaryController"]


class SummaryController(QObject):
    """One summary at a time, not while an answer is written, in whichever chat. Stop ends it, and then nothing changes."""

    written = Signal(object, str)
    """The Summarise that was asked for, and its text."""

    def __init__(self, worker: Worker, reading: ReadingController, shown: OnScreen, queue: QueueController | None = None) -> None:
        super().__init__()
        self._queue = queue
        self._activity, self._notice = shown.activity, shown.notice
        self._generation = Generation(worker, reading)
        self._change: Summarise | None = None
        self._activity.changed.connect(self._activity_changed)
        shown.transcript.cut.connect(self._forget)
        shown.transcript.replaced.connect(self._forget)

    def write(self, request: Request, change: Summarise) -> None:
        """Ask for the summary that `change` of `request` needs; while the model is busy nothing but words comes of it."""
        if self._activity.busy or (self._queue is not None and self._queue.busy):
            self._notice.show(say("summary-must-wait"))
            return
        self._change = change
        self._notice.clear()
        self._activity.show("summarising")
        asked = replace(summary_request(request, change), sampling=Sampling.exact())
        self._generation.begin(asked, self._hear, self._end)

    @Slot()
    def _activity_changed(self) -> None:
        if self._generation.live and self._activity.phase == "stopping":
            self._generation.stop()

    @Slot()
    def _forget(self) -> None:
        """The conversation it would be of is another."""
        if self._generation.live:
            self._generation.forget()
            self._activity.show("idle")

    def _hear(self, event: Streamed) -> None:
        if isinstance(event, PromptProgress) and not self._generation.stopping:
            self._activity.show("summarising", event)

    def _end(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self._notice.show(wording.sentence(outcome.error))
        elif isinstance(outcome, Finished) and not self._generation.stopping:
            self._take_summary(outcome)
        self._activity.show("idle")  # last: a question that waits for this begins now, and is to be asked with the summary

    def _take_summary(self, event: Finished) -> None:
        if event.reason == "loop":
            self._notice.show(say("summary-repeats-itself"))
        elif (text := event.text.strip()) and self._change is not None:
            self.written.emit(self._change, text)
        else:
            self._notice.show(say("summary-empty"))
