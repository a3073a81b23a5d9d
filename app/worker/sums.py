"""SHA-256 sums of files: added up with progress and a way to stop, and remembered as long as a file's size and time stay.

What is remembered is a cache: a file that cannot be read or written costs another reading, nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.sentences import say
from inference.atomic import write_whole
from inference.errors import InputError
from inference.regular import open_regular
from inference.stop import StopFlag

__all__ = ["Sums", "sum_of"]

PIECE = 4 * 2**20
TELL_S = 0.1
MOST = 500


def sum_of(path: Path, *, tell: Callable[[int, int], None], stop: StopFlag) -> str | None:
    """The file's SHA-256 in hexadecimal; None when stopped. `tell` hears bytes done and to do, ten times a second at most.

    Raises InputError where the file cannot be read, or changes meanwhile.
    """
    digest, piece = hashlib.sha256(), memoryview(bytearray(PIECE))
    told = float("-inf")
    try:
        with open_regular(path) as file:
            before = os.fstat(file.fileno())
            done = 0
            while count := file.readinto(piece):
                digest.update(piece[:count])
                done += count
                if stop.is_set():
                    return None
                if (now := time.monotonic()) - told >= TELL_S:
                    told = now
                    tell(done, max(done, before.st_size))
            after = os.fstat(file.fileno())
    except OSError as error:
        raise InputError(say("sum-unreadable", name=path.name, reason=str(error.strerror))) from error
    if _mark(before) != _mark(after) or done != after.st_size:
        raise InputError(say("sum-changed", name=path.name))
    return digest.hexdigest()


class Sums:
    """Sums by file, in a JSON file of our own. One thread uses it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[str, list[object]] | None = None

    def of(self, path: Path) -> str | None:
        """The sum of this very file if it is remembered; None if not, or if the file has changed since."""
        kept = self._read().get(_name(path))
        if not isinstance(kept, list) or len(kept) != 3 or not isinstance(kept[2], str):
            return None
        try:
            return kept[2] if kept[:2] == _mark(path.stat()) else None
        except OSError:
            return None

    def keep(self, path: Path, sha256: str) -> None:
        kept = self._read()
        with suppress(OSError):
            kept.pop(_name(path), None)  # the newest stands last
            kept[_name(path)] = [*_mark(path.stat()), sha256]
            for name in list(kept)[:-MOST]:
                del kept[name]
            write_whole(self._path, json.dumps(kept).encode("ascii"))

    def _read(self) -> dict[str, list[object]]:
        if self._kept is None:
            try:
                kept = json.loads(self._path.read_bytes())
            except (OSError, ValueError, RecursionError):
                kept = {}
            self._kept = kept if isinstance(kept, dict) else {}
        return self._kept


def _name(path: Path) -> str:
    return os.path.realpath(path)


def _mark(found: os.stat_result) -> list[object]:
    """What changes when a file does."""
    return [found.st_size, found.st_mtime_ns]
