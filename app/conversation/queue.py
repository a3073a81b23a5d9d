"""Questions wait for their turn: over all chats, in order, kept over quit and kill, and never sent by themselves after that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.conversation.answers import AnswerController
from app.conversation.on_screen import OnScreen
from app.conversation.unsent import (
    AddAgain,
    AddWaiting,
    BeginWaiting,
    Begun,
    Edited,
    EditWaiting,
    ForgetWithdrawn,
    ListWaiting,
    MoveUp,
    PutBack,
    Withdraw,
)
from app.conversation.waiting_list import WaitingList
from app.sentences import say
from app.worker.history import ChatGone, HistoryWork, HistoryWorker, is_gone
from app.worker.lane import IDLE, Job, ignore
from inference.events import Failed
from inference.history.values import Chat, Waiting, Withdrawn

__all__ = ["QueueController"]


class QueueController(QObject):
    """Begins the next question when the one before has ended, whatever chat is on screen."""

    begun = Signal(object)
    """The turn of a question has come: Begun."""

    def __init__(self, history: HistoryWorker, answers: AnswerController, list_: WaitingList, shown: OnScreen) -> None:
        super().__init__()
        self._history, self._answers, self._list = history, answers, list_
        self._model, self._activity, self._notice = shown.model, shown.activity, shown.notice
        self._beginning: Job[Begun] = IDLE
        self._started = False
        answers.changed.connect(self._answering)
        shown.activity.changed.connect(self.advance)
        shown.model.changed.connect(self.advance)
        history.noticed.connect(self._notice_chats)

    @property
    def busy(self) -> bool:
        """Whether a question that is asked now has others before it."""
        return self._answers.taken or self._beginning.live or self._list.next() is not None

    def waits_in(self, chat: int | None) -> bool:
        return chat in self._list.chats

    def goes_on_in(self, chat: int) -> bool:
        """Whether something is being answered in a chat, or waits there."""
        return chat == self._list.answering or self.waits_in(chat)

    def start(self) -> None:
        """The history is open. What waited when the program ended is offered again."""
        self._submit(ListWaiting(), self._offer_found)

    def add(self, asked: AddWaiting | AddAgain, done: Callable[[Waiting], None], failed: Callable[[Failed], None]) -> None:
        """Let a question wait."""

        def added(waiting: Waiting) -> None:
            done(waiting)
            self._relist()

        self._history.submit(asked, added, failed)

    def send(self, waiting: int) -> None:
        """One that was held waits for its turn only, from now on."""
        self._list.show(held=self._list.held - {waiting}, answering=self._list.answering)
        self.advance()

    def edit(self, waiting: int, then: Callable[[Edited], None]) -> None:
        """Back into the draft of its chat, as it is kept; `then` is for the one that is written."""

        def done(edited: Edited) -> None:
            then(edited)
            self._relist()

        self._submit(EditWaiting(waiting), done)

    def move_up(self, waiting: int) -> None:
        self._submit(MoveUp(waiting), self._show)

    def withdraw(self, waiting: int) -> None:
        """It is not asked; that can be undone as long as the notice says so."""

        def done(withdrawn: Withdrawn) -> None:
            put_back = lambda: self._submit(PutBack(withdrawn.waiting.id), lambda _waiting: self._relist())  # noqa: E731
            forget = lambda: self._submit(ForgetWithdrawn(withdrawn.waiting.id))  # noqa: E731
            self._notice.show(say("question-withdrawn"), good=True, action="Undo", act=put_back, lapse=forget)
            self._relist()

        self._submit(Withdraw(waiting), done)

    def hold(self) -> None:
        """Something failed: what waits would fail too. It is offered, and waits for the person."""
        self._list.show(held=frozenset(waiting.id for waiting in self._list.waiting), answering=self._list.answering)

    @Slot()
    def advance(self) -> None:
        """Begin the next question, where nothing is in its way."""
        following = self._list.next()
        idle = not self._answers.taken and not self._activity.busy and not self._beginning.live
        if following is not None and idle and self._model.phase != "none":
            self._beginning = self._history.submit(BeginWaiting(following.id), self._begin, self._not_begun)

    def _begin(self, begun: Begun) -> None:
        self.begun.emit(begun)  # first: as long as nothing is answered, the next one would begin
        self._show(tuple(waiting for waiting in self._list.waiting if waiting.id != begun.waiting.id))

    def _not_begun(self, failed: Failed) -> None:
        """Unless it was withdrawn, edited or deleted just then: then it is the turn of the one after it."""
        if not is_gone(failed, "not-waiting"):
            self.hold()
            self._fail(failed)
        self._relist()

    def _offer_found(self, waiting: tuple[Waiting, ...]) -> None:
        self._started = True
        self._list.show(waiting, held=frozenset(one.id for one in waiting), answering=self._list.answering)

    def _show(self, waiting: tuple[Waiting, ...]) -> None:
        self._list.show(waiting, answering=self._list.answering)
        self.advance()

    @Slot()
    def _answering(self) -> None:
        now = self._answers.now
        self._list.show(answering=now.chat if now is not None else None)
        self.advance()

    @Slot(object)
    def _notice_chats(self, value: object) -> None:
        """What waits in a chat goes out of sight with it, and comes back with it."""
        if self._started and isinstance(value, Chat | ChatGone):
            self._relist()

    def _relist(self) -> None:
        self._submit(ListWaiting(), self._show)

    def _submit(self, work: HistoryWork, done: Callable = ignore) -> None:  # type: ignore[type-arg]
        self._history.submit(work, done, self._fail)

    def _fail(self, failed: Failed) -> None:
        self._notice.show(wording.sentence(failed.error))
