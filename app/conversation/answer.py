"""One answer under way: what the engine says of it goes into the transcript and the progress line as it comes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.conversation.activity import Activity
from app.conversation.context.budget_model import REPLY, reserve_for
from app.conversation.context.reading import ReadingController
from app.conversation.transcript.transcript import Transcript
from app.models.model_state import ModelState
from app.values import Generate
from app.worker import Worker
from inference.conversation import Message, Request
from inference.events import Cancelled, Failed, Finished, PromptProgress, TextDelta, Thought

__all__ = ["AnswerController"]


class AnswerController(QObject):
    """At most one. What it means that it ended is for who began it: `ended` carries Finished, Cancelled or Failed."""

    ended = Signal(object)

    def __init__(
        self, worker: Worker, reading: ReadingController, *, transcript: Transcript, model: ModelState, activity: Activity
    ) -> None:
        super().__init__()
        self._worker, self._reading = worker, reading
        self._transcript, self._model, self._activity = transcript, model, activity
        self._job = 0
        self.thinking = False
        """Let the model think before its next answers, where it can."""
        worker.told.connect(self._hear)

    def begin(self, question: Message, before: tuple[Message, ...]) -> None:
        """Answer the question that the transcript shows last, after what was said `before`."""
        capabilities = self._model.capabilities
        request = Request(
            (*before, question),
            max_tokens=reserve_for(capabilities.context) if capabilities is not None else REPLY,
            thinking=self.thinking and capabilities is not None and capabilities.thinking,
        )
        self._job = self._worker.submit(Generate(request))
        self._reading.asked(self._job, request)

    def stop(self) -> None:
        """Its end still comes, with what is written until then."""
        self._worker.stop(self._job)

    def forget(self) -> None:
        """It is stopped, and nothing more is heard of it."""
        self._worker.forget(self._job)
        self._job = 0

    @Slot(int, object)
    def _hear(self, number: int, event: object) -> None:
        if number != self._job or not self._job:
            return
        if isinstance(event, TextDelta | Thought):
            self._write(event)
        elif isinstance(event, PromptProgress):
            if self._activity.phase != "stopping":
                self._activity.show("reading", event)
        elif isinstance(event, Finished | Cancelled | Failed):
            self._job = 0
            self.ended.emit(event)

    def _write(self, event: TextDelta | Thought) -> None:
        if self._activity.phase != "stopping":
            self._activity.show("writing")
        if isinstance(event, TextDelta):
            self._transcript.write(event.text)
        else:
            self._transcript.think(event.text)
