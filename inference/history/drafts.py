"""What is written and not sent yet: at most one draft of each chat, and one of the chat that has not begun."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from inference.history.attachment_rows import AttachmentRows
from inference.history.attachments import AttachmentFiles
from inference.history.chats import Chats
from inference.history.database import Database, storable
from inference.history.rows import draft_of, refused_json
from inference.history.values import Draft, Kept, New, Refused

__all__ = ["Drafts"]

_SHOWN = "FROM drafts LEFT JOIN chats ON chats.id = drafts.chat WHERE chats.deleted IS NULL"


class Drafts:
    """`chat` is None for the chat that has not begun. A draft is out of sight while its chat is deleted, and goes with it."""

    def __init__(
        self, database: Database, chats: Chats, files: AttachmentFiles, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._database, self._chats, self._clock = database, chats, clock
        self._attachments = AttachmentRows(database, files, "draft_attachments", "draft")

    def keep(
        self,
        chat: int | None,
        text: str = "",
        attachments: Sequence[New | Kept] = (),
        *,
        replaces: int | None = None,
        refused: Sequence[Refused] = (),
    ) -> Draft | None:
        """Keep the draft in place of the one before; as it is kept, on the disk. Nothing at all removes it: None.

        `replaces` is the question being edited; where that is gone, the draft is kept as a new question. A chat that is
        deleted still takes its draft, for the case that it is brought back; HistoryError when it is gone for good.
        """
        kept = self._attachments.keep_files(attachments)
        with self._database.transaction():
            if not (text.strip() or kept or refused or replaces is not None):
                self._database.rows("DELETE FROM drafts WHERE chat IS ?", chat)
                return None
            if chat is not None:
                self._chats.get(chat, deleted=True)
            row = self._database.rows(
                "INSERT INTO drafts (chat, text, replaces, refused, changed)"
                " VALUES (?, ?, (SELECT id FROM messages WHERE id = ? AND chat = ?), ?, ?)"
                " ON CONFLICT (ifnull(chat, 0)) DO UPDATE SET (text, replaces, refused, changed)"
                " = (excluded.text, excluded.replaces, excluded.refused, excluded.changed) RETURNING *",
                *(chat, storable(text), replaces, chat, refused_json(refused), self._clock()),
            )[0]
            self._attachments.write(row["id"], kept)
        return draft_of(row, kept)

    def get(self, chat: int | None) -> Draft | None:
        row = self._database.row(f"SELECT drafts.* {_SHOWN} AND drafts.chat IS ?", chat)
        return None if row is None else draft_of(row, self._attachments.of(row["id"]))

    def chats(self) -> frozenset[int | None]:
        """Those that have one."""
        return frozenset(row["chat"] for row in self._database.rows(f"SELECT drafts.chat {_SHOWN}"))
