"""What is written and not sent, and what was sent and waits for its turn: how both are kept in the history."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.conversation.work import AttachmentsRead, ChatOpened, OpenChat, ReadAttachments
from app.values import Attached
from app.worker.history import HistoryWork
from app.worker.keeping_attachments import to_keep
from inference.history.values import Draft, Refused, Turn, Waiting, Withdrawn

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = [
    "AddAgain",
    "AddWaiting",
    "BeginWaiting",
    "Begun",
    "DraftRead",
    "EditWaiting",
    "Edited",
    "ForgetWithdrawn",
    "KeepDraft",
    "ListWaiting",
    "MoveUp",
    "PutBack",
    "ReadDraft",
    "Withdraw",
]

DOING = "keeping what is not sent yet"


@dataclass(frozen=True)
class DraftRead:
    """`draft` None: nothing is written in that chat."""

    chat: int | None
    draft: Draft | None
    read: AttachmentsRead


@dataclass(frozen=True)
class ReadDraft(HistoryWork[DraftRead], doing="opening the chat"):
    chat: int | None

    def do(self, history: History) -> DraftRead:
        draft = history.drafts.get(self.chat)
        return DraftRead(self.chat, draft, ReadAttachments(draft.attachments if draft is not None else ()).do(history))


@dataclass(frozen=True)
class KeepDraft(HistoryWork[None], doing=DOING):
    """Keeps a draft in place of the one before; of several that wait for one chat only the newest is worked on.

    `behind`: not in place of the one before, but after it.
    """

    chat: int | None
    text: str = ""
    attachments: tuple[Attached, ...] = ()
    replaces: int | None = None
    refused: tuple[Refused, ...] = ()
    behind: bool = False

    @property
    def newest(self) -> Hashable:
        return None if self.behind else (KeepDraft, self.chat)

    def do(self, history: History) -> None:
        kept = history.drafts.get(self.chat) if self.behind else None
        before = kept or Draft(self.chat)
        history.drafts.keep(
            self.chat,
            "\n".join(filter(None, (before.text, self.text))),
            [*before.attachments, *map(to_keep, self.attachments)],
            replaces=before.replaces or self.replaces,
            refused=(*before.refused, *self.refused),
        )


@dataclass(frozen=True)
class AddWaiting(HistoryWork[Waiting], doing=DOING):
    """A question whose turn has not come; it is the draft no more. `chat` None begins a new one."""

    chat: int | None
    text: str
    attachments: tuple[Attached, ...] = ()
    replaces: int | None = None
    thinking: bool = False
    refused: tuple[Refused, ...] = ()

    def do(self, history: History) -> Waiting:
        with history.transaction():
            waiting = history.queue.add(
                self.text,
                list(map(to_keep, self.attachments)),
                chat=self.chat,
                replaces=self.replaces,
                thinking=self.thinking,
                refused=self.refused,
            )
            history.drafts.keep(self.chat)
        return waiting


@dataclass(frozen=True)
class AddAgain(HistoryWork[Waiting], doing=DOING):
    """A question that is kept, to be answered once more when its turn comes."""

    question: int
    thinking: bool = False

    def do(self, history: History) -> Waiting:
        return history.queue.add_again(self.question, thinking=self.thinking)


@dataclass(frozen=True)
class ListWaiting(HistoryWork[tuple[Waiting, ...]], doing=DOING, newest=True):
    def do(self, history: History) -> tuple[Waiting, ...]:
        return history.queue.list()


@dataclass(frozen=True)
class MoveUp(HistoryWork[tuple[Waiting, ...]], doing=DOING):
    """One place sooner."""

    waiting: int

    def do(self, history: History) -> tuple[Waiting, ...]:
        moved = history.queue.get(self.waiting)
        place = history.queue.list().index(moved)
        return history.queue.move(moved.id, max(0, place - 1))


@dataclass(frozen=True)
class Withdraw(HistoryWork[Withdrawn], doing=DOING):
    """PutBack undoes it until ForgetWithdrawn."""

    waiting: int

    def do(self, history: History) -> Withdrawn:
        return history.queue.remove(self.waiting)


@dataclass(frozen=True)
class PutBack(HistoryWork[Waiting], doing=DOING):
    waiting: int

    def do(self, history: History) -> Waiting:
        return history.queue.put_back(self.waiting)


@dataclass(frozen=True)
class Edited:
    """A question that waits no more: it stands before what is kept as the draft of its chat. `read` are its attachments."""

    waiting: Waiting
    read: AttachmentsRead


@dataclass(frozen=True)
class ForgetWithdrawn(HistoryWork[int], doing=DOING):
    """A question that was withdrawn is not put back any more: it is removed for good, and what it alone named."""

    waiting: int

    def do(self, history: History) -> int:
        return history.forget(self.waiting)


@dataclass(frozen=True)
class EditWaiting(HistoryWork[Edited], doing=DOING):
    waiting: int

    def do(self, history: History) -> Edited:
        with history.transaction():
            waiting = history.queue.get(self.waiting)
            draft = history.drafts.get(waiting.chat) or Draft(waiting.chat)
            history.drafts.keep(
                waiting.chat,
                "\n".join(filter(None, (waiting.text, draft.text))),
                (*waiting.attachments, *draft.attachments),
                replaces=waiting.replaces or draft.replaces,
                refused=(*waiting.refused, *draft.refused),
            )
            history.queue.remove(self.waiting)
        history.forget(self.waiting)  # its words stand in the draft
        return Edited(waiting, ReadAttachments(waiting.attachments).do(history))


@dataclass(frozen=True)
class Begun:
    """A question whose turn has come: it is kept now, and this is the branch it ends."""

    turn: Turn
    waiting: Waiting
    opened: ChatOpened


@dataclass(frozen=True)
class BeginWaiting(HistoryWork[Begun], doing=DOING):
    waiting: int

    def do(self, history: History) -> Begun:
        waiting = history.queue.get(self.waiting)
        turn = history.queue.begin(self.waiting)
        opened = OpenChat(turn.chat.id).do(history)
        read = {one.id: ReadAttachments(one.attachments).do(history) for one in opened.messages if one.attachments}
        return Begun(turn, waiting, ChatOpened(opened.chat, opened.messages, read))
