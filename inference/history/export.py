"""A chat as a file for others to read: Markdown for people, JSON for programs. Attachments go into a folder beside it.

Markdown has the branch that is shown; JSON has every message of every branch, with the ids that make it a tree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import quote

from inference.atomic import whole_file, write_whole
from inference.errors import HistoryError
from inference.file_names import safe_name
from inference.history.attachments import AttachmentFiles
from inference.history.values import Chat, Kept, KeptMessage

__all__ = ["Format", "write"]

Format = Literal["markdown", "json"]
Places = dict[tuple[str, str], PurePosixPath]
"""Where the copy of an attachment is, by its SHA-256 and name, relative to the exported file."""

_FENCE = re.compile(r"([\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*)(`{3,}(?=[^`]*$)|~{3,})")
_WHO = {"user": "You", "assistant": "Hush", "system": "Instructions"}


def write(
    target: Path, form: Format, chat: Chat, *, path: Sequence[KeptMessage], every: Sequence[KeptMessage], files: AttachmentFiles
) -> None:
    """Write `chat` to `target` and its attachments to "<name> files" beside it. HistoryError where that cannot be."""
    messages = every if form == "json" else path
    places = _places(target, messages)
    text = _as_json(chat, messages, places) if form == "json" else _as_markdown(chat, messages, places)
    try:
        for message in messages:
            for kept in message.attachments:
                copy = target.parent / places[kept.sha256, kept.name]
                write_whole(copy, files.read(kept.sha256, kept.name), private=False)
        with whole_file(target, private=False) as file:
            file.write(text.encode())
    except OSError as error:
        raise HistoryError("chat-not-written", path=target, reason=error.strerror or str(error)) from error


def _as_markdown(chat: Chat, messages: Sequence[KeptMessage], places: Places) -> str:
    """One heading for the chat, one for each message; the text of a message is Markdown already and left as it is."""
    parts = [f"# {chat.title}", f"*{_date(chat.created)}*"]
    for message in messages:
        parts.append(f"## {_WHO[message.role]}")
        parts.extend(_link(kept, places[kept.sha256, kept.name]) for kept in message.attachments)
        parts.extend(f"*{one.sentence}*" for one in message.refused)
        if message.text.strip():
            parts.append(_close_fence(message.text.strip()))
        if message.note:
            parts.append(f"*{message.note}*")
        if message.summary:
            parts.append("*Summary of everything up to here:*")
            parts.append("\n".join(f"> {line}".rstrip() for line in _close_fence(message.summary.strip()).splitlines()))
    return "\n\n".join(parts) + "\n"


def _as_json(chat: Chat, messages: Sequence[KeptMessage], places: Places) -> str:
    """`{"format": "hush-chat", "version": 1, "title", …, "messages": [{"id", "parent", "role", "text", …}]}`, ISO 8601 times."""
    whole = {
        "format": "hush-chat",
        "version": 1,
        "title": chat.title,
        "pinned": chat.pinned,
        "created": _iso(chat.created),
        "changed": _iso(chat.changed),
        "messages": [_plain(message, places) for message in messages],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _plain(message: KeptMessage, places: Places) -> dict[str, Any]:
    return {
        "id": message.id,
        "parent": message.parent,
        "role": message.role,
        "state": message.state,
        "created": _iso(message.created),
        "text": message.text,
        "thought": message.thought,
        "note": message.note,
        "summary": message.summary,
        "told": not message.dropped,
        "cost": asdict(message.cost),
        "model": message.model,
        "refused": [asdict(one) for one in message.refused],
        "attachments": [
            {
                "name": kept.name,
                "kind": kept.kind,
                "sha256": kept.sha256,
                "file": str(places[kept.sha256, kept.name]),
                "width": kept.facts.width,
                "height": kept.facts.height,
                "seconds": kept.facts.seconds,
                "pages": kept.facts.pages,
                "image_tokens": kept.image_tokens,
                "pages_told": kept.pages,
            }
            for kept in message.attachments
        ],
    }


def _places(target: Path, messages: Sequence[KeptMessage]) -> Places:
    """A place for each attachment; two of one name and different content do not share it."""
    places: Places = {}
    taken: set[str] = set()
    for message in messages:
        for kept in message.attachments:
            if (kept.sha256, kept.name) in places:
                continue
            name = safe_name(kept.name, "attachment")
            if name.lower() in taken:  # some file systems do not tell cases apart
                name = f"{kept.sha256[:8]} {name}"
            taken.add(name.lower())
            places[kept.sha256, kept.name] = PurePosixPath(f"{target.stem} files", name)
    return places


def _close_fence(text: str) -> str:
    """Code that was cut off before its end would take the rest of the file for its own."""
    fence = indent = ""
    for line in text.splitlines():
        if fence:
            mark = line.strip()
            if len(mark) >= len(fence) and not mark.strip(fence[0]):
                fence = ""
        elif found := _FENCE.match(line):
            indent, fence = found.groups()
    return f"{text}\n{indent}{fence}" if fence else text


def _link(kept: Kept, place: PurePosixPath) -> str:
    label = kept.name.replace("[", "(").replace("]", ")").replace("\n", " ")
    return f"{'!' if kept.kind == 'image' else ''}[{label}]({quote(str(place))})"


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _date(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
