"""`hush ask`: one question, one answer."""

from __future__ import annotations

import argparse

from app.commands.answered import answer, request_of, status_of
from app.commands.attached import question
from app.commands.console import Console, interruptible
from app.commands.loaded import files_of, loaded_engine, planning, wishes_of
from app.commands.readers import answer_by_reading, print_read, with_texts
from inference.stop import StopFlag

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    message = question(chosen.question, images=chosen.image, audio=chosen.audio, documents=chosen.document)
    pictures = bool(chosen.image or chosen.document)  # a page of a document may be a picture
    files, console, stop = files_of(chosen), Console(json=chosen.json), StopFlag()
    with interruptible(stop):
        read = answer_by_reading(message, files, console=console, stop=stop)
    if read is not None:
        return print_read(read, json=chosen.json, console=console, stop=stop)
    (message,) = with_texts((message,), files, console=console, stop=stop)
    wishes = wishes_of(chosen, pictures=pictures, turns=False)
    settings = planning().grant(files, wishes, anyway=chosen.load_anyway)
    with interruptible(stop), loaded_engine(files, settings, console=console, stop=stop) as engine:
        outcome = answer(engine, request_of(chosen, (message,)), console=console, stop=stop, json=chosen.json)
    return status_of(outcome)
