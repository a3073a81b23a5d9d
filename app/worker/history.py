"""The window's side of the history's thread: hands out job numbers, passes results on, and ends it when all is written."""

from __future__ import annotations

import itertools
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.history_values import HistoryJob
from app.worker.history_lane import HistoryLane

__all__ = ["HistoryWorker"]

PATIENCE_MS = 20_000


class HistoryWorker(QObject):
    """Owns the thread. `told(number, value)` carries its results, one for each job; numbers come from `submit`."""

    told = Signal(int, object)
    _to_lane = Signal(int, object)
    _close_lane = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._forgotten: set[int] = set()
        self._lane = HistoryLane(folder)
        self._thread = QThread(self)
        self._thread.setObjectName("HistoryLane")
        self._lane.moveToThread(self._thread)
        self._lane.told.connect(self._relay)
        self._to_lane.connect(self._lane.run)
        self._close_lane.connect(self._lane.close)
        self._thread.start()

    def submit(self, job: HistoryJob) -> int:
        """Queue a job; its result comes with the number returned. Jobs are done in their order."""
        number = next(self._numbers)
        self._lane.expect(number, job)
        self._to_lane.emit(number, job)
        return number

    def forget(self, number: int) -> None:
        """The result of this job is not wanted any more; what it keeps is kept all the same."""
        if number:
            self._forgotten.add(number)

    def close(self) -> bool:
        """Wait until everything is written, then end the thread; False if it would not end."""
        self._lane.told.disconnect(self._relay)  # no result may reach a widget that is already gone
        self._close_lane.emit()
        return self._thread.wait(PATIENCE_MS)

    @Slot(int, object)
    def _relay(self, number: int, value: object) -> None:
        if number in self._forgotten:
            self._forgotten.discard(number)
        else:
            self.told.emit(number, value)
