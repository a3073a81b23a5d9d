"""`hush chat`: a conversation whose turns come from a file, one JSON object a line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.commands.answered import answer, request_of, status_of
from app.commands.attached import question
from app.commands.console import Console, interruptible
from app.commands.loaded import files_of, loaded_engine, planning, wishes_of
from app.commands.readers import with_texts
from app.sentences import say
from inference.conversation import Message
from inference.errors import InputError
from inference.events import Cancelled
from inference.regular import read_regular
from inference.stop import StopFlag

__all__ = ["Turn", "read_script", "run"]

_LISTS = ("images", "audio", "documents")
LARGEST = 64 << 20
"""Bytes of a script."""


@dataclass(frozen=True)
class Turn:
    """One line of a script."""

    text: str
    images: tuple[Path, ...] = ()
    audio: tuple[Path, ...] = ()
    documents: tuple[Path, ...] = ()


def run(chosen: argparse.Namespace) -> int:
    turns = read_script(chosen.script)
    # Every file is read before anything is loaded: a missing one is found now and not after an hour.
    asked = [question(turn.text, images=turn.images, audio=turn.audio, documents=turn.documents) for turn in turns]
    pictures = any(turn.images or turn.documents for turn in turns)
    files, console, stop = files_of(chosen), Console(json=chosen.json), StopFlag()
    asked = with_texts(asked, files, console=console, stop=stop)
    settings = planning().grant(files, wishes_of(chosen, pictures=pictures), anyway=chosen.load_anyway)
    with interruptible(stop), loaded_engine(files, settings, console=console, stop=stop) as engine:
        messages: tuple[Message, ...] = ()
        for message in asked:
            messages = (*messages, message)
            outcome = answer(engine, request_of(chosen, messages), console=console, stop=stop, json=chosen.json, indent=None)
            if isinstance(outcome, Cancelled):
                return status_of(outcome)
            messages = (*messages, Message.text("assistant", outcome.text))
    return 0


def read_script(path: Path) -> list[Turn]:
    """The turns of a script. A relative file is looked for here, then beside the script. Raises InputError with the line."""
    try:
        data = read_regular(path, LARGEST)
        if len(data) > LARGEST:
            raise InputError(say("script-too-long", path=path, most=LARGEST >> 20))
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")  # not splitlines: JSON allows U+2028 within a string
    except FileNotFoundError as error:
        raise InputError("no-such-file", path=path) from error
    except OSError as error:
        raise InputError("file-unreadable", name=path, reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(say("script-not-text", path=path)) from error
    turns = [_turn(line, number, path) for number, line in enumerate(lines, 1) if line.strip()]
    if not turns:
        raise InputError(say("script-empty", name=path.name))
    return turns


def _turn(line: str, number: int, script: Path) -> Turn:
    try:
        fields: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(say("line-not-json", number=number, name=script.name)) from error
    if not isinstance(fields, dict):
        raise InputError(say("line-no-object", number=number, name=script.name))
    unknown = set(fields) - {"text", *_LISTS}
    if unknown:
        fields_given, known = ", ".join(sorted(unknown)), ", ".join(_LISTS)
        raise InputError(say("line-unknown-field", number=number, name=script.name, fields=fields_given, known=known))
    text = fields.get("text", "")
    if not isinstance(text, str):
        raise InputError(say("line-not-text", number=number, name=script.name))
    return Turn(text, *(_files(fields.get(name, []), name, number, script) for name in _LISTS))


def _files(value: Any, field: str, number: int, script: Path) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise InputError(say("line-not-names", number=number, name=script.name, field=field))
    names: Sequence[str] = value
    return tuple(_locate(Path(name), script.parent) for name in names)


def _locate(path: Path, beside: Path) -> Path:
    try:
        return path if path.exists() or not (beside / path).exists() else beside / path
    except (OSError, ValueError):  # no name of a file: the reader words it
        return path
