"""The third thread: it owns the database of the chats. What is to be kept is on the disk before it is said to be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app import history_values as values
from app.sentences import say
from app.worker.faults import failed
from app.worker.history_work import WORK
from inference.errors import HistoryError, InputError
from inference.events import Failed

if TYPE_CHECKING:
    from inference.history.store import History

__all__ = ["HistoryLane"]


class HistoryLane(QObject):
    """Lives in its QThread and does one job after the other, all of them: nothing that was to be kept is given up at the end."""

    told = Signal(int, object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._history: History | None = None
        self._newest: dict[object, int] = {}

    def expect(self, number: int, job: object) -> None:
        """Called directly from the window's thread: job `number` makes earlier ones of its kind pointless."""
        if (kind := _kind(job)) is not None:
            self._newest[kind] = number

    @Slot(int, object)
    def run(self, number: int, job: object) -> None:
        if (kind := _kind(job)) is not None and self._newest.get(kind) != number:
            return
        try:
            self.told.emit(number, self._work(job))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the window hears of it and the thread goes on
            self.told.emit(number, failed(error, _doing(job)))

    @Slot()
    def close(self) -> None:
        """Comes after every job that was queued before it; then the thread's loop ends."""
        try:
            if self._history is not None:
                self._history.close()
        except HistoryError as error:  # the log keeps what could not be written into the file itself
            self.told.emit(0, Failed(error))
        finally:
            self._history = None
            QThread.currentThread().quit()

    def _work(self, job: object) -> object:
        if isinstance(job, values.OpenHistory):
            return self._open()
        if self._history is None:
            raise InputError(say("chats-not-open"))
        return WORK[type(job)](self._history, job)

    def _open(self) -> values.HistoryOpened:
        from inference.history.store import open_history  # brings sqlite3: the window opens without it

        opened = open_history(self._folder)
        self._history = opened.history
        return values.HistoryOpened(opened.history.path, opened.history.chats.list(), opened.refused)


def _kind(job: object) -> object:
    """What a newer job of the same kind replaces; None for a job that must be done whatever comes after it."""
    if isinstance(job, values.SearchChats):
        return values.SearchChats
    return ("partial", job.answer) if isinstance(job, values.KeepPartial) else None


def _doing(job: object) -> str:
    if isinstance(job, values.KeepTurn | values.AnswerAgain | values.KeepPartial | values.EndAnswer | values.Tell):
        return "saving the chat"
    if isinstance(job, values.SearchChats | values.ListMemos):
        return "searching the chats"
    return "writing the file" if isinstance(job, values.ExportChat) else "looking after the chats"
