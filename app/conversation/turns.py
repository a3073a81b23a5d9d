"""Questions take turns: what is written waits in the queue, and begins when its turn has come, whatever chat is on screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.answers import AnswerController, Answering
from app.conversation.composer.draft_keeper import DraftKeeper
from app.conversation.composer.drafting import DraftController
from app.conversation.keeper import Keeper, entries_of
from app.conversation.on_screen import OnScreen
from app.conversation.queue import QueueController
from app.conversation.transcript.transcript import Transcript
from app.conversation.unsent import AddAgain, AddWaiting, Begun, Edited
from app.worker.history import is_gone
from app.worker.lane import ignore
from inference.events import Failed

__all__ = ["Turns"]


class Turns(QObject):
    """There are any only where a history keeps what waits."""

    elsewhere = Signal(int)
    """What is to be seen is in another chat, by its number."""

    def __init__(
        self,
        queue: QueueController,
        kept_drafts: DraftKeeper,
        answers: AnswerController,
        drafts: DraftController,
        keeper: Keeper,
        shown: OnScreen,
    ) -> None:
        super().__init__()
        self._queue, self._kept_drafts, self._answers = queue, kept_drafts, answers
        self._drafts, self._keeper, self._transcript, self._notice = drafts, keeper, shown.transcript, shown.notice
        self.awaited: set[int | None] = set()
        """Chats whose draft is to be sent once it is read; the one on screen is its controller's."""
        queue.begun.connect(self._begin)
        kept_drafts.away_settled.connect(self._send_away)
        kept_drafts.away_edited.connect(self.awaited.discard)

    @property
    def busy(self) -> bool:
        """Whether a question that is asked now has others before it."""
        return self._queue.busy

    def close(self) -> None:
        """End with the program: nothing begins any more, and what is written is kept."""
        self._queue.hold()
        self._kept_drafts.keep()

    def wait(self) -> None:
        """Let what is written wait for its turn. It is the draft no more once that is on the disk."""
        chat, editing, page = self._keeper.chat, self._transcript.editing, self._keeper.page
        replaces = self._transcript.entries[editing].kept if editing is not None else None
        text, attachments, refused = self._drafts.take()
        self._transcript.edit(None)

        numbered = self._keeper.await_number()

        def failed(failed: Failed) -> None:
            self._fail(failed)
            now = self._keeper.chat if page == self._keeper.page else chat  # it may be gone, or have its number
            self._kept_drafts.give_back(now, text, self._drafts.chips_of(attachments, refused), replaces)
            numbered()

        def kept(number: int) -> None:
            if chat is None and page == self._keeper.page:
                self.number(number)
            numbered()

        asked = AddWaiting(chat, text, attachments, replaces, self._answers.thinking, refused)
        self._queue.add(asked, lambda waiting: kept(waiting.chat), failed)

    def edit_on(self) -> None:
        """The chat on screen is shown anew: a question that is written anew in it still is."""
        self._kept_drafts.edit_on()

    def number(self, chat: int) -> None:
        """The conversation on screen goes on under this number; so does what waits to be read for it."""
        if self._keeper.chat in self.awaited:
            self.awaited.discard(self._keeper.chat)
            self.awaited.add(chat)
        self._keeper.set_chat(chat)

    def edit(self, waiting: int) -> None:
        """Put a question that waits back into the draft of its chat, before what is written there."""
        self._kept_drafts.keep()
        known, page = self._kept_drafts.known, self._keeper.page

        def edited(edited: Edited) -> None:
            chat, was = edited.waiting.chat, edited.waiting
            if chat in known:  # else what is written there is read from where this is kept now
                self._kept_drafts.give_back(
                    chat, was.text, self._drafts.chips_of(edited.read.attachments, was.refused), was.replaces
                )
            if edited.read.problems:
                self._notice.show(*edited.read.problems)
            if chat != self._keeper.chat and page == self._keeper.page:
                self.elsewhere.emit(chat)

        self._queue.edit(waiting, edited)

    def withdraw(self, waiting: int) -> None:
        """Do not ask it. A chat in which something is written stays, whatever waited there."""
        self._kept_drafts.keep()
        self._queue.withdraw(waiting)

    def wait_again(self, question: int) -> None:
        """Let a question that is kept wait to be answered once more."""
        self._queue.add(AddAgain(question, self._answers.thinking), ignore, self._fail)

    @Slot(object)
    def _begin(self, begun: Begun) -> None:
        """The turn of a question that waited has come; it is on the disk."""
        opened, turn, waiting = begun.opened, begun.turn, begun.waiting
        entries = entries_of(opened)
        asked = entries[-2]
        if opened.chat.id != self._keeper.chat:
            question, answer = entries[-2:]
        elif [entry.kept for entry in self._transcript.entries] == [entry.kept for entry in entries[:-2]]:
            question, answer = self._transcript.ask(asked.text, asked.attachments, turn, refused=asked.refused)
        else:  # it begins another branch
            self._kept_drafts.edit_on()
            self._keeper.show(opened)
            question, answer = self._transcript.entries[-2:]
        told = Transcript()
        told.show(entries[:-2])
        self._keeper.begin(question, answer)
        answering = Answering(opened.chat.id, question, answer, again=waiting.question is not None)
        self._answers.begin(answering, told.messages(), thinking=waiting.thinking)

    @Slot(object)
    def _send_away(self, chat: int | None) -> None:
        """What was sent before it was read, in a chat that was left since."""
        if chat in self.awaited:
            self.awaited.discard(chat)
            if (asked := self._kept_drafts.take_away(chat, thinking=self._answers.thinking)) is not None:
                self._queue.add(asked, ignore, self._not_sent)

    def _not_sent(self, failed: Failed) -> None:
        """Where its chat was deleted meanwhile, it is the draft there still, should that be brought back."""
        if not is_gone(failed, "chat-gone"):
            self._fail(failed)

    def _fail(self, failed: Failed) -> None:
        self._notice.show(wording.sentence(failed.error))
