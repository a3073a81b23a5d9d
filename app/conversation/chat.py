"""Ask, stop, start anew: how a question becomes an answer in the transcript. It is shown as sent when it is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.conversation.answers import AnswerController, Answering
from app.conversation.composer.drafting import DraftController
from app.conversation.keeper import Keeper
from app.conversation.on_screen import OnScreen
from app.conversation.outcomes import Outcomes
from app.conversation.transcript.transcript import Entry, make_turn, message
from app.conversation.turns import Turns
from app.conversation.work import ChatOpened
from app.sentences import say
from app.values import Attached
from inference.conversation import Message
from inference.events import Cancelled
from inference.history.values import Refused, Turn

__all__ = ["ChatController"]


class ChatController(QObject):
    """One answer at a time, of whichever chat. What is asked meanwhile waits in the queue, where there is a history to keep it;
    what is asked while the model still loads waits for it in the engine."""

    too_long = Signal()
    """What was to be sent does not fit, and was not sent."""
    begun_anew = Signal()
    """The person began a new chat: what was to come on screen before that is not wanted any more."""

    def __init__(
        self,
        answers: AnswerController,
        drafts: DraftController,
        keeper: Keeper,
        shown: OnScreen,
        outcomes: Outcomes,
        turns: Turns | None = None,
    ) -> None:
        """`turns`: where there is a history questions can wait."""
        super().__init__()
        self._answers, self._drafts, self._keeper, self._outcomes, self._turns = answers, drafts, keeper, outcomes, turns
        self._transcript, self._draft, self._model = shown.transcript, shown.draft, shown.model
        self._activity, self._notice = shown.activity, shown.notice
        self._stop_it = False
        """It was stopped before it was there."""
        self._next: Callable[[], None] | None = None
        """What is to come on screen as soon as the chat there has its number: what is written for it would lose it else."""
        drafts.edited.connect(lambda: self._await(False))
        drafts.settled.connect(self._send_settled)
        keeper.settled.connect(self._send_settled)

    def send(self) -> None:
        """Ask what is written. What is still read or counted is waited for, and so is an answer under way."""
        self._await(False)
        if self._draft.empty and not self._draft.pending:
            return
        asked = message(self._draft.text, self._draft.usable)
        if self._model.phase == "none" and not self._draft.pending and (hindrance := self._answers.find_hindrance(asked)):
            self._notice.show(hindrance)
            return
        if self._draft.pending or self._keeper.reading or self._keeper.numbering:
            self._await(True)
            return
        editing = self._transcript.editing
        if editing is not None:
            self._stop_here()
        if not self._fits():
            return
        if self._busy:
            if self._turns is not None:
                self._turns.wait()
            return
        replaced = self._transcript.cut_from(editing) if editing is not None else []
        self._ask(*self._drafts.take(), replaced)

    def regenerate(self) -> None:
        """Answer the newest question once more, in place of the answer there is. One that is being written is stopped first."""
        if self._keeper.reading or not self._transcript.entries:
            return
        if self._model.phase == "none" or self._draft.awaits_before:
            self._notice.show(say("no-model-for-answer" if self._model.phase == "none" else "still-being-read"))
            return
        question, answer = self._transcript.entries[-2:]
        if self._answering_here and (self._turns is None or not answer.text):
            return  # nothing can wait here; or it is being answered already
        self._stop_here()
        if not self._busy:
            replaced = self._transcript.cut_from(len(self._transcript.entries) - 2)
            self._show_asked()
            before = self._transcript.messages()
            self._keeper.again(question, partial(self._again, question, replaced, before, self._keeper.page))
        elif self._turns is not None and question.kept is not None:
            self._turns.wait_again(question.kept)

    def edit(self, index: int) -> None:
        """Put a question back into the draft. What was answered stays in view until the question is sent again."""
        if self._keeper.reading or (self._activity.busy and (self._turns is None or self._answers.expected)):
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
            self._stop_here()
            self._keeper.show_branch(entry.versions[sibling], partial(self._branch_after_stop, self._transcript.entries[-1].kept))
        elif not (self._activity.busy and self._answers.expected):
            self._keeper.show_branch(entry.versions[sibling], self._branch)

    @property
    def lets_wait(self) -> bool:
        """Whether a question that is asked while the model is busy waits for its turn."""
        return self._turns is not None

    def stop(self) -> None:
        """End the answer under way on screen, or what else the model does; what is written of an answer stays."""
        self._await(False)
        if self._answers.expected and self._activity.busy:
            self._stop_it = True
        if self._answering_here:
            self._answers.stop()
        elif self._activity.busy:
            self._activity.show("stopping")

    def think(self, thinking: bool) -> None:
        """Let the model think before its next answers, where it can."""
        self._answers.thinking = thinking
        self._drafts.set_thinking(thinking)

    def new_chat(self) -> None:
        """Begin another conversation. What is written and what is answered stays with its chat, where that is kept."""
        if self._keeper.numbering:
            self._next = self.new_chat
            return
        self.begun_anew.emit()
        self._clear()

    def close(self) -> None:
        """End with the program: what there is of an answer is kept as it is, and so is what is written."""
        if self._turns is not None:
            self._turns.close()
        self._answers.forget()
        self._keeper.close()

    @Slot(object)
    def open(self, opened: ChatOpened) -> None:
        """Show a chat of before, or another branch of this one. An answer under way goes on, here or elsewhere."""
        if self._keeper.numbering:
            self._next = partial(self.open, opened)
            return
        if opened.chat.id == self._keeper.chat:
            if self._answering_here:
                return  # it is shown already, and being answered
            if self._turns is not None:
                self._turns.edit_on()
        self._branch(opened)

    @Slot(int)
    def drop(self, chat: int) -> None:
        """A chat was deleted: an answer under way in it is stopped, and it is shown no more."""
        if self._answers.now is not None and self._answers.now.chat == chat:
            self._answers.stop()
        if chat == self._keeper.chat:
            self._clear()

    @property
    def _answering_here(self) -> bool:
        return self._answers.now is not None and self._answers.on_screen(self._answers.now)

    @property
    def _busy(self) -> bool:
        """Something is before a question that is asked now."""
        return self._answers.expected or self._activity.busy or (self._turns is not None and self._turns.busy)

    def _clear(self) -> None:
        self._leave()
        self._keeper.leave()
        self._transcript.clear()
        self._arrive()
        self._drafts.prices.soon()

    def _branch(self, opened: ChatOpened) -> None:
        self._leave()
        now = self._answers.now
        self._keeper.show(opened, (now.question, now.answer) if now is not None else ())
        self._arrive()

    def _arrive(self) -> None:
        """What is going on here, in the conversation that came on screen."""
        self._answers.show()
        self._draft.send_itself(self._turns is not None and self._keeper.chat in self._turns.awaited)

    def _branch_after_stop(self, left: int | None, opened: ChatOpened) -> None:
        """Another branch is shown instead of the one that ends in `left`, whose answer was being written."""
        self._branch(opened)
        back = partial(self._keeper.show_branch, left, self._branch) if left is not None else None
        self._notice.show(say("stopped-for-branch"), good=True, action="Undo" if back else "", act=back)

    def _leave(self) -> None:
        """Another conversation comes on screen. Where nothing is kept, an answer has no place to go on in."""
        self._notice.clear()
        self._draft.send_itself(False)  # where it was to be, its chat is still among those awaited
        if self._answers.now is not None and self._answers.now.chat is None:
            self._answers.forget()

    def _await(self, awaited: bool) -> None:
        """Whether the draft on screen is sent by itself once it is read, and its price is known."""
        if self._turns is not None:
            (self._turns.awaited.add if awaited else self._turns.awaited.discard)(self._keeper.chat)
        self._draft.send_itself(awaited)

    def _stop_here(self) -> None:
        """For something else that is asked here."""
        if self._answers.now is not None and self._answering_here:
            self._answers.now.gives_way = True
            self._answers.stop()

    def _fits(self) -> bool:
        """Whether what is written fits, as far as that can be known: not while the answer before it is still written."""
        if self._answering_here or self._model.phase == "none":
            return True
        verdict = self._drafts.verdict()
        if verdict == "unknown":
            self._await(True)
            self._drafts.prices.now()
        elif verdict == "too long":
            self.too_long.emit()
        return verdict == "fits"

    def _show_asked(self) -> None:
        self._notice.clear()
        self._answers.expected, self._stop_it = True, False
        self._activity.show("waiting")

    def _ask(self, text: str, attachments: tuple[Attached, ...], refused: tuple[Refused, ...], replaced: list[Entry]) -> None:
        """Keep it first; `replaced` was taken out of the way, and comes back if nothing is written in its place."""
        self._show_asked()
        before, page = self._transcript.messages(), self._keeper.page

        def kept(turn: Turn | None) -> None:
            asked = self._show_turn(page, text, attachments, turn, refused)
            asked.replaced = replaced
            self._answer(asked, before)

        self._keeper.ask(text, attachments, refused, kept)

    def _again(self, question: Entry, replaced: list[Entry], before: tuple[Message, ...], page: int, turn: Turn | None) -> None:
        asked = self._show_turn(page, question.text, question.attachments, turn, question.refused)
        asked.again, asked.replaced = True, replaced
        self._answer(asked, before)

    def _show_turn(
        self, page: int, text: str, attachments: tuple[Attached, ...], turn: Turn | None, refused: tuple[Refused, ...]
    ) -> Answering:
        """A question that is kept, shown as sent; not where another conversation came on screen meanwhile."""
        chat = turn.chat.id if turn is not None else None
        if page != self._keeper.page:
            return Answering(chat, *make_turn(text, attachments, turn, refused))
        if turn is not None:
            (self._turns.number if self._turns is not None else self._keeper.set_chat)(turn.chat.id)
        return Answering(chat, *self._transcript.ask(text, attachments, turn, refused=refused))

    def _answer(self, asked: Answering, before: tuple[Message, ...]) -> None:
        """It is on the disk, and goes to the engine."""
        self._answers.expected = False
        self._keeper.begin(asked.question, asked.answer)
        if self._stop_it:  # before it even began
            self._activity.show("idle")
            self._outcomes.end(asked, Cancelled("", ""))
            self._answers.changed.emit()
        else:
            self._answers.begin(asked, before, thinking=self._answers.thinking)

    @Slot()
    def _send_settled(self) -> None:
        if self._draft.sends_itself:
            self.send()
        if self._next is not None and not self._keeper.numbering:
            following, self._next = self._next, None
            following()
