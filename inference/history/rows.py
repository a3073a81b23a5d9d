"""From rows of the database to values, and from values to the JSON of a column.

What a later version may have added to that JSON is passed over, and what an earlier one lacks has its default.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, cast

from inference.events import Cost
from inference.history.database import storable
from inference.history.values import Chat, Draft, Facts, Kept, KeptMessage, Memo, Recognised, Refused, Waiting

__all__ = [
    "CHAT",
    "attachment_of",
    "chat_of",
    "cost_json",
    "draft_of",
    "facts_json",
    "memo_of",
    "message_of",
    "recognised_of",
    "refused_json",
    "waiting_of",
]

CHAT = "chats.id, chats.title, chats.pinned, chats.created, chats.changed"
"""The columns that `chat_of` needs."""
_NAMES = {kind: {field.name for field in fields(kind)} for kind in (Cost, Facts, Refused)}


def chat_of(row: sqlite3.Row) -> Chat:
    return Chat(row["id"], row["title"], bool(row["pinned"]), row["created"], row["changed"])


def recognised_of(row: sqlite3.Row) -> Recognised:
    return Recognised(row["sha256"], row["page"], row["reader"], row["text"], row["detail"])


def message_of(row: sqlite3.Row, attachments: tuple[Kept, ...], siblings: tuple[int, ...]) -> KeptMessage:
    return KeptMessage(
        id=row["id"],
        chat=row["chat"],
        parent=row["parent"],
        role=row["role"],
        text=row["text"],
        thought=row["thought"],
        state=row["state"],
        note=row["note"],
        cost=Cost(**_load(Cost, row["cost"])),
        attachments=attachments,
        thought_s=row["thought_s"],
        dropped=bool(row["dropped"]),
        summary=row["summary"],
        summary_sent=bool(row["summary_sent"]),
        created=row["created"],
        siblings=siblings,
        model=row["model"],
        refused=_refused_of(row),
    )


def draft_of(row: sqlite3.Row, attachments: tuple[Kept, ...]) -> Draft:
    return Draft(row["chat"], row["text"], attachments, row["replaces"], _refused_of(row), row["changed"])


def waiting_of(row: sqlite3.Row, attachments: tuple[Kept, ...]) -> Waiting:
    """`row` with `asked`, the text of the question that is to be answered once more."""
    return Waiting(
        id=row["id"],
        chat=row["chat"],
        text=row["text"] if row["asked"] is None else row["asked"],
        attachments=attachments,
        parent=row["parent"],
        replaces=row["replaces"],
        question=row["question"],
        thinking=bool(row["thinking"]),
        refused=_refused_of(row),
        place=row["place"],
        created=row["created"],
    )


def attachment_of(row: sqlite3.Row) -> Kept:
    facts = _load(Facts, row["facts"])
    facts |= {name: tuple(facts.get(name, ())) for name in ("waveform", "scanned")}
    pages = tuple(json.loads(row["pages"])) if row["pages"] is not None else None
    return Kept(row["name"], row["sha256"], row["kind"], Facts(**facts), row["image_tokens"], pages, row["preview"], row["given"])


def memo_of(row: sqlite3.Row) -> Memo:
    return Memo(
        id=row["id"],
        name=row["name"],
        sha256=row["sha256"],
        seconds=row["seconds"],
        text=row["text"],
        created=row["created"],
        message=row["message"],
        chat=row["chat"],
        asked=row["asked"] or "",
    )


def cost_json(cost: Cost) -> str:
    return _json(cost, Cost())


def facts_json(facts: Facts) -> str:
    return _json(facts, Facts())


def refused_json(refused: Sequence[Refused]) -> str:
    return json.dumps([{"name": storable(one.name), "sentence": storable(one.sentence)} for one in refused])


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
    return {name: value for name, value in found.items() if name in _NAMES[kind]}
