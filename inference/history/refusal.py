"""Whether the file of the chats can be trusted. What cannot is left as it is, byte for byte, and copied aside first.

Nothing here writes to the file that is looked at.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from inference.atomic import whole_file
from inference.errors import HistoryError, HistoryRefused
from inference.history.migrations import APPLICATION_ID, VERSION
from inference.sentences import Sentence, say

__all__ = ["PATIENCE_S", "examine", "explain"]

MAGIC = b"SQLite format 3\0"
PATIENCE_S = 2.0
"""How long another process may hold the file: a Hush that is just ending lets go in less."""

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")
_REASONS = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "chats-busy"),
    (("SQLITE_FULL",), "chats-disk-full"),
    (("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"), "chats-read-only"),
    (("SQLITE_IOERR",), "chats-disk-broken"),
    (_DAMAGED, "chats-damaged"),
)


def examine(path: Path) -> None:
    """Return if `path` is a sound file of this version or an earlier one.

    HistoryRefused, after a copy was made, if it is not; HistoryError if it cannot be read or another process holds it.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(len(MAGIC))
    except OSError as error:
        raise HistoryError("chats-unreadable", reason=error.strerror or str(error), path=path) from error
    if begin != MAGIC:
        raise _refusal(path, say("is-damaged-or-foreign" if begin else "is-empty"))
    if problem := _look_through(path):
        raise _refusal(path, problem)


def explain(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> HistoryError:
    """What went wrong with the file, in words."""
    name = "SQLITE_CORRUPT" if isinstance(error, UnicodeDecodeError) else getattr(error, "sqlite_errorname", "")
    for names, reason in _REASONS:
        if name.startswith(names):
            return HistoryError(reason, path=path)
    return HistoryError("chats-failed", reason=str(error), path=path)


def _wal_of(path: Path) -> Path:
    """The write-ahead log beside a database: what was committed last is there and not yet in the file itself."""
    return path.with_name(path.name + "-wal")


def _look_through(path: Path) -> Sentence | None:
    """What is wrong with the content, None if nothing is. The connection may not write, not even when it is closed."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE_S)) as connection:
            connection.text_factory = bytes  # what is damaged need not be UTF-8
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                return say("is-foreign")
            if version > VERSION:
                return say("is-newer", format=version, known=VERSION)
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            return None if found == b"ok" else say("is-damaged")
    except UnicodeDecodeError:  # of an error that quotes it
        return say("is-damaged")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith(_DAMAGED):
            return say("is-damaged")
        raise explain(error, path) from error


def _refusal(path: Path, problem: Sentence) -> HistoryRefused:
    backup: Path | None = None
    try:
        backup = _copy_aside(path)
        copy = say("copy-beside", path=backup)
    except OSError as error:
        copy = say("copy-failed", reason=error.strerror or str(error), path=path)
    sentence = "chats-newer" if problem.id == "is-newer" else "chats-refused"
    error = HistoryRefused(sentence, name=path.name, problem=problem, copy=copy)
    error.backup = backup
    return error


def _copy_aside(path: Path) -> Path:
    """A copy of the file and its log, named by what they hold: the same file refused twice is copied once."""
    files = [file for file in (path, _wal_of(path)) if file.exists()]
    whole = hashlib.sha256()
    for file in files:
        with file.open("rb") as content:
            whole.update(hashlib.file_digest(content, "sha256").digest())
    backup = path.with_name(f"{path.stem}.refused-{whole.hexdigest()[:12]}{path.suffix}")
    if not backup.exists():
        for file in reversed(files):  # the log first: where the copy itself is there, all of it is
            copy = backup.with_name(backup.name + file.name.removeprefix(path.name))
            with file.open("rb") as content, whole_file(copy) as written:
                shutil.copyfileobj(content, written)
    return backup
