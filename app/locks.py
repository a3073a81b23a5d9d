"""A lock on an open file that the system drops when its process ends, however that ends: it is never stale."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["lock"]

BEYOND = 2**40
"""The byte that Windows locks, past the end of any file of ours: what is locked there cannot be read by others."""


def lock(descriptor: int) -> bool:
    """Take the lock until the descriptor is closed; False where it is held already. The place in the file is another then."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, BEYOND, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
