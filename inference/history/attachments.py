"""What was attached, as files named by their content: the same picture in ten chats is on the disk once.

A file has its name only when all of it is on the disk; it is written before a message names it, and removed after none
does any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from inference.atomic import write_whole
from inference.errors import HistoryError

__all__ = ["AttachmentFiles"]


class AttachmentFiles:
    """The folder of the files. HistoryError from every call where the disk fails."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where the file of that content is, or would be."""
        return self._folder / sha256[:2] / sha256

    def keep(self, data: bytes, sha256: str) -> None:
        """Write `data`, whose SHA-256 is given, unless it is there already. It has reached the disk when this returns."""
        target = self.path(sha256)
        try:
            if target.exists() and target.stat().st_size == len(data):
                return
            for folder in (self._folder, target.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            write_whole(target, data)
        except OSError as error:
            raise HistoryError("attachment-not-kept", reason=error.strerror or str(error), folder=self._folder) from error

    def read(self, sha256: str, name: str) -> bytes:
        """The content. HistoryError, calling it `name`, where it is gone or is not what it was."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise HistoryError("attachment-gone", name=name, path=self.path(sha256)) from error
        except OSError as error:
            raise HistoryError("attachment-unreadable", name=name, reason=error.strerror or str(error)) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise HistoryError("attachment-changed", name=name)
        return data

    def collect(self, named: Collection[str]) -> int:
        """Remove every file whose name is not among `named`, and what a kill left half written; how many were removed."""
        removed = 0
        try:
            for file in self._folder.glob("??/*"):
                if file.name not in named:
                    file.unlink()
                    removed += 1
        except OSError as error:
            raise HistoryError("attachments-not-removed", reason=error.strerror or str(error), folder=self._folder) from error
        return removed
