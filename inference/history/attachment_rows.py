"""What is attached to a message, a draft or a question that waits: rows that name files, written after the files are."""

from __future__ import annotations

import json
from collections.abc import Sequence

from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.history.attachments import AttachmentFiles
from inference.history.database import Database, storable
from inference.history.rows import attachment_of, facts_json
from inference.history.values import Kept, Kind, New

__all__ = ["AttachmentRows", "pages_json"]


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
        kind: Kind = "image" if isinstance(part, ImagePart) else "audio" if isinstance(part, AudioPart) else "document"
        tokens = part.tokens if isinstance(part, ImagePart) else None
        pages = part.pages if isinstance(part, DocumentPart) else None
        name, preview = storable(part.name), attachment.preview
        return Kept(name, part.digest, kind, attachment.facts, tokens, pages, preview, part.given)


def pages_json(kept: Kept) -> str | None:
    return None if kept.pages is None else json.dumps(kept.pages)
