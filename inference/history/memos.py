"""Voice memos: recordings that are kept with what they say, listed, found and played."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from inference.conversation import AudioPart
from inference.errors import HistoryError
from inference.history.attachments import AttachmentFiles
from inference.history.database import Database, storable
from inference.history.rows import memo_of
from inference.history.search import literal, matching, searchable, unspaced
from inference.history.values import Kept, Memo

__all__ = ["Memos"]

_MEMO = (
    "SELECT memos.*, messages.chat, messages.text AS asked FROM memos"
    " LEFT JOIN messages ON messages.id = memos.message LEFT JOIN chats ON chats.id = messages.chat"
)
_FOUND = (
    "(memos.id IN (SELECT rowid FROM memos_heard WHERE memos_heard MATCH ?)"
    " OR memos.message IN (SELECT rowid FROM messages_said WHERE messages_said MATCH ?))"
)
_HOLDS = "(memos.name LIKE ? ESCAPE '\\' OR memos.text LIKE ? ESCAPE '\\' OR messages.text LIKE ? ESCAPE '\\')"


class Memos:
    """Memos. One that was sent with a message goes when that message goes; one that was not stays until it is removed."""

    def __init__(self, database: Database, files: AttachmentFiles, *, clock: Callable[[], float] = time.time) -> None:
        self._database, self._files, self._clock = database, files, clock

    def keep(self, recording: AudioPart, *, seconds: float, text: str = "", message: int | None = None) -> Memo:
        """Keep a recording; its text may come later, or is what was written down of it. It is on the disk when this returns."""
        self._files.keep(recording.data, recording.digest)
        return self.get(self._insert(message, recording.name, recording.digest, seconds, text))

    def keep_sent(self, message: int, attached: Sequence[Kept]) -> None:
        """Keep what was recorded among the attachments of a message that is sent; not what is a memo already."""
        for one in attached:
            if one.facts.recorded and self._database.row("SELECT id FROM memos WHERE sha256 = ?", one.sha256) is None:
                self._insert(message, one.name, one.sha256, one.facts.seconds, "")

    def get(self, memo: int) -> Memo:
        row = self._database.row(f"{_MEMO} WHERE memos.id = ?", memo)
        if row is None:
            raise HistoryError("memo-gone")
        return memo_of(row)

    def write(self, memo: int, text: str) -> Memo:
        """Keep what the recording says."""
        self._database.rows("UPDATE memos SET text = ? WHERE id = ?", storable(text), memo)
        return self.get(memo)

    def write_down(self, sha256: str, text: str, *, before: str = "") -> tuple[Memo, ...]:
        """Give this text to the recordings with that content which have none yet, or still the one of `before`; those."""
        if not text:
            return ()
        rows = self._database.rows("SELECT id FROM memos WHERE sha256 = ? AND text IN ('', ?)", sha256, storable(before))
        return tuple(self.write(row["id"], text) for row in rows)

    def list(self, words: str = "") -> tuple[Memo, ...]:
        """Memos, the newest first; only those whose name or text, or what was typed beside them, has all of `words`."""
        count = searchable(words)
        expression, anywhere = matching(count), unspaced(count)
        if words.strip() and not expression:
            return ()
        holds = f" OR {' AND '.join([_HOLDS] * len(anywhere))}" if anywhere else ""
        found = f" AND ({_FOUND}{holds})" if expression else ""
        query = f"{_MEMO} WHERE chats.deleted IS NULL{found} ORDER BY memos.created DESC, memos.id DESC"
        wanted = [expression, expression] if expression else []
        wanted += [literal(word) for word in anywhere for _ in range(3)]
        return tuple(map(memo_of, self._database.rows(query, *wanted)))

    def remove(self, memo: int) -> None:
        """Forget a memo. Its file goes with the next collection, if no message has it attached."""
        self._database.rows("DELETE FROM memos WHERE id = ?", memo)

    def _insert(self, message: int | None, name: str, sha256: str, seconds: float, text: str) -> int:
        """With what was written down of it, where that is known and nothing else is."""
        if not text and (row := self._database.row("SELECT text FROM recognised WHERE sha256 = ?", sha256)):
            text = row["text"]
        return self._database.insert(
            "INSERT INTO memos (message, name, sha256, seconds, text, created) VALUES (?, ?, ?, ?, ?, ?)",
            *(message, storable(name), sha256, seconds, storable(text), self._clock()),
        )
