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
from inference.conversation import Message
from inference.errors import InputError
from inference.events import Cancelled
from inference.stop import StopFlag

__all__ = ["Turn", "read_script", "run"]

_LISTS = ("images", "audio", "documents")


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
        lines = path.read_text("utf-8-sig").split("\n")  # not splitlines: JSON allows U+2028 within a string
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.", "Check the path.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check that you may open it.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text.", "Write one JSON object a line.") from error
    turns = [_turn(line, f"Line {number} of {path.name}", path.parent) for number, line in enumerate(lines, 1) if line.strip()]
    if not turns:
        raise InputError(f"{path.name} holds no turn.", "Write one JSON object a line.")
    return turns


def _turn(line: str, where: str, beside: Path) -> Turn:
    try:
        fields: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON.", 'Write {"text": "…"} on it.') from error
    if not isinstance(fields, dict):
        raise InputError(f"{where} is not a JSON object.", 'Write {"text": "…"} on it.')
    unknown = set(fields) - {"text", *_LISTS}
    if unknown:
        raise InputError(f"{where} has an unknown field: {', '.join(sorted(unknown))}.", f"Known are text, {', '.join(_LISTS)}.")
    text = fields.get("text", "")
    if not isinstance(text, str):
        raise InputError(f'{where}: "text" is not text.', 'Write {"text": "…"} on it.')
    return Turn(text, *(_files(fields.get(name, []), f'{where}: "{name}"', beside) for name in _LISTS))


def _files(value: Any, where: str, beside: Path) -> tuple[Path, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise InputError(f"{where} is not a list of file names.", 'Write it as ["one.png", "two.png"].')
    names: Sequence[str] = value
    return tuple(_found(Path(name), beside) for name in names)


def _found(path: Path, beside: Path) -> Path:
    try:
        return path if path.exists() or not (beside / path).exists() else beside / path
    except (OSError, ValueError):  # no name of a file: the reader words it
        return path
