"""A file written whole or not at all: whoever pulls the plug finds the old one or the new one, never half of one."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` into the file at `path`, on the disk when this returns; its folder is made. OSError leaves all as it was.

    A link to a file kept elsewhere stays a link, and a file keeps its rights; a new one is for this person's eyes alone.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            _to_disk(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    if sys.platform != "win32":  # the new name as well; Windows has no such call and needs none
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _to_disk(descriptor: int) -> None:
    """macOS only hands fsync's data to the drive; F_FULLFSYNC waits for it: https://www.sqlite.org/pragma.html#pragma_fullfsync"""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)
