"""What recognition read in pictures and wrote down of recordings, kept by their content: the same picture is read once."""

from __future__ import annotations

from collections.abc import Sequence

from inference.history.database import Database, storable
from inference.history.rows import recognised_of
from inference.history.values import Recognised

__all__ = ["RecognisedTexts"]


class RecognisedTexts:
    """One text a page. They go with the last thing that names their content, when the history is cleared out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, texts: Sequence[Recognised]) -> None:
        """Write these down, each in the place of what was kept for its page."""
        with self._database.transaction():
            for text in texts:
                # Not INSERT OR REPLACE, which fires no trigger for what it replaces.
                self._database.rows("DELETE FROM recognised WHERE sha256 = ? AND page = ?", text.sha256, text.page)
                self._database.rows(
                    "INSERT INTO recognised (sha256, page, reader, text, detail) VALUES (?, ?, ?, ?, ?)",
                    *(text.sha256, text.page, text.reader, storable(text.text), storable(text.detail)),
                )

    def of(self, sha256: str) -> tuple[Recognised, ...]:
        """Every page's, in order; empty where nothing was read yet."""
        rows = self._database.rows("SELECT * FROM recognised WHERE sha256 = ? ORDER BY page", sha256)
        return tuple(map(recognised_of, rows))

    def purge(self, named: str) -> None:
        """Forget those of contents that the query `named` does not give."""
        self._database.rows(f"DELETE FROM recognised WHERE sha256 NOT IN ({named})")
