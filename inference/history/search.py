"""Find chats by what was said in them, what was attached, what was read in that, and what a voice memo says.

All words must be in one place, each as the beginning of a word there, whatever their case and accents. Words of scripts that
put no space between them are looked for anywhere, each by itself. Where nothing is found so, the words are looked for as they
stand: inside of words, and signs.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from inference.history.database import Database, storable
from inference.history.rows import CHAT, chat_of
from inference.history.values import Hit

__all__ = ["LIMIT", "literal", "matching", "search", "searchable", "unspaced"]

LIMIT = 200
"""Most chats that one search finds."""
_LONGEST = 500
"""Characters of what is searched for that count: SQLite looks for a longer text anew from each letter of those kept."""
_TOO_LONG = 5_000
"""From so many on it is no search any more, and nothing is found: what counts of it would be found in other texts."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U0001aff0-\U0001b16f\U00020000-\U000323af]"
)
"""Thai, Lao, Tibetan, Burmese and Khmer; Chinese characters, the syllables of Japanese and Bopomofo."""
_BEGIN, _END = "\x02", "\x03"
_AROUND = 40


@dataclass(frozen=True)
class _Place:
    """Where to look: a full-text index, and how its rows belong to a message."""

    where: Literal["text", "attachment", "memo", "read"]
    index: str
    source: str
    column: str
    attachment: str = "'' AS name, '' AS sha256"
    """The columns that say which one it is in."""


_PLACES = (
    _Place("text", "messages_said", "JOIN messages ON messages.id = messages_said.rowid", "messages.text"),
    _Place(
        "attachment",
        "attachments_called",
        "JOIN attachments ON attachments.id = attachments_called.rowid JOIN messages ON messages.id = attachments.message",
        "attachments.name",
    ),
    _Place(
        "memo",
        "memos_heard",
        "JOIN memos ON memos.id = memos_heard.rowid JOIN messages ON messages.id = memos.message",
        "memos.text",
    ),
    _Place(
        "read",
        "recognised_said",
        "JOIN recognised ON recognised.id = recognised_said.rowid JOIN attachments ON attachments.sha256 = recognised.sha256"
        " JOIN messages ON messages.id = attachments.message",
        "recognised.text",
        "attachments.name, attachments.sha256",
    ),
)


def search(database: Database, words: str) -> tuple[Hit, ...]:
    """Chats that hold `words`, each at most once, the one with the newest words first. Nothing for no words."""
    words = searchable(words)
    if not words:
        return ()
    found: dict[int, Hit] = {}
    for hit in _in_titles(database, words):
        found[hit.chat.id] = hit
    by_word = matching(words)
    for place in _PLACES:
        for hit in _in_index(database, place, by_word) if by_word else ():
            found.setdefault(hit.chat.id, hit)
    anywhere = unspaced(words) or ((words,) if not found else ())
    for place in _PLACES if anywhere else ():
        for hit in _as_they_stand(database, place, anywhere):
            found.setdefault(hit.chat.id, hit)
    newest = sorted(found.values(), key=lambda hit: (hit.chat.changed, hit.chat.id), reverse=True)
    return tuple(newest[:LIMIT])


def searchable(words: str) -> str:
    """What counts of what somebody searches for; empty where that is nothing, or no search."""
    return storable(words[:_LONGEST]).replace("\0", " ").strip() if len(words) < _TOO_LONG else ""


def unspaced(words: str) -> tuple[str, ...]:
    """The words, where one of them is of a script in which no space says where a word begins; else nothing."""
    return tuple(dict.fromkeys(words.split())) if _UNSPACED.search(words) else ()


def literal(word: str) -> str:
    """The pattern of LIKE, with ESCAPE '\\', for texts that hold `word`."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def matching(words: str) -> str:
    """The FTS5 expression for "all of these words, or words that begin so"; empty if there is no letter and no digit."""
    terms = [word for word in words.replace("\0", " ").split() if any(map(str.isalnum, word))]
    return " ".join('"' + term.replace('"', '""') + '"*' for term in terms)


def _in_titles(database: Database, words: str) -> Iterable[Hit]:
    wanted = words.casefold().split()
    for row in database.rows(f"SELECT {CHAT} FROM chats WHERE deleted IS NULL"):
        title = row["title"].casefold()
        if all(word in title for word in wanted):
            yield Hit(chat_of(row), "title")


def _found(database: Database, place: _Place, column: str, condition: str, *wanted: str) -> Iterable[sqlite3.Row]:
    """One row for each chat in which `condition` holds, the one with the newest words first."""
    return database.rows(
        f"SELECT {CHAT}, max(messages.id) AS message, {column}, {place.attachment} FROM {place.index} {place.source}"
        f" JOIN chats ON chats.id = messages.chat WHERE {condition} AND chats.deleted IS NULL"
        " GROUP BY chats.id ORDER BY chats.changed DESC LIMIT ?",
        *(*wanted, LIMIT),
    )


def _in_index(database: Database, place: _Place, expression: str) -> Iterable[Hit]:
    for row in _found(database, place, f"{place.index}.rowid AS place", f"{place.index} MATCH ?", expression):
        around = database.rows(
            f"SELECT snippet({place.index}, -1, ?, ?, '…', 12) AS words FROM {place.index}"
            f" WHERE {place.index} MATCH ? AND rowid = ?",
            *(_BEGIN, _END, expression, row["place"]),
        )
        snippet, marks = _mark(around[0]["words"])
        yield Hit(chat_of(row), place.where, snippet, marks, row["message"], row["name"], row["sha256"])


def _as_they_stand(database: Database, place: _Place, words: tuple[str, ...]) -> Iterable[Hit]:
    """Where all of `words` are in one text, anywhere in it."""
    condition = " AND ".join([f"{place.column} LIKE ? ESCAPE '\\'"] * len(words))
    for row in _found(database, place, f"{place.column} AS words", condition, *map(literal, words)):
        snippet, marks = _around(row["words"], words[0])
        yield Hit(chat_of(row), place.where, snippet, marks, row["message"], row["name"], row["sha256"])


def _mark(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """One line of text without the signs that FTS5 put around what matched, and where those were."""
    said: list[str] = []
    marks: list[tuple[int, int]] = []
    begin, length = 0, 0
    for piece in " ".join(text.split()).replace(_BEGIN, f"\0{_BEGIN}").replace(_END, f"\0{_END}").split("\0"):
        if piece.startswith(_BEGIN):
            begin = length
        elif piece.startswith(_END) and length > begin:
            marks.append((begin, length))
        clean = piece.removeprefix(_BEGIN).removeprefix(_END)
        said.append(clean)
        length += len(clean)
    return "".join(said), tuple(marks)


def _around(text: str, words: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A stretch of text around the first place where `words` stand in it, and that place."""
    place = max(0, text.lower().find(words.lower()))
    begin = max(0, place - _AROUND)
    before = ("…" if begin else "") + " ".join(text[begin:place].split())
    if before and text[place - 1 : place].isspace():
        before += " "
    hit = " ".join(text[place : place + len(words)].split())
    after = text[place + len(words) : place + len(words) + _AROUND]
    return before + hit + " ".join(f".{after}.".split())[1:-1], ((len(before), len(before) + len(hit)),)
