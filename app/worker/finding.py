"""The models' own lane: looks for model files and adds up their sums, which may take minutes, while the others answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from app.folders import cache_folder
from app.models.found import FileOnDisk, Found
from app.worker.lane import Hand, Lane, Task, Work
from app.worker.shelf import Shelf
from app.worker.sums import Sums, sum_of
from app.worker.walk import walk
from inference.events import Cancelled

__all__ = ["CheckFile", "CheckProgress", "LookForModels", "Looked", "ModelFinder"]


@dataclass(frozen=True)
class Looked:
    """All that was found; `problems` are sentences about folders that could not be looked through, or not to their end."""

    found: tuple[Found, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class LookForModels(Work[Looked | Cancelled], doing="looking for models"):
    """Find the models in these folders. Found comes for each meanwhile."""

    folders: tuple[Path, ...]


@dataclass(frozen=True)
class CheckFile(Work[FileOnDisk | Cancelled], doing="checking {work.path.name}"):
    """Add up a file's SHA-256. CheckProgress comes meanwhile."""

    path: Path


@dataclass(frozen=True)
class CheckProgress:
    done: int
    total: int


class FindingHand(Hand):
    """What is stopped ends with Cancelled."""

    def __init__(self, cache: Path) -> None:
        super().__init__()
        self._sums = Sums(cache / "sums.json")
        self._shelf = Shelf(self._sums.of)

    def work(self, task: Task) -> object:
        if task.stop.is_set():
            return Cancelled("", "")
        return self._look(task, task.work) if isinstance(task.work, LookForModels) else self._check(task)

    def _look(self, task: Task, work: LookForModels) -> Looked | Cancelled:
        walked = walk(work.folders, task.stop)
        found = []
        for model in self._shelf.models(walked.files, task.stop):
            found.append(model)
            self.tell(task, model)
        return Cancelled("", "") if task.stop.is_set() else Looked(tuple(found), tuple(walked.problems))

    def _check(self, task: Task) -> FileOnDisk | Cancelled:
        assert isinstance(task.work, CheckFile)
        path = task.work.path
        sha256 = sum_of(path, tell=lambda done, total: self.tell(task, CheckProgress(done, total)), stop=task.stop)
        if sha256 is None:
            return Cancelled("", "")
        self._sums.keep(path, sha256)
        return FileOnDisk(path, path.stat().st_size, sha256)


class ModelFinder(Lane):
    """Sums are remembered in the folder `cache`."""

    def __init__(self, cache: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(FindingHand(cache or cache_folder()), parent, priority=QThread.Priority.LowPriority)
