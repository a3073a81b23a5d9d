"""The chats as a list: made, named, pinned, deleted and brought back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from inference.errors import HistoryError
from inference.history.database import Database, storable
from inference.history.rows import CHAT, chat_of
from inference.history.values import Chat

__all__ = ["TITLE", "Chats", "title_of"]

TITLE = 60
"""Most characters of a title that is taken from a question."""
_TELLS_LITTLE = 20
"""Characters of a question such as "What does it say?", which many chats begin with: what it is about is in the files' names."""


class Chats:
    """Chats. A deleted one is out of sight at once and gone when `purge` is called: until then it can be brought back."""

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def create(self, title: str) -> Chat:
        now = self._clock()
        number = self._database.insert("INSERT INTO chats (title, created, changed) VALUES (?, ?, ?)", storable(title), now, now)
        return Chat(number, storable(title), False, now, now)

    def get(self, chat: int, *, deleted: bool = False) -> Chat:
        """HistoryError if there is no such chat, or it was deleted; with `deleted` only if that was for good."""
        row = self._database.row(f"SELECT {CHAT} FROM chats WHERE id = ? AND (deleted IS NULL OR ?)", chat, int(deleted))
        if row is None:
            raise HistoryError("chat-gone")
        return chat_of(row)

    def list(self) -> tuple[Chat, ...]:
        """Every chat: pinned ones first, then the one in which something was said last."""
        found = self._database.rows(f"SELECT {CHAT} FROM chats WHERE deleted IS NULL ORDER BY pinned DESC, changed DESC, id DESC")
        return tuple(map(chat_of, found))

    def rename(self, chat: int, title: str) -> Chat:
        """Give a chat another title; one of nothing but blanks is not taken."""
        if title.strip():
            self._database.rows("UPDATE chats SET title = ? WHERE id = ?", storable(" ".join(title.split())), chat)
        return self.get(chat)

    def pin(self, chat: int, *, pinned: bool) -> Chat:
        self._database.rows("UPDATE chats SET pinned = ? WHERE id = ?", int(pinned), chat)
        return self.get(chat)

    def touch(self, chat: int) -> None:
        """Note that something was said in a chat just now."""
        self._database.rows("UPDATE chats SET changed = max(changed, ?) WHERE id = ?", self._clock(), chat)

    def delete(self, chat: int) -> None:
        self._database.rows("UPDATE chats SET deleted = ? WHERE id = ?", self._clock(), chat)

    def delete_if_empty(self, chat: int) -> bool:
        """Delete a chat in which nothing is left: no message, no draft and no question that waits. Whether it was."""
        found = self._database.rows(
            "UPDATE chats SET deleted = ? WHERE id = ? AND deleted IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM messages WHERE chat = chats.id)"
            " AND NOT EXISTS (SELECT 1 FROM drafts WHERE chat = chats.id)"
            " AND NOT EXISTS (SELECT 1 FROM queue WHERE chat = chats.id AND removed IS NULL) RETURNING id",
            *(self._clock(), chat),
        )
        return bool(found)

    def bring_back(self, chat: int) -> Chat:
        """Undo `delete`. HistoryError when the chat was purged meanwhile."""
        self._database.rows("UPDATE chats SET deleted = NULL WHERE id = ?", chat)
        return self.get(chat)

    def purge(self, chat: int | None = None) -> int:
        """Remove what was deleted for good; how many chats went. With `chat` only that one, where it is deleted.

        To be called while the database is `erasing`, as `purge_empty`.
        """
        return self._purge("id = ifnull(?, id)", chat)

    def purge_empty(self) -> int:
        """As `purge`, of those that `delete_if_empty` deleted and in which nothing is left that could be put back."""
        return self._purge(
            "NOT EXISTS (SELECT 1 FROM messages WHERE chat = chats.id)"
            " AND NOT EXISTS (SELECT 1 FROM drafts WHERE chat = chats.id)"
            " AND NOT EXISTS (SELECT 1 FROM queue WHERE chat = chats.id)"
        )

    def _purge(self, wanted: str, *values: int | None) -> int:
        return len(self._database.rows(f"DELETE FROM chats WHERE deleted IS NOT NULL AND {wanted} RETURNING id", *values))


def title_of(text: str, names: Sequence[str] = ()) -> str:
    """A title for a chat that begins with this question: its first line, with the names of what is attached where it says little.

    A line that only announces the next one, "Summarise this:", is none.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    told = lines[1:] if len(lines) > 1 and lines[0].endswith(":") else lines
    first = told[0] if told else ""
    if len(first) <= _TELLS_LITTLE:
        first = ": ".join(part for part in (", ".join(names), first) if part)
    if not first:
        return "New chat"
    if len(first) <= TITLE:
        return first
    cut = first[: TITLE - 1]
    whole = cut.rpartition(" ")[0]
    return (whole if len(whole) > TITLE // 2 else cut).rstrip(" ,.;:-") + "…"
