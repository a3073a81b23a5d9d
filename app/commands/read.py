"""`hush read`: what Hush takes from files, as a model would get it. No model is needed."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.commands.answered import INTERRUPTED
from app.commands.console import Console, interruptible, print_json
from app.commands.readers import opened_reader
from inference.decoding.decoder import decoder
from inference.errors import HushError
from inference.recognition.taken import Reader, Taken
from inference.stop import StopFlag

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    """What was read until Ctrl+C is printed."""
    stop, console = StopFlag(), Console(json=chosen.json)
    found: list[dict[str, Any]] = []
    with interruptible(stop), opened_reader(console, stop) as reader:
        for path in chosen.files:
            taken = _take(reader, path, stop)
            if taken is None:
                break
            if chosen.json:
                found.append(_as_json(path, taken))
            else:
                console.end_line()
                _print(path if len(chosen.files) > 1 else None, taken)
            for note in () if chosen.json and taken.whole else taken.notes:
                console.say(note)
    if found:
        print_json(found[0] if len(chosen.files) == 1 else found)
    return INTERRUPTED if stop.is_set() else 0


def _take(reader: Reader, path: Path, stop: StopFlag) -> Taken | None:
    """None where nothing of it was read before Ctrl+C."""
    if stop.is_set():
        return None
    try:
        return reader.take(decoder().part_at(path, stop=stop))
    except HushError:
        if stop.is_set():
            return None
        raise


def _as_json(path: Path, taken: Taken) -> dict[str, Any]:
    return {
        "file": str(path),
        "kind": taken.kind,
        "pages": [asdict(page) for page in taken.pages],
        "seconds": taken.seconds,
        "words": [{"start": word.start, "end": word.end, "text": word.text} for word in taken.words],
        "pictures": [{"width": one.width, "height": one.height, "text": one.text} for one in taken.pictures],
        "notes": list(taken.notes),
    }


def _print(path: Path | None, taken: Taken) -> None:
    """The text alone, so that it can go on through a pipe; what there is to say about it goes to stderr."""
    if path is not None:
        print(f"== {path}")
    if taken.pages:
        for page in taken.pages:
            if len(taken.pages) > 1:
                print(f"-- {page.number}")
            print(page.text)
        return
    print(taken.spoken if taken.kind == "recording" else "\n\n".join(picture.text for picture in taken.pictures))
