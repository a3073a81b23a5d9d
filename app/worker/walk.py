"""Walking through the folders a person named, for model files. Bounded in depth and in number, and ended by a flag."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.sentences import say
from inference.stop import StopFlag

__all__ = ["DEPTH", "MOST_ENTRIES", "Walk", "walk"]

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
