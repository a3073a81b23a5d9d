"""The window's side of the library's thread: hands out job numbers, passes results on, drops late ones, ends the thread."""

from __future__ import annotations

import itertools
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.folders import cache_folder
from app.library_values import Checked, LibraryJob, Looked
from app.worker.library_lane import LibraryLane
from inference.events import Cancelled, Failed
from inference.stop import StopFlag

__all__ = ["LibraryWorker"]

OUTCOMES = (Looked, Checked, Cancelled, Failed)
PATIENCE_MS = 20_000


class LibraryWorker(QObject):
    """Owns the thread, which begins with the first job. `told(number, value)` carries what it says."""

    told = Signal(int, object)
    _to_lane = Signal(int, object, object)
    _close_lane = Signal()

    def __init__(self, cache: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._flags: dict[int, StopFlag] = {}
        self._lane, self._thread = LibraryLane(cache or cache_folder()), QThread(self)
        self._thread.setObjectName("LibraryLane")
        self._lane.moveToThread(self._thread)
        self._lane.told.connect(self._relay)
        self._to_lane.connect(self._lane.run)
        self._close_lane.connect(self._lane.close)

    def submit(self, job: LibraryJob) -> int:
        """Queue a job; what comes of it comes with the number returned."""
        if not self._thread.isRunning():
            self._thread.start(QThread.Priority.LowPriority)
        number = next(self._numbers)
        self._flags[number] = StopFlag()
        self._to_lane.emit(number, job, self._flags[number])
        return number

    def stop(self, number: int) -> None:
        """Ask a job to end now; its outcome still comes, usually Cancelled."""
        if number in self._flags:
            self._flags[number].set()

    def forget(self, number: int) -> None:
        """End a job; nothing more is heard of it."""
        self.stop(number)
        self._flags.pop(number, None)

    def close(self) -> bool:
        """End the thread; False if it would not."""
        for flag in self._flags.values():
            flag.set()
        self._flags.clear()  # nothing may reach a widget that is already gone
        if not self._thread.isRunning():
            return True
        self._close_lane.emit()
        return self._thread.wait(PATIENCE_MS)

    @Slot(int, object)
    def _relay(self, number: int, value: object) -> None:
        if number not in self._flags:
            return
        if isinstance(value, OUTCOMES):
            del self._flags[number]
        self.told.emit(number, value)
