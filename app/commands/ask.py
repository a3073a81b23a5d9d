"""`hush ask`: one question, one answer."""

from __future__ import annotations

import argparse

from app.commands.answered import answer, request_of, status_of
from app.commands.attached import question
from app.commands.console import Console, interruptible
from app.commands.loaded import files_of, image_tokens_wanted, loaded_engine
from inference.loading import LoadSettings
from inference.stop import StopFlag

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    message = question(chosen.question, images=chosen.image, audio=chosen.audio, documents=chosen.document)
    pictures = bool(chosen.image or chosen.document)  # a page of a document may be a picture
    settings = LoadSettings(
        context=chosen.context,
        image_tokens=image_tokens_wanted(chosen, pictures=pictures),
        checkpoint_bytes=0,  # there is no second turn to save anything for
    )
    files, console, stop = files_of(chosen), Console(json=chosen.json), StopFlag()
    with (
        interruptible(stop),
        loaded_engine(files, settings, console=console, stop=stop, load_anyway=chosen.load_anyway) as engine,
    ):
        outcome = answer(engine, request_of(chosen, (message,)), console=console, stop=stop, json=chosen.json)
    return status_of(outcome)
