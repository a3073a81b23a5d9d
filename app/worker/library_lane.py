"""The library's own thread: looks for models and adds up sums, which may take minutes, while the others answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.library_values import Checked, CheckFile, CheckProgress, FileOnDisk, Looked, LookForModels
from app.worker.faults import failed
from app.worker.folders import walk
from app.worker.shelf import Shelf
from app.worker.sums import Sums, sum_of
from inference.events import Cancelled
from inference.stop import StopFlag

__all__ = ["LibraryLane"]


class LibraryLane(QObject):
    """Lives in its QThread and does one job after the other. A job that is stopped ends with Cancelled."""

    told = Signal(int, object)

    def __init__(self, cache: Path) -> None:
        super().__init__()
        self._sums = Sums(cache / "sums.json")
        self._shelf = Shelf(self._sums.of)

    @Slot(int, object, object)
    def run(self, number: int, job: object, stop: StopFlag) -> None:
        doing = "looking for models"
        try:
            if stop.is_set():
                self.told.emit(number, Cancelled("", ""))
            elif isinstance(job, LookForModels):
                self._look(number, job, stop)
            elif isinstance(job, CheckFile):
                doing = f"checking {job.path.name}"
                self._check(number, job, stop)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the window hears of it and the thread goes on
            self.told.emit(number, failed(error, doing))

    @Slot()
    def close(self) -> None:
        """Comes after the jobs that were queued, all of them stopped by then."""
        QThread.currentThread().quit()

    def _look(self, number: int, job: LookForModels, stop: StopFlag) -> None:
        walked = walk(job.folders, stop)
        found = []
        for model in self._shelf.models(walked.files, stop):
            found.append(model)
            self.told.emit(number, model)
        self.told.emit(number, Cancelled("", "") if stop.is_set() else Looked(tuple(found), tuple(walked.problems)))

    def _check(self, number: int, job: CheckFile, stop: StopFlag) -> None:
        tell = lambda done, total: self.told.emit(number, CheckProgress(job.path, done, total))  # noqa: E731
        sha256 = sum_of(job.path, tell=tell, stop=stop)
        if sha256 is None:
            self.told.emit(number, Cancelled("", ""))
            return
        self._sums.keep(job.path, sha256)
        self.told.emit(number, Checked(FileOnDisk(job.path, job.path.stat().st_size, sha256)))
