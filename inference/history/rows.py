"""From rows of the database to values, and from values to the JSON of a column.

What a later version may have added to that JSON is passed over, and what an earlier one lacks has its default.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar, cast

from inference.events import Cost
from inference.history.database import storable
from inference.history.values import Chat, Draft, Facts, Kept, KeptMessage, Memo, Recognised, Refused, Waiting

__all__ = ["CHAT", "attachment_of", "chat_of", "cost_json", "draft_of", "facts_json", "memo_of", "message_of",
           "recognised_of", "refused_json", "waiting_of"]  # fmt: skip

CHAT = "chats.id, chats.title, chats.pinned, chats.created, chats.changed"
"""The columns that `chat_of` needs."""
_KINDS = (Chat, Cost, Draft, Facts, Kept, KeptMessage, Memo, Recognised, Refused, Waiting)
_FIELDS: dict[type, dict[str, bool]] = {kind: {field.name: field.type == "bool" for field in fields(kind)} for kind in _KINDS}
"""Of each kind the names of its fields, and whether they are truth values, which SQLite keeps as 0 and 1."""
_Value = TypeVar("_Value")


def chat_of(row: sqlite3.Row) -> Chat:
    return _make(Chat, row)


def recognised_of(row: sqlite3.Row) -> Recognised:
    return _make(Recognised, row)


def message_of(row: sqlite3.Row, attachments: tuple[Kept, ...], siblings: tuple[int, ...]) -> KeptMessage:
    cost = Cost(**_load(Cost, row["cost"]))
    return _make(KeptMessage, row, cost=cost, attachments=attachments, siblings=siblings, refused=_refused_of(row))


def draft_of(row: sqlite3.Row, attachments: tuple[Kept, ...]) -> Draft:
    return _make(Draft, row, attachments=attachments, refused=_refused_of(row))


def waiting_of(row: sqlite3.Row, attachments: tuple[Kept, ...]) -> Waiting:
    """`row` with `asked`, the text of the question that is to be answered once more."""
    text = row["text"] if row["asked"] is None else row["asked"]
    return _make(Waiting, row, text=text, attachments=attachments, refused=_refused_of(row))


def attachment_of(row: sqlite3.Row) -> Kept:
    facts = _load(Facts, row["facts"])
    facts |= {name: tuple(facts.get(name, ())) for name in ("waveform", "scanned")}
    pages = tuple(json.loads(row["pages"])) if row["pages"] is not None else None
    return _make(Kept, row, facts=Facts(**facts), pages=pages)


def memo_of(row: sqlite3.Row) -> Memo:
    return _make(Memo, row, asked=row["asked"] or "")


def cost_json(cost: Cost) -> str:
    return _json(cost, Cost())


def facts_json(facts: Facts) -> str:
    return _json(facts, Facts())


def refused_json(refused: Sequence[Refused]) -> str:
    return json.dumps([{"name": storable(one.name), "sentence": storable(one.sentence)} for one in refused])


def _make(kind: type[_Value], row: sqlite3.Row, **made: Any) -> _Value:
    """A value whose fields are columns of their names, but for those that are `made` already."""
    plain = {name: bool(row[name]) if truth else row[name] for name, truth in _FIELDS[kind].items() if name not in made}
    return kind(**plain, **made)


def _refused_of(row: sqlite3.Row) -> tuple[Refused, ...]:
    found = cast(list[dict[str, Any]], json.loads(row["refused"]))
    return tuple(Refused(**_chosen(Refused, one)) for one in found)


def _json(value: Cost | Facts, default: Cost | Facts) -> str:
    """Only what differs from the default."""
    usual = asdict(default)
    return json.dumps({name: field for name, field in asdict(value).items() if field != usual[name]})


def _load(kind: type[Cost] | type[Facts], text: str) -> dict[str, Any]:
    if text == "{}":
        return {}
    return _chosen(kind, cast(dict[str, Any], json.loads(text)))


def _chosen(kind: type[Cost] | type[Facts] | type[Refused], found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name in _FIELDS[kind]}
