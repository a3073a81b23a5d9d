"""Opening what a person named: a file that ends, and neither a device nor a pipe, which may never end or never begin."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from inference.sentences import say

__all__ = ["NotAFile", "open_regular", "read_regular"]

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))
"""Opening a pipe without O_NONBLOCK waits for somebody to write into it."""


class NotAFile(OSError):
    """A device, a pipe or a socket, or a link to one."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, str(say("not-a-file")), str(path))


def open_regular(path: Path) -> BufferedReader:
    """The file at `path`, for reading. Raises NotAFile, IsADirectoryError and every other OSError, having waited for nothing."""
    _require_regular(path, path.stat())  # before it is opened: that alone may rewind a tape
    descriptor = os.open(path, _FLAGS)
    try:
        _require_regular(path, os.fstat(descriptor))  # it may have been put there just now
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_regular(path: Path, most: int) -> bytes:
    """Its content, of which more than `most` bytes are given only as `most` + 1: some files do not say how long they are."""
    with open_regular(path) as file:
        return file.read(most + 1)


def _require_regular(path: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise NotAFile(path)
