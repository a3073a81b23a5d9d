"""What the list of chats asks of the history."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.worker.history import ChatGone, HistoryWork
from inference.history.values import Chat, Hit

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = ["BringBack", "ClearOut", "DeleteChat", "ExportChat", "PinChat", "RenameChat", "SearchChats"]

DOING = "looking after the chats"


@dataclass(frozen=True)
class SearchChats(HistoryWork[tuple[Hit, ...]], doing="searching the chats", newest=True):
    words: str

    def do(self, history: History) -> tuple[Hit, ...]:
        return history.search(self.words)


@dataclass(frozen=True)
class RenameChat(HistoryWork[Chat], doing=DOING):
    chat: int
    title: str

    def do(self, history: History) -> Chat:
        return history.chats.rename(self.chat, self.title)


@dataclass(frozen=True)
class PinChat(HistoryWork[Chat], doing=DOING):
    chat: int
    pinned: bool

    def do(self, history: History) -> Chat:
        return history.chats.pin(self.chat, pinned=self.pinned)


@dataclass(frozen=True)
class DeleteChat(HistoryWork[ChatGone], doing=DOING):
    """Takes a chat out of sight; it is gone with the next ClearOut."""

    chat: int

    def do(self, history: History) -> ChatGone:
        history.chats.delete(self.chat)
        return ChatGone(self.chat)


@dataclass(frozen=True)
class BringBack(HistoryWork[Chat], doing=DOING):
    """Undo DeleteChat."""

    chat: int

    def do(self, history: History) -> Chat:
        return history.chats.bring_back(self.chat)


@dataclass(frozen=True)
class ClearOut(HistoryWork[int], doing=DOING):
    """Remove for good what was deleted, or only this chat, and attachments that nothing names any more: how many files."""

    chat: int | None = None

    def do(self, history: History) -> int:
        return history.clear_out(self.chat)


@dataclass(frozen=True)
class ExportChat(HistoryWork[Path], doing="writing the file"):
    """The file that was written."""

    chat: int
    target: Path
    form: Literal["markdown", "json"]

    def do(self, history: History) -> Path:
        history.export(self.chat, self.target, self.form)
        return self.target
