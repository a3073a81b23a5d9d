"""Ask, stop, start anew: how a question becomes an answer in the transcript. It is shown as sent when it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.activity import Activity, Notice
from app.conversation.answer import AnswerController
from app.conversation.composer.draft import Draft
from app.conversation.composer.drafting import DraftController
from app.conversation.keeper import Recorder
from app.conversation.transcript.transcript import Entry, Transcript, message
from app.history_values import ChatOpened
from app.models.model_state import ModelState
from app.values import Attached
from inference.errors import ContextFull
from inference.events import Cancelled, Failed, Finished

__all__ = ["ChatController"]

FAILED = "Not finished: something went wrong here"


@dataclass(frozen=True)
class _Asked:
    """A question that is being kept. `again`: kept before, and to be answered once more."""

    text: str
    attachments: tuple[Attached, ...]
    again: bool = False


class ChatController(QObject):
    """One answer at a time. What is asked while the model still loads waits for it in the engine's queue."""

    branch_asked = Signal(int, int)
    """Show another branch: the entry, and which of its siblings."""
    too_long = Signal()
    """What was to be sent does not fit, and was not sent."""

    def __init__(
        self,
        answer: AnswerController,
        drafts: DraftController,
        recorder: Recorder,
        *,
        draft: Draft,
        transcript: Transcript,
        model: ModelState,
        activity: Activity,
        notice: Notice,
    ) -> None:
        super().__init__()
        self._answer, self._drafts, self._recorder, self._draft = answer, drafts, recorder, draft
        self._asked: _Asked | None = None
        self._transcript, self._model = transcript, model
        self._activity, self._notice = activity, notice
        self._send_when_read = False
        self._replaced: list[Entry] = []
        self._again = False
        answer.ended.connect(self._ended)
        drafts.settled.connect(self._settled)
        recorder.settled.connect(self._settled)
        recorder.kept.connect(self._kept)
        recorder.lost.connect(self.new_chat)

    def send(self) -> None:
        """Ask what is written. What is still read or counted is waited for; nothing happens while an answer is under way."""
        if self._activity.busy or (self._draft.empty and not self._draft.pending):
            return
        if self._model.phase == "none":
            self._notice.show("No model is loaded. Choose a model first; what you wrote stays here.")
            return
        if self._draft.pending or self._recorder.reading:
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
            self._replaced = self._transcript.cut_from(self._transcript.editing)
        self._ask(_Asked(*self._drafts.take()))

    def regenerate(self) -> None:
        """Answer the newest question once more, in place of the answer there is."""
        if self._activity.busy or self._recorder.reading or not self._transcript.entries:
            return
        if self._model.phase == "none":
            self._notice.show("No model is loaded. Choose a model first; the answer there is stays.")
            return
        newest = len(self._transcript.entries) - 1
        question = self._transcript.entries[newest - 1]
        self._again = True
        self._replaced = self._transcript.cut_from(newest - 1)
        self._ask(_Asked(question.text, question.attachments, again=True), question)

    def edit(self, index: int) -> None:
        """Put a question back into the draft. What was answered stays in view until the question is sent again."""
        if self._activity.busy or self._recorder.reading:
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
            self._answer.stop()

    def think(self, thinking: bool) -> None:
        """Let the model think before its next answers, where it can."""
        self._answer.thinking = thinking
        self._drafts.set_thinking(thinking)

    def new_chat(self) -> None:
        """Forget the conversation; the draft stays. An answer under way is stopped and not waited for."""
        self._leave()
        self._notice.clear()
        self._transcript.clear()
        self._recorder.leave()
        self._drafts.price()

    def close(self) -> None:
        """For the end of the program: what there is of an answer is kept as it is."""
        self._leave()
        self._recorder.close()

    @Slot(object)
    def open(self, opened: ChatOpened) -> None:
        """Show a chat of before, or another branch of this one. An answer under way elsewhere is stopped; the draft stays."""
        if self._activity.busy and opened.chat.id == self._recorder.chat:
            return  # it is shown already, and being answered
        self._leave()
        self._notice.clear()
        self.end_edit()
        self._recorder.show(opened)

    def _leave(self) -> None:
        """What is asked here is not waited for any more."""
        self._answer.forget()
        self._asked, self._replaced, self._send_when_read = None, [], False
        self._activity.show("idle")

    def _ask(self, asked: _Asked, question: Entry | None = None) -> None:
        """Keep it first. `question`: the one that is kept already and answered once more."""
        self._notice.clear()
        self._asked = asked
        self._activity.show("waiting")
        if question is not None:
            self._recorder.again(question)
        else:
            self._recorder.ask(asked.text, asked.attachments)

    @Slot()
    def _kept(self) -> None:
        """It is on the disk, so it is shown as sent and goes to the engine."""
        asked, self._asked = self._asked, None
        if asked is None:
            return
        before = self._transcript.messages()
        self._transcript.ask(asked.text, asked.attachments)
        if self._activity.phase == "stopping":  # before it even began
            self._withdraw()
            self._idle()
            return
        self._answer.begin(message(asked.text, asked.attachments), before)

    @Slot()
    def _settled(self) -> None:
        if self._send_when_read:
            self._send_when_read = False
            if not any(chip.problem for chip in self._draft.chips):
                self.send()

    @Slot(object)
    def _ended(self, event: Finished | Cancelled | Failed) -> None:
        if isinstance(event, Finished):
            self._finished(event)
        elif isinstance(event, Cancelled):
            self._cancelled(event)
        else:
            self._failed(event)

    def _finished(self, event: Finished) -> None:
        if event.reason == "memory" and not self._transcript.entries[-1].text:
            self._withdraw()  # ended while it was read: the card above the composer says why
        else:
            self._transcript.end("done", note=wording.CUT_SHORT.get(event.reason, ""), cost=event.cost)
        self._idle()

    def _cancelled(self, event: Cancelled) -> None:
        if self._transcript.entries[-1].text:
            self._transcript.end("stopped", note="Stopped", cost=event.cost)
        else:
            self._withdraw()
        self._idle()

    def _failed(self, event: Failed) -> None:
        """A partial answer stays; the question comes back, so that nothing has to be written or dropped again."""
        question = self._transcript.entries[-2]
        if self._transcript.entries[-1].text:
            self._transcript.end("failed", note=FAILED)
            self._drafts.give_back(question.text, question.attachments)
        else:
            self._recorder.fail(FAILED)
            self._give_back()
        if isinstance(event.error, ContextFull):  # it was asked before it could be priced
            self.too_long.emit()
        elif not (self._model.phase == "none" and self._notice.text):  # why there is no model was said already
            self._notice.show(wording.sentence(event.error))
        self._idle()

    def _withdraw(self) -> None:
        """Nothing was written, by the person's wish: the history forgets that it was asked."""
        self._recorder.withdraw(self._transcript.entries[-2], again=self._again)
        self._give_back()

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
