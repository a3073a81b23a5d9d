"""A lock that goes when its process goes, however that ends, so that two set-ups at once do not do the same twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import BinaryIO

from installers.failure import Stopped

__all__ = ["alone"]

LOOK_S = 0.2


@contextmanager
def alone(path: Path, *, stop: Event | None = None, waiting: str = "") -> Iterator[bool]:
    """Hold the lock at `path`, waiting for whoever has it, of which `waiting` tells. Gives whether that was necessary.

    Raises Stopped when `stop` is set.
    """
    stop, waited = stop or Event(), False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        while not _take(file):
            if waiting and not waited:
                print(waiting, flush=True)
            waited = True
            if stop.wait(LOOK_S):
                raise Stopped
        yield waited


if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: as it was before there was one
            return True
        return True
