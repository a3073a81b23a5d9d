"""The models' own lane: looks for model files and adds up their sums, which may take minutes, while the others answer."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from app.folders import cache_folder
from app.models.found import FileOnDisk, Found
from app.sentences import say
from app.worker.lane import Hand, Lane, Task, Work
from app.worker.shelf import Shelf
from app.worker.sums import Sums, sum_of
from inference.events import Cancelled
from inference.stop import StopFlag

__all__ = ["DEPTH", "MOST_ENTRIES", "CheckFile", "CheckProgress", "LookForModels", "Looked", "ModelFinder", "Walk", "walk"]

DEPTH = 3
"""Levels of folders below the one that was named: as deep as other programs keep their models."""
MOST_ENTRIES = 50_000
MOST_FILES = 500
LATER_PART = re.compile(r"-(?!0*1-of)\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
"""Of a model in parts the first stands for all."""


@dataclass
class Walk:
    """Each file once, whatever links lead to it, in the order of names. `problems` are sentences."""

    files: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _entries: int = 0
    _known: set[tuple[int, int]] = field(default_factory=set)

    @property
    def full(self) -> bool:
        return self._entries >= MOST_ENTRIES or len(self.files) >= MOST_FILES

    def look_into(self, folder: Path, depth: int, stop: StopFlag) -> None:
        inner: list[Path] = []
        for entry in self._list(folder, named=depth == DEPTH):
            if stop.is_set() or self.full:
                return
            self._entries += 1
            try:
                if entry.is_dir(follow_symlinks=False):
                    inner.append(Path(entry.path))
                elif entry.name.lower().endswith(".gguf") and not LATER_PART.search(entry.name) and entry.is_file():
                    self._take(Path(entry.path), entry.stat())
            except OSError:  # a link that leads nowhere, a file that is gone
                continue
        for one in inner if depth else ():
            if not one.name.startswith("."):
                self.look_into(one, depth - 1, stop)

    def _take(self, path: Path, found: os.stat_result) -> None:
        # Windows gives no number of a file here, and its folders hold no links but those that somebody made on purpose.
        who = (found.st_dev, found.st_ino)
        if not found.st_ino or who not in self._known:
            self._known.add(who)
            self.files.append(path)

    def _list(self, folder: Path, *, named: bool) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                yield from sorted(entries, key=lambda entry: entry.name.lower())
        except OSError as error:
            if named:
                gone = isinstance(error, FileNotFoundError)
                said = say("folder-gone", path=folder) if gone else say("folder-unread", path=folder, reason=str(error.strerror))
                self.problems.append(str(said))


def walk(folders: tuple[Path, ...], stop: StopFlag) -> Walk:
    """The GGUF files in `folders` and up to DEPTH levels below; hidden folders below are left out, and links to folders."""
    found = Walk()
    for folder in folders:
        found.look_into(folder, DEPTH, stop)
    if found.full:
        found.problems.append(str(say("folders-too-large")))
    return found


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
