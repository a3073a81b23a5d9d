"""A file written whole or not at all: whoever pulls the plug finds the old one or the new one, never half of one."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

__all__ = ["whole_file", "write_whole"]


def write_whole(path: Path, data: bytes, *, private: bool = True) -> None:
    """Put `data` into the file at `path`, as `whole_file` does; its folder is made."""
    path.resolve().parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path, private=private) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path, *, private: bool = True) -> Generator[BinaryIO]:
    """A file to write to, which is the one at `path` and on the disk once the block ends.

    Whatever the block or the disk raises leaves all as it was, but for a disk that fails with the new name itself. A link to a
    file kept elsewhere stays a link, and a file keeps its rights; a new one is for this person's eyes alone, or, where it is
    not `private`, has the rights that new files have here.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}")  # a name may be as long as the disk allows
    try:
        with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, 0o600 if private else 0o666)) as file:
            yield file
            file.flush()
            _to_disk(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _name_to_disk(target.parent)


def _to_disk(descriptor: int) -> None:
    """macOS only hands fsync's data to the drive; F_FULLFSYNC waits for it: https://www.sqlite.org/pragma.html#pragma_fullfsync"""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # a folder of another system, over the network
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def _name_to_disk(folder: Path) -> None:
    """The new name as well. Windows has no such call and needs none, nor do some disks in the network and locked folders."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
