"""A file that only this process can find: for what has to leave memory for a while and must not outlive the program.

It loses its name as soon as it is open, so that it is gone with the process however that ends, kill -9 and power cuts included.
On Windows, which gives no open file up, it has a name for as long; who owns its folder removes what a kill left there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["NamelessFile"]


class NamelessFile:
    """Mode 0600, in `folder`. Raises OSError where there can be none."""

    def __init__(self, folder: Path) -> None:
        self._descriptor, name = tempfile.mkstemp(dir=folder)
        self._name = Path(name)
        if sys.platform == "win32":
            os.close(self._descriptor)
        else:
            self._name.unlink()

    @property
    def path(self) -> Path:
        """What to open to write it from its beginning, or to read it from there; of use to this process alone."""
        if sys.platform == "win32":
            return self._name
        os.lseek(self._descriptor, 0, os.SEEK_SET)  # macOS hands out the descriptor itself, at its place
        return Path(f"/proc/self/fd/{self._descriptor}" if sys.platform.startswith("linux") else f"/dev/fd/{self._descriptor}")

    def close(self) -> None:
        """It is gone. Once, please: a number that is closed is given to another file."""
        if sys.platform == "win32":
            with suppress(OSError):
                self._name.unlink()
        else:
            os.close(self._descriptor)
