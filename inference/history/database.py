"""The SQLite file of the chats: one connection, owned by one thread and by one process.

Promises that what was committed survives kill -9 and a power cut, that a file which cannot be trusted is refused before
anything is written to it, and that whatever SQLite says comes out as a HistoryError in words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from inference.atomic import write_whole
from inference.errors import HistoryError
from inference.history.migrations import migrate
from inference.history.refusal import PATIENCE_S, examine, explain

__all__ = ["Database", "storable"]

_PRAGMAS = (
    "locking_mode = EXCLUSIVE",  # a second process is told so at once; and no shared memory file, which network folders lack
    "journal_mode = WAL",
    "synchronous = FULL",  # a commit has reached the disk when it returns
    "fullfsync = ON",  # on macOS nothing less reaches it; elsewhere without effect
    "foreign_keys = ON",
    "secure_delete = ON",  # what is deleted is overwritten
    "temp_store = MEMORY",
)


class Database:
    """The connection. Raises HistoryRefused or HistoryError from every call; `path` is made if it does not exist."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists():
            examine(path)
        else:
            _make(path)
        with self._word_errors():
            self._connection = _connect(path)

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What a query finds; also for a single statement that writes."""
        with self._word_errors():
            return self._connection.execute(query, values).fetchall()

    def row(self, query: str, *values: Any) -> sqlite3.Row | None:
        found = self.rows(query, *values)
        return found[0] if found else None

    def insert(self, query: str, *values: Any) -> int:
        """The id of the new row."""
        with self._word_errors():
            number = self._connection.execute(query, values).lastrowid
        assert number is not None
        return number

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All of it is on the disk when the block ends, or none of it. One inside another is part of the outer one."""
        if self._connection.in_transaction:
            yield
            return
        with self._word_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise

    @contextmanager
    def erasing(self) -> Generator[None]:
        """A transaction after which no word of what it deleted is in the file, its indexes or its log.

        A kill before the log is emptied leaves them there: `empty_log` is called again at the next start.
        """
        with self.transaction():
            before = self._connection.total_changes
            yield
            if self._connection.total_changes != before:
                # A deleted row of FTS5 stays in its older segments until they are merged.
                for index in self.rows("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5(%'"):
                    self.rows(f"INSERT INTO {index['name']} ({index['name']}) VALUES ('optimize')")
        self.empty_log()

    def empty_log(self) -> None:
        """Write the log into the file and leave nothing in it. Not within a transaction, whose end does it."""
        if not self._connection.in_transaction:
            self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Write the log into the file itself. Nothing is lost where that fails: the log stays."""
        with self._word_errors():
            self._connection.close()

    @contextmanager
    def _word_errors(self) -> Generator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter from an error that quotes what is damaged
            raise explain(error, self.path) from error


def _make(path: Path) -> None:
    """An empty history. It gets its name when it is whole: a kill in between leaves no half-made file to be puzzled by."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(_connect(":memory:")) as empty:
            whole = empty.serialize()
        write_whole(path, whole)  # nobody else's; the log gets the same rights
    except OSError as error:
        raise HistoryError("chats-not-kept", reason=error.strerror or str(error), folder=path.parent) from error
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _connect(path: Path | str) -> sqlite3.Connection:
    """A connection as it should be, to a file that is up to date. sqlite3.Error if that cannot be."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE_S)
    try:
        connection.row_factory = sqlite3.Row
        connection.text_factory = _decode
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _decode(text: bytes) -> str:
    """One damaged character does not take the message with it."""
    return text.decode("utf-8", "replace")


def storable(text: str) -> str:
    """`text` as SQLite can hold and search it: half a surrogate pair has no UTF-8 and is left out, NUL would end it."""
    clean = text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8")
    return clean.replace("\0", "\ufffd")
