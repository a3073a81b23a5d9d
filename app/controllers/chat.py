"""Ask, stop, start anew: how a question becomes an answer in the transcript."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.controllers.draft import DraftController
from app.controllers.reading import ReadingController
from app.values import Attached, Generate
from app.viewmodels.activity import Activity, Notice
from app.viewmodels.budget import REPLY, reserve_for
from app.viewmodels.draft import Draft
from app.viewmodels.model_state import ModelState
from app.viewmodels.transcript import Entry, Transcript, message
from app.worker import Worker
from inference.conversation import Message, Request
from inference.errors import ContextFull
from inference.events import Cancelled, Failed, Finished, PromptProgress, TextDelta, Thought

__all__ = ["ChatController"]

REASONS = {
    "length": "The answer reached its longest length and ends here.",
    "context": "The context is full: the answer ends here. Start a new chat to go on.",
    "memory": "Memory ran short: the answer ends here so that nothing slows down or is lost.",
    "loop": "The model began to repeat itself, so the answer ends here.",
}


class ChatController(QObject):
    """One answer at a time. What is asked while the model still loads waits for it in the engine's queue."""

    branched = Signal(int)
    """A new branch begins beside this entry: a question written anew, or an answer once more. Told before it is removed."""
    branch_asked = Signal(int, int)
    """Show another branch: the entry, and which of its siblings."""
    too_long = Signal()
    """What was to be sent does not fit, and was not sent."""

    def __init__(
        self,
        worker: Worker,
        drafts: DraftController,
        reading: ReadingController,
        *,
        draft: Draft,
        transcript: Transcript,
        model: ModelState,
        activity: Activity,
        notice: Notice,
    ) -> None:
        super().__init__()
        self._worker, self._drafts, self._reading, self._draft = worker, drafts, reading, draft
        self._transcript, self._model = transcript, model
        self._activity, self._notice = activity, notice
        self._job = 0
        self._send_when_read = False
        self._replaced: list[Entry] = []
        self._again = False
        self._thinking = False
        worker.told.connect(self._hear)
        drafts.settled.connect(self._settled)

    def send(self) -> None:
        """Ask what is written. What is still read or counted is waited for; nothing happens while an answer is under way."""
        if self._activity.busy or (self._draft.empty and not self._draft.pending):
            return
        if self._model.phase == "none":
            self._notice.show("No model is loaded. Choose a model first; what you wrote stays here.")
            return
        if self._draft.pending:
            self._send_when_read = True
            return
        verdict = self._drafts.verdict()
        if verdict == "unknown":
            self._send_when_read = True
            self._drafts.price_now()
            return
        if verdict == "too long":
            self._send_when_read = False
            self.too_long.emit()
            return
        self._send_when_read = self._again = False
        self._replaced = []
        if self._transcript.editing is not None:
            self._branch(self._transcript.editing, self._transcript.editing)
        text, attachments = self._drafts.take()
        self._ask(text, attachments)

    def regenerate(self) -> None:
        """Answer the newest question once more, in place of the answer there is."""
        if self._activity.busy or not self._transcript.entries:
            return
        if self._model.phase == "none":
            self._notice.show("No model is loaded. Choose a model first; the answer there is stays.")
            return
        newest = len(self._transcript.entries) - 1
        question = self._transcript.entries[newest - 1]
        self._again = True
        self._branch(newest, newest - 1)
        self._ask(question.text, question.attachments)

    def edit(self, index: int) -> None:
        """Put a question back into the draft. What was answered stays in view until the question is sent again."""
        if self._activity.busy:
            return
        question = self._transcript.entries[index]
        self.end_edit()
        self._transcript.edit(index)
        self._drafts.give_back(question.text, question.attachments)

    def end_edit(self) -> None:
        """Leave the question as it was; what was written instead of it is given up."""
        if self._transcript.editing is not None:
            self._transcript.edit(None)
            self._drafts.clear()
            self._drafts.price()

    def show_branch(self, index: int, sibling: int) -> None:
        """Show the conversation as it went on from another version of an entry."""
        if not self._activity.busy:
            self.branch_asked.emit(index, sibling)

    def stop(self) -> None:
        """End the answer under way; what is written of it stays."""
        if self._activity.busy:
            self._activity.show("stopping")
            self._worker.stop(self._job)

    def think(self, thinking: bool) -> None:
        """Let the model think before its next answers, where it can."""
        self._thinking = thinking
        self._drafts.set_thinking(thinking)

    def new_chat(self) -> None:
        """Forget the conversation; the draft stays. An answer under way is stopped and not waited for."""
        self._worker.forget(self._job)
        self._activity.show("idle")
        self._notice.clear()
        self._transcript.clear()
        self._drafts.price()

    def _branch(self, beside: int, index: int) -> None:
        """Take what follows out of the way; it comes back if nothing is written in its place."""
        self.branched.emit(beside)
        self._replaced = self._transcript.cut_from(index)

    def _ask(self, text: str, attachments: tuple[Attached, ...]) -> None:
        self._notice.clear()
        before = self._transcript.messages()
        self._transcript.ask(text, attachments)
        self._activity.show("waiting")
        request = self._request(message(text, attachments), before)
        self._job = self._worker.submit(Generate(request))
        self._reading.asked(self._job, request)

    @Slot()
    def _settled(self) -> None:
        if self._send_when_read:
            self._send_when_read = False
            if not any(chip.problem for chip in self._draft.chips):
                self.send()

    @Slot(int, object)
    def _hear(self, number: int, event: object) -> None:
        if number != self._job:
            return
        if isinstance(event, TextDelta | Thought):
            self._write(event)
        elif isinstance(event, PromptProgress):
            if self._activity.phase != "stopping":
                self._activity.show("reading", event)
        elif isinstance(event, Finished):
            self._finished(event)
        elif isinstance(event, Cancelled):
            self._cancelled(event)
        elif isinstance(event, Failed):
            self._failed(event)

    def _write(self, event: TextDelta | Thought) -> None:
        if self._activity.phase != "stopping":
            self._activity.show("writing")
        if isinstance(event, TextDelta):
            self._transcript.write(event.text)
        else:
            self._transcript.think(event.text)

    def _finished(self, event: Finished) -> None:
        if event.reason == "memory" and not self._transcript.entries[-1].text:
            self._give_back()  # ended while it was read: the card above the composer says why
        else:
            self._transcript.end("done", note=REASONS.get(event.reason, ""), cost=event.cost)
        self._idle()

    def _cancelled(self, event: Cancelled) -> None:
        if self._transcript.entries[-1].text:
            self._transcript.end("stopped", note="Stopped", cost=event.cost)
        else:
            self._give_back()
        self._idle()

    def _failed(self, event: Failed) -> None:
        """A partial answer stays; the question comes back, so that nothing has to be written or dropped again."""
        question = self._transcript.entries[-2]
        if self._transcript.entries[-1].text:
            self._transcript.end("failed", note="Not finished: something went wrong here")
            self._drafts.give_back(question.text, question.attachments)
        else:
            self._give_back()
        if isinstance(event.error, ContextFull):  # it was asked before it could be priced
            self.too_long.emit()
        elif not (self._model.phase == "none" and self._notice.text):  # why there is no model was said already
            self._notice.show(wording.sentence(event.error))
        self._idle()

    def _give_back(self) -> None:
        """As it was before it was asked: the question in the draft, or the answer that was to be written once more."""
        question = self._transcript.take_back()
        before, self._replaced = self._replaced, []
        if before:
            self._transcript.show([*self._transcript.entries, *before])
        if self._again:
            return
        if before:
            self._transcript.edit(len(self._transcript.entries) - len(before))
        self._drafts.give_back(question.text, question.attachments)

    def _idle(self) -> None:
        self._activity.show("idle")
        self._drafts.price()

    def _request(self, question: Message, before: tuple[Message, ...]) -> Request:
        capabilities = self._model.capabilities
        return Request(
            (*before, question),
            max_tokens=reserve_for(capabilities.context) if capabilities is not None else REPLY,
            thinking=self._thinking and capabilities is not None and capabilities.thinking,
        )
