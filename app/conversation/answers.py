"""The answer under way. It belongs to its chat and goes on whatever chat is on screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.conversation.context.budget_model import REPLY, reserve_for
from app.conversation.context.reading import ReadingController
from app.conversation.generation import Generation, Outcome, Streamed
from app.conversation.on_screen import OnScreen
from app.conversation.transcript.transcript import Entry, message
from app.recognition.reading_out import ReadingOut
from app.sentences import say
from app.worker import Worker
from inference.conversation import Message, Request
from inference.events import PromptProgress, TextDelta, Thought
from inference.recognition import READER
from inference.sentences import Sentence

__all__ = ["AnswerController", "Answering"]


@dataclass(eq=False)
class Answering:
    """A question that is being answered. `chat` None where nothing is kept."""

    chat: int | None
    question: Entry
    answer: Entry
    again: bool = False
    """The question was answered before."""
    replaced: list[Entry] = field(default_factory=list)
    """What was taken out of the way for it, and comes back if nothing is written in its place."""
    model: str = ""
    """The name of the one that was asked: another may be loaded by the time it ends."""
    file: Path | None = None
    """And its file: while it is loading it goes by that."""
    gives_way: bool = False
    """It is stopped for something else that was asked: what there is of it stays, and its question does not come back."""


class AnswerController(QObject):
    """Runs one answer at most. What it means that it ended is for who began it."""

    ended = Signal(object, object)
    """The Answering, and what became of it."""
    changed = Signal()
    """Another answer is under way, or none."""
    written = Signal(object, str)
    """More is written of an answer: its Entry, and the name of the model that writes it."""

    def __init__(self, worker: Worker, reading: ReadingController, reading_out: ReadingOut, shown: OnScreen) -> None:
        super().__init__()
        self._reading_out = reading_out
        self._transcript, self._model, self._activity = shown.transcript, shown.model, shown.activity
        self._generation = Generation(worker, reading)
        self._progress: PromptProgress | None = None
        self._stopping = False
        """It is said of an answer here that it is being stopped, and not of something else that the model does."""
        self.now: Answering | None = None
        self.expected = False
        """A question is on its way to the disk, and is answered next."""
        self.thinking = False
        """Let the model think before its next answers, where it can."""

    @property
    def taken(self) -> bool:
        """Whether one is under way or comes next: nothing else may begin."""
        return self.expected or self.now is not None

    def find_hindrance(self, asked: Message) -> Sentence | None:
        """Why it cannot be answered without a model; None where Hush's own reader answers it."""
        if self._reading_out.can(asked):
            return None
        problem = self._reading_out.find_problem(asked)
        return say("no-model-nor-reader", problem=problem) if problem else say("no-model-for-draft")

    def begin(self, asked: Answering, before: tuple[Message, ...], *, thinking: bool) -> None:
        """Answer it, after what was said `before`. What is only to be read is read out, the first time it is asked."""
        capabilities = self._model.capabilities
        request = Request(
            (*before, message(asked.question.text, asked.question.attachments)),
            max_tokens=reserve_for(capabilities.context) if capabilities is not None else REPLY,
            thinking=thinking and capabilities is not None and capabilities.thinking,
        )
        choice = self._model.choice
        self.now, self._progress = asked, None

        def by_model() -> None:
            asked.model, asked.file = self._model.name, choice.model if choice is not None else None
            self._generation.begin(request, self._hear, self._end)

        if not asked.again and self._reading_out.begin(request.messages[-1], self._hear, self._end, by_model):
            asked.model, asked.file = READER, None
        else:
            by_model()
        self.show()
        self.changed.emit()

    def stop(self) -> None:
        """Its end still comes, with what is written until then."""
        self._generation.stop()
        self._reading_out.stop()
        self.show()

    def forget(self) -> None:
        """It is stopped, and nothing more is heard of it."""
        self._generation.forget()
        self._reading_out.forget()
        if self.now is not None:
            self.now = None
            self.changed.emit()

    def on_screen(self, asked: Answering) -> bool:
        return self._transcript.index(asked.answer) is not None

    def show(self) -> None:
        """Say what is going on in the chat on screen, as far as answering goes."""
        now = self.now
        if now is None or not self.on_screen(now):
            phase = self._activity.phase
            if phase in ("waiting", "reading", "writing") or (phase == "stopping" and self._stopping):
                self._activity.show("idle")
            self._stopping = False
        elif self._generation.stopping:
            self._stopping = True
            self._activity.show("stopping")
        elif now.answer.state == "writing":
            self._activity.show("writing")
        elif self._progress is not None:
            self._activity.show("reading", self._progress)
        else:
            self._activity.show("waiting")

    def _hear(self, event: Streamed) -> None:
        assert self.now is not None
        self._learn_name(self.now)
        if isinstance(event, PromptProgress):
            self._progress = event
        elif isinstance(event, TextDelta):
            self._transcript.write(event.text, self.now.answer)
            self.written.emit(self.now.answer, self.now.model)
        elif isinstance(event, Thought):
            self._transcript.think(event.text, self.now.answer)
            self.written.emit(self.now.answer, self.now.model)
        if isinstance(event, TextDelta | Thought | PromptProgress):
            self.show()

    def _end(self, outcome: Outcome) -> None:
        ended, self.now = self.now, None
        assert ended is not None
        self._learn_name(ended)
        self.ended.emit(ended, outcome)
        self.changed.emit()

    def _learn_name(self, asked: Answering) -> None:
        """It was still loading when it was asked, and has told its own name since."""
        choice = self._model.choice
        if choice is not None and choice.model == asked.file and self._model.capabilities is not None:
            asked.model = self._model.name
