"""Ask, stop, start anew: how a question becomes an answer in the transcript. It is shown as sent when it is kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.answers import AnswerController, Answering
from app.conversation.composer.draft_keeper import DraftKeeper
from app.conversation.composer.drafting import DraftController
from app.conversation.keeper import Keeper, entries_of
from app.conversation.on_screen import OnScreen
from app.conversation.outcomes import Outcomes
from app.conversation.queue import QueueController
from app.conversation.transcript.transcript import Entry, Transcript, asked_and_waiting
from app.conversation.unsent import AddAgain, AddWaiting, Begun, DraftRead
from app.conversation.work import ChatOpened
from app.values import Attached
from inference.conversation import Message
from inference.events import Cancelled, Failed
from inference.history.values import Refused, Turn

__all__ = ["ChatController"]

STOPPED_FOR_BRANCH = "The answer that was being written was stopped; what there is of it is kept."


class ChatController(QObject):
    """One answer at a time, of whichever chat. What is asked meanwhile waits in the queue, where there is a history to keep it;
    what is asked while the model still loads waits for it in the engine."""

    elsewhere = Signal(int)
    """What is to be seen is in another chat, by its number."""
    too_long = Signal()
    """What was to be sent does not fit, and was not sent."""

    def __init__(
        self,
        answers: AnswerController,
        drafts: DraftController,
        keeper: Keeper,
        shown: OnScreen,
        queue: QueueController | None = None,
        kept_drafts: DraftKeeper | None = None,
    ) -> None:
        """With a history questions can wait, and drafts belong to their chats."""
        super().__init__()
        self._answers, self._drafts, self._keeper, self._queue, self._kept_drafts = answers, drafts, keeper, queue, kept_drafts
        self.outcomes = Outcomes(answers, drafts, keeper, shown, queue)
        self.outcomes.too_long.connect(self.too_long)
        self._transcript, self._draft, self._model = shown.transcript, shown.draft, shown.model
        self._activity, self._notice = shown.activity, shown.notice
        self._keeping = False
        """A question is on its way to the disk."""
        self._stop_it = False
        """It was stopped before it was there."""
        self._thinking = False
        self._send_when_read: set[int | None] = set()
        """Chats whose draft is to be sent once it is read, and known to fit."""
        drafts.settled.connect(self._settled)
        keeper.settled.connect(self._settled)
        if queue is not None and kept_drafts is not None:
            queue.begun.connect(self._begun)
            queue.edited.connect(self._edited)
            kept_drafts.away_settled.connect(self._settled_away)

    def send(self) -> None:
        """Ask what is written. What is still read or counted is waited for, and so is an answer under way."""
        if self._draft.empty and not self._draft.pending:
            return
        if self._model.phase == "none":
            self._notice.show("No model is loaded. Choose a model first; what you wrote stays here.")
            return
        self._await(False)
        if self._draft.pending or self._keeper.reading:
            self._await(True)
            return
        editing = self._transcript.editing
        if editing is not None:
            self._stop_here()
        if not self._fits():
            return
        if self._busy:
            self._wait()
            return
        replaced = self._transcript.cut_from(editing) if editing is not None else []
        self._ask(*self._drafts.take(), replaced)

    def regenerate(self) -> None:
        """Answer the newest question once more, in place of the answer there is. One that is being written is stopped first."""
        if self._keeper.reading or not self._transcript.entries:
            return
        if self._model.phase == "none":
            self._notice.show("No model is loaded. Choose a model first; the answer there is stays.")
            return
        question, answer = self._transcript.entries[-2:]
        if self._answering_here and (self._queue is None or not answer.text):
            return  # nothing can wait here; or it is being answered already
        self._stop_here()
        if not self._busy:
            replaced = self._transcript.cut_from(len(self._transcript.entries) - 2)
            self._show_asked()
            before = self._transcript.messages()
            self._keeper.again(question, partial(self._again, question, replaced, before, self._keeper.page))
        elif self._queue is not None and question.kept is not None:
            self._queue.add(AddAgain(question.kept, self._thinking), self._nothing, self._fail)

    def edit(self, index: int) -> None:
        """Put a question back into the draft. What was answered stays in view until the question is sent again."""
        if self._keeper.reading or (self._activity.busy and not (self._queue is not None and self._answering_here)):
            return
        question = self._transcript.entries[index]
        self.end_edit()
        self._transcript.edit(index)
        self._drafts.give_back(question.text, question.attachments, question.refused)

    def end_edit(self) -> None:
        """Leave the question as it was; what was written instead of it is given up."""
        if self._transcript.editing is not None:
            self._transcript.edit(None)
            self._drafts.clear()

    def show_branch(self, index: int, sibling: int) -> None:
        """Show the conversation as it went on from another version of an entry. An answer being written here is stopped first."""
        entry = self._transcript.entries[index]
        if not 0 <= sibling < len(entry.versions):
            return
        if self._answering_here:
            left = self._transcript.entries[-1].kept
            self._stop_here()
            if left is not None:
                back = partial(self._keeper.show_branch, left, self.open)
                self._notice.show(STOPPED_FOR_BRANCH, good=True, action="Undo", act=back)
        elif self._activity.busy:
            return
        self._keeper.show_branch(entry.versions[sibling], self._branch)

    def stop(self) -> None:
        """End the answer under way on screen, or what else the model does; what is written of an answer stays."""
        self._await(False)
        if self._keeping:
            self._stop_it = True
        if self._answering_here:
            self._answers.stop()
        elif self._activity.busy:
            self._activity.show("stopping")

    def think(self, thinking: bool) -> None:
        """Let the model think before its next answers, where it can."""
        self._thinking = thinking
        self._drafts.set_thinking(thinking)

    def new_chat(self) -> None:
        """Begin another conversation. What is written and what is answered stays with its chat, where that is kept."""
        self._leave()
        self._keeper.leave()
        self._transcript.clear()
        self._arrive()
        self._drafts.price()

    def close(self) -> None:
        """For the end of the program: what there is of an answer is kept as it is, and so is what is written."""
        self._answers.forget()
        self._keeper.close()
        if self._kept_drafts is not None:
            self._kept_drafts.keep()

    @Slot(object)
    def open(self, opened: ChatOpened) -> None:
        """Show a chat of before, or another branch of this one. An answer under way goes on, here or elsewhere."""
        if opened.chat.id == self._keeper.chat:
            if self._answering_here:
                return  # it is shown already, and being answered
            self.end_edit()
        self._branch(opened)

    @Slot(int)
    def drop(self, chat: int) -> None:
        """A chat was deleted: an answer under way in it is stopped, and it is shown no more."""
        if self._answers.now is not None and self._answers.now.chat == chat:
            self._answers.stop()
        if chat == self._keeper.chat:
            self.new_chat()

    @property
    def _answering_here(self) -> bool:
        return self._answers.now is not None and self._answers.on_screen(self._answers.now)

    @property
    def _busy(self) -> bool:
        """Something is before a question that is asked now."""
        return self._keeping or self._activity.busy or (self._queue is not None and self._queue.busy)

    def _branch(self, opened: ChatOpened) -> None:
        self._leave()
        now = self._answers.now
        self._keeper.show(opened, (now.question, now.answer) if now is not None else ())
        self._arrive()

    def _arrive(self) -> None:
        """What is going on here, in the conversation that came on screen."""
        self._answers.show()
        self._draft.await_reading(self._keeper.chat in self._send_when_read)

    def _leave(self) -> None:
        """Another conversation comes on screen. Where nothing is kept, an answer has no place to go on in."""
        self._notice.clear()
        if self._answers.now is not None and self._answers.now.chat is None:
            self._answers.forget()

    def _await(self, awaited: bool) -> None:
        """Whether the draft on screen is sent by itself once it is read, and its price is known."""
        (self._send_when_read.add if awaited else self._send_when_read.discard)(self._keeper.chat)
        self._draft.await_reading(awaited)

    def _stop_here(self) -> None:
        if self._answering_here:
            self._answers.stop()

    def _fits(self) -> bool:
        """Whether what is written fits, as far as that can be known: not while the answer before it is still written."""
        if self._answering_here:
            return True
        verdict = self._drafts.verdict()
        if verdict == "unknown":
            self._await(True)
            self._drafts.price_now()
        elif verdict == "too long":
            self.too_long.emit()
        return verdict == "fits"

    def _wait(self) -> None:
        """Let what is written wait for its turn. It is the draft no more once that is on the disk."""
        if self._queue is None:
            return
        chat, editing = self._keeper.chat, self._transcript.editing
        replaces = self._transcript.entries[editing].kept if editing is not None else None
        text, attachments, refused = self._drafts.take()
        self._transcript.edit(None)
        page = self._keeper.page
        asked = AddWaiting(chat, text, attachments, replaces, self._thinking, refused)

        def failed(failed: Failed) -> None:
            self._fail(failed)
            self._drafts.give_back(text, attachments, refused)

        def kept(number: int) -> None:
            if chat is None and page == self._keeper.page:
                self._keeper.set_chat(number)

        self._queue.add(asked, lambda waiting: kept(waiting.chat), failed)

    def _show_asked(self) -> None:
        self._notice.clear()
        self._keeping, self._stop_it = True, False
        self._activity.show("waiting")

    def _ask(self, text: str, attachments: tuple[Attached, ...], refused: tuple[Refused, ...], replaced: list[Entry]) -> None:
        """Keep it first; `replaced` was taken out of the way, and comes back if nothing is written in its place."""
        self._show_asked()
        before, page = self._transcript.messages(), self._keeper.page

        def kept(turn: Turn | None) -> None:
            asked = self._turned(page, text, attachments, turn, refused)
            asked.replaced = replaced
            self._answer(asked, before)

        self._keeper.ask(text, attachments, refused, kept)

    def _again(self, question: Entry, replaced: list[Entry], before: tuple[Message, ...], page: int, turn: Turn | None) -> None:
        asked = self._turned(page, question.text, question.attachments, turn, question.refused)
        asked.again, asked.replaced = True, replaced
        self._answer(asked, before)

    def _turned(
        self, page: int, text: str, attachments: tuple[Attached, ...], turn: Turn | None, refused: tuple[Refused, ...]
    ) -> Answering:
        """A question that is kept, shown as sent; not where another conversation came on screen meanwhile."""
        chat = turn.chat.id if turn is not None else None
        if page != self._keeper.page:
            return Answering(chat, *asked_and_waiting(text, attachments, turn, refused))
        if turn is not None:
            self._keeper.set_chat(chat)
        return Answering(chat, *self._transcript.ask(text, attachments, turn, refused=refused))

    def _answer(self, asked: Answering, before: tuple[Message, ...]) -> None:
        """It is on the disk, and goes to the engine."""
        self._keeping = False
        self._keeper.begin(asked.question, asked.answer)
        if self._stop_it:  # before it even began
            self.outcomes.end(asked, Cancelled("", ""))
        else:
            self._answers.begin(asked, before, thinking=self._thinking)

    @Slot(object)
    def _begun(self, begun: Begun) -> None:
        """The turn of a question that waited has come; it is on the disk."""
        opened, turn, waiting = begun.opened, begun.turn, begun.waiting
        entries = entries_of(opened)
        self._stop_it = False
        if opened.chat.id != self._keeper.chat:
            question, answer = entries[-2:]
        elif [entry.kept for entry in self._transcript.entries] == [entry.kept for entry in entries[:-2]]:
            question, answer = self._transcript.ask(entries[-2].text, entries[-2].attachments, turn, refused=entries[-2].refused)
        else:  # it begins another branch
            self._keeper.show(opened)
            question, answer = self._transcript.entries[-2:]
        told = Transcript()
        told.show(entries[:-2])
        asked = Answering(opened.chat.id, question, answer, again=waiting.question is not None)
        self._keeper.begin(question, answer)
        self._answers.begin(asked, told.messages(), thinking=waiting.thinking)

    @Slot(object)
    def _edited(self, read: DraftRead) -> None:
        if self._kept_drafts is not None and read.chat == self._keeper.chat:
            self._kept_drafts.put(read)
        elif read.chat is not None:
            self.elsewhere.emit(read.chat)

    @Slot()
    def _settled(self) -> None:
        if self._draft.awaited:
            self.send()

    @Slot(object)
    def _settled_away(self, chat: int | None) -> None:
        """What was sent before it was read, in a chat that was left since."""
        if chat not in self._send_when_read or self._kept_drafts is None or self._queue is None:
            return
        self._send_when_read.discard(chat)
        if (asked := self._kept_drafts.take_away(chat, thinking=self._thinking)) is not None:
            self._queue.add(asked, self._nothing, self._fail)

    def _fail(self, failed: Failed) -> None:
        self._notice.show(wording.sentence(failed.error))

    def _nothing(self, _value: object) -> None:
        """The queue shows it."""
