"""What of a folder can be attached: the files in it and in the folders below, without what is hidden, links and devices."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.sentences import say
from app.values import Folder
from app.worker.media import MediaWork, Pricers
from inference.errors import MediaError
from inference.stop import StopFlag

__all__ = ["MOST", "LookInto"]

MOST = 50
"""Files of a folder that are attached at most."""
_LOOKED_AT = 20_000
"""Entries that are looked at: a whole disk may be dropped."""


@dataclass(frozen=True)
class LookInto(MediaWork[Folder], doing="looking into {work.path.name}"):
    """Find out what a folder holds. Raises MediaError where it cannot be looked into."""

    path: Path

    def do(self, pricers: Pricers, stop: StopFlag, tell: object) -> Folder:
        found: list[tuple[Path, int]] = []
        entries = _walk(self.path)
        for number, entry in enumerate(entries, 1):
            if stop.is_set() or number > _LOOKED_AT:
                break
            if (size := _size(entry)) is not None:
                found.append((Path(entry.path), size))
        found.sort(key=lambda one: one[0].as_posix().casefold())
        taken, whole = found[:MOST], len(found) <= MOST and next(entries, None) is None
        return Folder(tuple(path for path, _ in taken), sum(size for _, size in taken), whole)


def _walk(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Every entry in it and below that is not hidden. No link is followed."""
    waiting = [str(folder)]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as error:
            if place == str(folder):
                raise MediaError(say("folder-unread", path=folder, reason=error.strerror or str(error))) from error
            continue  # one below that may not be opened: its files could not be either
        for entry in entries:
            if _is_hidden(entry):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                yield entry


def _size(entry: os.DirEntry[str]) -> int | None:
    """Bytes of a plain file that holds something; None for everything else."""
    try:
        found = entry.stat(follow_symlinks=False)
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) and found.st_size else None


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or entry.name.lower() in ("thumbs.db", "desktop.ini"):
        return True
    if entry.is_symlink():
        return True
    hidden = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0) if os.name == "nt" else 0
    return bool(attributes & hidden)
