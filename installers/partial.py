"""A file that comes in pieces: each is checked where it ends and stays, however the fetching ends; whole, it gets its name.

What another set-up left is checked again before anything is added to it, so it does not matter how that one ended.
"""

from __future__ import annotations

import hashlib
import os
from itertools import accumulate
from pathlib import Path
from types import TracebackType

from installers.failure import NotFetched
from installers.pinned import File, Piece

__all__ = ["PartialFile"]

CHUNK = 1 << 20


class PartialFile:
    """Owns the file at `path` while it grows. A context manager; what has come stays when it is left."""

    def __init__(self, file: File, path: Path) -> None:
        self._file = file
        self._ends = list(accumulate(piece.size for piece in file.pieces))
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self._out = path, path.open("r+b" if path.exists() else "w+b")
        self.length = 0
        self._done = 0  # pieces checked
        self._whole, self._piece = hashlib.sha256(), hashlib.sha256()
        self._checked = self._whole.copy()  # of the pieces checked
        self._take_up()

    def __enter__(self) -> PartialFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._out.close()

    @property
    def next_piece(self) -> Piece | None:
        """The first piece that is not there whole."""
        return self._file.pieces[self._done] if self._done < len(self._ends) else None

    def append(self, data: bytes) -> None:
        """Add bytes. Raises NotFetched where a piece ends and is not what it should be; then it is gone again."""
        self._out.write(data)
        if not self._count(data):
            self.cut()
            raise NotFetched("wrong", "what came is not what was published")

    def cut(self) -> None:
        """Forget what has come of a piece that is not whole."""
        self.length = self._ends[self._done - 1] if self._done else 0
        self._out.seek(self.length)
        self._out.truncate()
        self._whole, self._piece = self._checked.copy(), hashlib.sha256()

    def rename(self, target: Path) -> None:
        """Give the whole file its name. Raises NotFetched if it is not the one that was published, and forgets it all."""
        if self._whole.hexdigest() != self._file.sha256:
            self._done, self._checked = 0, hashlib.sha256()
            self.cut()
            raise NotFetched("wrong", "what came is not what was published")
        self._out.flush()
        os.fsync(self._out.fileno())
        self._out.close()
        target.parent.mkdir(parents=True, exist_ok=True)
        self.path.replace(target)

    def _take_up(self) -> None:
        while data := self._out.read(CHUNK):
            if not self._count(data):
                break
        else:
            return
        self.cut()

    def _count(self, data: bytes) -> bool:
        """Add to the sums; False if a piece is wrong or there is more than there should be."""
        rest = memoryview(data)
        while rest and self._done < len(self._ends):
            part = rest[: self._ends[self._done] - self.length]
            rest = rest[len(part) :]
            self._whole.update(part)
            self._piece.update(part)
            self.length += len(part)
            if self.length == self._ends[self._done]:
                if self._piece.hexdigest() != self._file.pieces[self._done].sha256:
                    return False
                self._done += 1
                self._checked, self._piece = self._whole.copy(), hashlib.sha256()
        return not rest
