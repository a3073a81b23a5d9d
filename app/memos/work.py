"""What voice memos ask of the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.worker.history import HistoryWork
from inference.history.values import Memo

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = ["ListMemos", "RemoveMemo", "WriteMemo"]

DOING = "looking after the voice memos"


@dataclass(frozen=True)
class WriteMemo(HistoryWork[Memo], doing=DOING):
    memo: int
    text: str

    def do(self, history: History) -> Memo:
        return history.memos.write(self.memo, self.text)


@dataclass(frozen=True)
class ListMemos(HistoryWork[tuple[Memo, ...]], doing="searching the voice memos"):
    """All, or those that say `words`."""

    words: str = ""

    def do(self, history: History) -> tuple[Memo, ...]:
        return history.memos.list(self.words)


@dataclass(frozen=True)
class RemoveMemo(HistoryWork[None], doing=DOING):
    memo: int

    def do(self, history: History) -> None:
        history.forget_memo(self.memo)
