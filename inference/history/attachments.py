"""What was attached, as files named by their content: the same picture in ten chats is on the disk once.

A file has its name only when all of it is on the disk; it is written before a message names it, and removed after none
does any more. Rows say to which message, draft or question that waits a file is attached.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from pathlib import Path

from inference.atomic import write_whole
from inference.errors import HistoryError
from inference.history.database import Database, storable
from inference.history.rows import attachment_of, facts_json
from inference.history.values import Kept, New

__all__ = ["AttachmentFiles", "AttachmentRows", "pages_json"]


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


class AttachmentRows:
    """Those of one `table`; its column `owner` says to what each of them is attached."""

    def __init__(self, database: Database, files: AttachmentFiles, table: str, owner: str) -> None:
        self._database, self._files, self._table, self._owner = database, files, table, owner

    def keep_files(self, attachments: Sequence[New | Kept]) -> tuple[Kept, ...]:
        """The same attachments with their files on the disk. One that no row comes to name is collected later."""
        return tuple(map(self._kept, attachments))

    def write(self, owner: int, attachments: tuple[Kept, ...]) -> None:
        """Make these, in this order, what is attached to `owner`. Nothing is written where they are that already."""
        before = self.of(owner)
        if attachments == before:
            return
        if before:
            self._database.rows(f"DELETE FROM {self._table} WHERE {self._owner} = ?", owner)
        for place, kept in enumerate(attachments):
            self._database.rows(
                f"INSERT INTO {self._table}"
                f" ({self._owner}, place, name, sha256, kind, facts, image_tokens, pages, preview, given)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(owner, place, kept.name, kept.sha256, kept.kind),
                *(facts_json(kept.facts), kept.image_tokens, pages_json(kept), kept.preview, kept.given),
            )

    def of(self, owner: int) -> tuple[Kept, ...]:
        found = self._database.rows(f"SELECT * FROM {self._table} WHERE {self._owner} = ? ORDER BY place", owner)
        return tuple(map(attachment_of, found))

    def _kept(self, attachment: New | Kept) -> Kept:
        if isinstance(attachment, Kept):
            return attachment
        part = attachment.part
        self._files.keep(part.data, part.digest)
        tokens = part.tokens if part.kind == "image" else None
        pages = part.pages if part.kind == "document" else None
        name, preview = storable(part.name), attachment.preview
        return Kept(name, part.digest, part.kind, attachment.facts, tokens, pages, preview, part.given)


def pages_json(kept: Kept) -> str | None:
    return None if kept.pages is None else json.dumps(kept.pages)
