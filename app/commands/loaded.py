"""From the command line's options to a loaded engine: which files, how the memory plan loads them, and the engine with them."""

from __future__ import annotations

import argparse
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from app.folders import cache_folder
from app.sentences import say
from inference.cache import find_fault
from inference.errors import InputError, ModelFileError
from inference.loading import LoadSettings, ModelFiles
from inference.memory.plan import Wishes
from inference.memory.planning import Planning

if TYPE_CHECKING:
    from app.commands.console import Console
    from inference.engine import Engine
    from inference.stop import StopFlag

__all__ = ["files_of", "loaded_engine", "planning", "wishes_of"]


def files_of(chosen: argparse.Namespace) -> ModelFiles:
    """The files named on the command line; without any the first model that set-up brings, or else the starter.

    Raises InputError for half a pair or a missing file.
    """
    starter = chosen.model == Path("starter") and not chosen.model.exists()
    if (chosen.model is None or starter) and chosen.mmproj is not None:
        raise InputError(say("mmproj-alone"))
    if chosen.model is None and (first := resources.first_model()) is not None:
        return ModelFiles(first, trusted=True)
    if chosen.model is None or starter:
        return ModelFiles(*resources.starter(), trusted=True)
    for path in (chosen.model, chosen.mmproj):
        if path is not None:
            _require_file(path)
    return ModelFiles(chosen.model, chosen.mmproj)


def wishes_of(chosen: argparse.Namespace, *, pictures: bool = True, turns: bool = True) -> Wishes:
    """What the options ask of the memory plan. No picture costs no memory, a single question keeps no checkpoints."""
    return Wishes(context=chosen.context, image_tokens=chosen.image_tokens if pictures else 0, turns=turns)


def planning() -> Planning:
    """How models are best loaded here."""
    return Planning(cache_folder(), "Or give --load-anyway")


@contextmanager
def loaded_engine(files: ModelFiles, settings: LoadSettings, *, console: Console, stop: StopFlag) -> Generator[Engine]:
    """An engine with `files` in it, freed at the end. Raises MemoryShort before anything is loaded that would not fit."""
    if not settings.predicted_bytes:  # not from a plan
        settings = planning().weigh(files, settings)
    from inference.engine import Engine

    if fault := find_fault(cache_folder()):
        console.say(str(fault))
    engine = Engine(cache_dir=cache_folder())
    try:
        try:
            engine.load(files, settings, emit=console.emit, stop=stop)
        finally:
            console.end_line()
        yield engine
    finally:
        engine.close()


def _require_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be opened ({error.strerror})"
        raise ModelFileError(say("path-unusable", path=str(path)[-80:], reason=reason)) from error
    if not stat.S_ISREG(mode):
        raise ModelFileError(say("no-gguf-path", path=path, what="a folder" if stat.S_ISDIR(mode) else "not a file"))
