"""The third lane: it owns the database of the chats. What is to be kept is on the disk before it is said to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject

from app.sentences import say
from app.worker.lane import Hand, Lane, Task, Work
from inference.errors import HistoryError, HistoryRefused, InputError
from inference.events import Failed
from inference.history.values import Chat, Memo, Turn, Waiting, Withdrawn

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = ["ChatGone", "HistoryHand", "HistoryOpened", "HistoryWork", "HistoryWorker", "OpenHistory", "Written", "is_gone"]

Result = TypeVar("Result")


class HistoryWork(Work[Result], Generic[Result]):
    """What can be asked of the history; each stands beside the feature that asks it."""

    def do(self, history: History) -> Result:
        """Do it, in the lane's thread. Raises HistoryError, InputError."""
        raise NotImplementedError


@dataclass(frozen=True)
class HistoryOpened:
    """`refused`: files of before that were not opened, and why; each is to be said to the person."""

    path: Path
    chats: tuple[Chat, ...]
    refused: tuple[HistoryRefused, ...] = ()


@dataclass(frozen=True)
class OpenHistory(Work[HistoryOpened], doing="opening the chats"):
    """The first of all."""


@dataclass(frozen=True)
class ChatGone:
    chat: int
    empty: bool = False
    """Nobody deleted it, but nothing was left in it."""


def is_gone(failed: Failed, *ids: str) -> bool:
    """Whether what was asked for failed because what it is about was removed meanwhile: by the person, who need not be told.

    `ids` are those of the sentences that say so.
    """
    return isinstance(failed.error, HistoryError) and failed.error.sentence.id in ids


@dataclass(frozen=True)
class Written:
    """Memos that have a text now."""

    memos: tuple[Memo, ...]


class HistoryHand(Hand):
    """Notices what changes the list of chats or of memos, whoever asked for it: Chat, ChatGone, Memo."""

    finishes = True

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._history: History | None = None

    def work(self, task: Task) -> object:
        if isinstance(task.work, OpenHistory):
            return self._open()
        if self._history is None:
            raise InputError(say("chats-not-open"))
        assert isinstance(task.work, HistoryWork)
        result = task.work.do(self._history)
        self._notice(self._history, result)
        return result

    def _notice(self, history: History, result: object) -> None:
        if isinstance(result, Chat | ChatGone | Memo):
            self.noticed.emit(result)
        elif isinstance(result, Written):
            for memo in result.memos:
                self.noticed.emit(memo)
        elif isinstance(result, Turn):
            self.noticed.emit(result.chat)
        elif isinstance(result, Waiting):
            self.noticed.emit(history.chats.get(result.chat))
        elif isinstance(result, Withdrawn) and result.chat_gone:
            self.noticed.emit(ChatGone(result.waiting.chat, empty=True))

    def free(self) -> None:
        history, self._history = self._history, None
        if history is not None:
            history.close()

    def _open(self) -> HistoryOpened:
        from inference.history.store import open_history  # brings sqlite3: the window opens without it

        opened = open_history(self._folder)
        self._history = opened.history
        return HistoryOpened(opened.history.path, opened.history.chats.list(), opened.refused)


class HistoryWorker(Lane):
    """The lane of the chats in `folder`."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(HistoryHand(folder), parent)
