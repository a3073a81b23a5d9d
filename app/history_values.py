"""What crosses between the window and the thread that owns the history: jobs going in, results coming out, frozen.

What the history itself holds is in `inference.history.values`; whatever cannot be done comes back as `Failed`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.values import Attached
from inference.errors import HistoryRefused
from inference.events import Cost
from inference.history.values import Chat, Hit, Kept, KeptMessage, Memo, Turn

__all__ = [
    "AnswerAgain",
    "AttachmentsRead",
    "BringBack",
    "ChatChanged",
    "ChatGone",
    "ChatOpened",
    "ChatsFound",
    "ClearOut",
    "Cleared",
    "DeleteChat",
    "EndAnswer",
    "ExportChat",
    "Exported",
    "HistoryJob",
    "HistoryOpened",
    "KeepMemo",
    "KeepPartial",
    "KeepTurn",
    "ListMemos",
    "MemoKept",
    "MemosListed",
    "OpenChat",
    "OpenHistory",
    "PinChat",
    "ReadAttachments",
    "RemoveMemo",
    "RenameChat",
    "Saved",
    "SearchChats",
    "ShowBranch",
    "TakeBack",
    "Tell",
    "TurnKept",
    "WriteMemo",
]


# The list of chats.


@dataclass(frozen=True)
class OpenHistory:
    """The first job of all. Answered by HistoryOpened."""


@dataclass(frozen=True)
class SearchChats:
    """Answered by ChatsFound; of several that wait only the newest is worked on."""

    words: str


@dataclass(frozen=True)
class RenameChat:
    """Answered by ChatChanged, as the two below."""

    chat: int
    title: str


@dataclass(frozen=True)
class PinChat:
    chat: int
    pinned: bool


@dataclass(frozen=True)
class BringBack:
    """Undo DeleteChat."""

    chat: int


@dataclass(frozen=True)
class DeleteChat:
    """Out of sight, and gone with the next ClearOut. Answered by ChatGone."""

    chat: int


@dataclass(frozen=True)
class ClearOut:
    """Remove for good what was deleted, and attachments that nothing names any more. Answered by Cleared."""


@dataclass(frozen=True)
class ExportChat:
    """Answered by Exported."""

    chat: int
    target: Path
    form: Literal["markdown", "json"]


# One chat.


@dataclass(frozen=True)
class OpenChat:
    """Answered by ChatOpened: text and facts. The files of its attachments are read with ReadAttachments."""

    chat: int


@dataclass(frozen=True)
class ReadAttachments:
    """Answered by AttachmentsRead."""

    message: int
    attachments: tuple[Kept, ...]


@dataclass(frozen=True)
class KeepTurn:
    """A question, before it is shown as sent. Answered by TurnKept when it is on the disk.

    `chat` None begins a new one; `parent` is the message it follows, None for the first: a question that was edited has the
    parent of the one it replaces.
    """

    text: str
    attachments: tuple[Attached, ...] = ()
    chat: int | None = None
    parent: int | None = None


@dataclass(frozen=True)
class AnswerAgain:
    """Another answer to a question that is kept. Answered by TurnKept."""

    question: int


@dataclass(frozen=True)
class KeepPartial:
    """All that an answer is so far. Answered by Saved; of several that wait only the newest is worked on."""

    answer: int
    text: str
    thought: str = ""


@dataclass(frozen=True)
class EndAnswer:
    """Answered by ChatChanged."""

    answer: int
    state: Literal["done", "stopped", "failed"]
    text: str
    thought: str = ""
    thought_s: float = 0.0
    note: str = ""
    cost: Cost = field(default_factory=Cost)


@dataclass(frozen=True)
class Tell:
    """What the model is told of a message from now on; `attachments` with other budgets or pages. Answered by Saved."""

    message: int
    dropped: bool = False
    summary: str | None = None
    summary_sent: bool = True
    attachments: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class ShowBranch:
    """Show the branch on which `message` is. Answered by ChatOpened."""

    message: int


@dataclass(frozen=True)
class TakeBack:
    """A message that the person withdrew, and what is below it. Answered by ChatChanged, or ChatGone if nothing is left."""

    message: int


# Voice memos.


@dataclass(frozen=True)
class KeepMemo:
    """A recording, with the message it was sent with if it was. Answered by MemoKept, as WriteMemo."""

    recording: Attached
    text: str = ""
    message: int | None = None


@dataclass(frozen=True)
class WriteMemo:
    memo: int
    text: str


@dataclass(frozen=True)
class ListMemos:
    """All, or those that say `words`. Answered by MemosListed."""

    words: str = ""


@dataclass(frozen=True)
class RemoveMemo:
    """Answered by Saved."""

    memo: int


HistoryJob = (
    OpenHistory
    | SearchChats
    | RenameChat
    | PinChat
    | BringBack
    | DeleteChat
    | ClearOut
    | ExportChat
    | OpenChat
    | ReadAttachments
    | KeepTurn
    | AnswerAgain
    | KeepPartial
    | EndAnswer
    | Tell
    | ShowBranch
    | TakeBack
    | KeepMemo
    | WriteMemo
    | ListMemos
    | RemoveMemo
)


# Results.


@dataclass(frozen=True)
class HistoryOpened:
    """`refused`: files of before that were not opened, and why; each is to be said to the person."""

    path: Path
    chats: tuple[Chat, ...]
    refused: tuple[HistoryRefused, ...] = ()


@dataclass(frozen=True)
class ChatsFound:
    words: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class ChatChanged:
    chat: Chat


@dataclass(frozen=True)
class ChatGone:
    chat: int


@dataclass(frozen=True)
class Cleared:
    files: int


@dataclass(frozen=True)
class Exported:
    target: Path


@dataclass(frozen=True)
class ChatOpened:
    """Questions and answers by turns, from the first to the active leaf."""

    chat: Chat
    messages: tuple[KeptMessage, ...]


@dataclass(frozen=True)
class AttachmentsRead:
    """`problems` are sentences about those that could not be read; they are not among `attachments`.

    `documents_lost` are the documents of these: each its name and its sentence.
    """

    message: int
    attachments: tuple[Attached, ...]
    problems: tuple[str, ...] = ()
    documents_lost: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TurnKept:
    turn: Turn


@dataclass(frozen=True)
class Saved:
    """It is on the disk."""


@dataclass(frozen=True)
class MemoKept:
    memo: Memo


@dataclass(frozen=True)
class MemosListed:
    words: str
    memos: tuple[Memo, ...]
