"""How the file of the chats came to look as it does: an append-only list of named steps.

Each step runs in one transaction, so that a file is always of a version that is listed here. A step that was released is
never changed again; the first version of all is kept in the tests.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["APPLICATION_ID", "MIGRATIONS", "VERSION", "Migration", "migrate"]

APPLICATION_ID = 0x48757368
"""“Hush”, in the header of the file: https://www.sqlite.org/pragma.html#pragma_application_id"""


@dataclass(frozen=True)
class Migration:
    name: str
    statements: tuple[str, ...]


def _attached(table: str, owner: str, owners: str) -> str:
    """A table of what is attached to the rows of `owners`."""
    return f"""
        CREATE TABLE {table} (
            id INTEGER PRIMARY KEY,
            {owner} INTEGER NOT NULL REFERENCES {owners} (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            kind TEXT NOT NULL CHECK (kind IN ('image', 'audio', 'document')),
            facts TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(facts)),
            image_tokens INTEGER,
            pages TEXT CHECK (pages IS NULL OR json_valid(pages)),
            preview BLOB NOT NULL DEFAULT x'',
            UNIQUE ({owner}, place)
        ) STRICT
        """


# Parents do not cascade: SQLite goes one level of recursion deeper for each message of a chain and stops at 1,000.
_CHATS = Migration(
    "chats, their messages and what is attached to them",
    (
        """
        CREATE TABLE chats (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL,
            pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
            created REAL NOT NULL,
            changed REAL NOT NULL,
            deleted REAL,
            leaf INTEGER,
            FOREIGN KEY (id, leaf) REFERENCES messages (chat, id) DEFERRABLE INITIALLY DEFERRED
        ) STRICT
        """,
        """
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
            parent INTEGER,
            role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
            state TEXT NOT NULL CHECK (state IN ('sent', 'waiting', 'done', 'stopped', 'failed')),
            text TEXT NOT NULL,
            thought TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            cost TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(cost)),
            thought_s REAL NOT NULL DEFAULT 0,
            dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1)),
            summary TEXT,
            summary_sent INTEGER NOT NULL DEFAULT 1 CHECK (summary_sent IN (0, 1)),
            created REAL NOT NULL,
            UNIQUE (chat, id),
            FOREIGN KEY (chat, parent) REFERENCES messages (chat, id) DEFERRABLE INITIALLY DEFERRED
        ) STRICT
        """,
        "CREATE INDEX messages_by_parent ON messages (chat, parent)",
        "CREATE INDEX messages_waiting ON messages (state) WHERE state = 'waiting'",
        _attached("attachments", "message", "messages"),
        f"PRAGMA application_id = {APPLICATION_ID}",
    ),
)


def _index(table: str, index: str, *columns: str) -> tuple[str, ...]:
    """Statements that keep a full-text index of `columns` true to `table`, and fill it with what is there."""
    names = ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    forget = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', old.id, {old});"
    learn = f"INSERT INTO {index} (rowid, {names}) VALUES (new.id, {new});"
    differs = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    return (
        f"""
        CREATE VIRTUAL TABLE {index} USING fts5(
            {names}, content = '{table}', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2')
        """,
        f"CREATE TRIGGER {index}_learn AFTER INSERT ON {table} BEGIN {learn} END",
        f"CREATE TRIGGER {index}_forget AFTER DELETE ON {table} BEGIN {forget} END",
        f"CREATE TRIGGER {index}_again AFTER UPDATE OF {names} ON {table} WHEN {differs} BEGIN {forget} {learn} END",
        f"INSERT INTO {index} ({index}) VALUES ('rebuild')",
    )


_SEARCH = Migration(
    "what was said and what was attached can be searched",
    (*_index("messages", "messages_said", "text"), *_index("attachments", "attachments_called", "name")),
)

_MEMOS = Migration(
    "voice memos with their text",
    (
        """
        CREATE TABLE memos (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            message INTEGER REFERENCES messages (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            seconds REAL NOT NULL,
            text TEXT NOT NULL DEFAULT '',
            created REAL NOT NULL
        ) STRICT
        """,
        "CREATE INDEX memos_by_message ON memos (message)",
        *_index("memos", "memos_heard", "name", "text"),
    ),
)


_UNSENT = Migration(
    "drafts, questions that wait for their turn, which model answered, and what was refused with a question",
    (
        "ALTER TABLE messages ADD COLUMN model TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE messages ADD COLUMN refused TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused))",
        """
        CREATE TABLE drafts (
            id INTEGER PRIMARY KEY,
            chat INTEGER REFERENCES chats (id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            replaces INTEGER REFERENCES messages (id) ON DELETE SET NULL,
            refused TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused)),
            changed REAL NOT NULL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX drafts_by_chat ON drafts (ifnull(chat, 0))",  # NULLs alone would not be the same
        """
        CREATE TABLE queue (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            parent INTEGER REFERENCES messages (id) ON DELETE SET NULL,
            replaces INTEGER REFERENCES messages (id) ON DELETE SET NULL,
            question INTEGER REFERENCES messages (id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            thinking INTEGER NOT NULL DEFAULT 0 CHECK (thinking IN (0, 1)),
            refused TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused)),
            created REAL NOT NULL,
            removed REAL
        ) STRICT
        """,
        _attached("draft_attachments", "draft", "drafts"),
        _attached("queue_attachments", "waiting", "queue"),
    ),
)

_GIVEN = "given TEXT NOT NULL DEFAULT 'itself' CHECK (given IN ('itself', 'text', 'both'))"

_GIVEN_AS = "TEXT NOT NULL DEFAULT 'itself' CHECK (given_as IN ('itself', 'text', 'both', 'picture'))"

_RECOGNISED = Migration(
    "what recognition read in pictures and recordings, and whether they are given to the model as that",
    (
        *(f"ALTER TABLE {table} ADD COLUMN {_GIVEN}" for table in ("attachments", "draft_attachments", "queue_attachments")),
        """
        CREATE TABLE recognised (
            id INTEGER PRIMARY KEY,
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            page INTEGER NOT NULL,
            reader TEXT NOT NULL,
            text TEXT NOT NULL,
            detail TEXT NOT NULL CHECK (json_valid(detail)),
            UNIQUE (sha256, page)
        ) STRICT
        """,
        *_index("recognised", "recognised_said", "text"),
        "CREATE INDEX attachments_by_content ON attachments (sha256)",
    ),
)

_AS_PICTURES = Migration(
    "that pages of a document are to be looked at, which have a text of their own",
    tuple(
        statement
        for table in ("attachments", "draft_attachments", "queue_attachments")
        for statement in (
            f"ALTER TABLE {table} ADD COLUMN given_as {_GIVEN_AS}",
            f"UPDATE {table} SET given_as = given",
            f"ALTER TABLE {table} DROP COLUMN given",
            f"ALTER TABLE {table} RENAME COLUMN given_as TO given",
        )
    ),
)

MIGRATIONS = (_CHATS, _SEARCH, _MEMOS, _UNSENT, _RECOGNISED, _AS_PICTURES)

VERSION = len(MIGRATIONS)
"""Of a file that this program writes. A higher one is refused."""


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file up to date. sqlite3.Error where a step fails: it and what would come after are then not done."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    for number, migration in enumerate(migrations[version:], version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in migration.statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
