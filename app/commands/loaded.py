"""From the command line's options to a loaded engine: which files, whether they fit, and the engine that has read them."""

from __future__ import annotations

import argparse
import stat
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_dir

import resources
from inference.errors import HushError, InputError, MemoryShort, ModelFileError
from inference.loading import DEFAULT_IMAGE_TOKENS, LoadSettings, ModelFiles
from inference.memory import estimate
from inference.memory.machine import machine

if TYPE_CHECKING:
    from app.commands.console import Console
    from inference.engine import Engine
    from inference.stop import StopFlag

__all__ = ["as_bytes", "files_of", "image_tokens_wanted", "loaded_engine", "require_memory"]


def files_of(chosen: argparse.Namespace) -> ModelFiles:
    """The files named on the command line, or the starter. Raises InputError for half a pair or a missing file."""
    if chosen.model is None:
        if chosen.mmproj is not None:
            raise InputError("--mmproj was given without --model.", "Name the model it belongs to as well.")
        model, mmproj = resources.starter()
        return ModelFiles(model, mmproj, trusted=True)
    for path in (chosen.model, chosen.mmproj):
        if path is not None:
            _require_file(path)
    return ModelFiles(chosen.model, chosen.mmproj)


def image_tokens_wanted(chosen: argparse.Namespace, *, pictures: bool) -> int:
    """The largest picture to make room for: no picture costs no memory."""
    return (chosen.image_tokens or DEFAULT_IMAGE_TOKENS) if pictures else 0


@contextmanager
def loaded_engine(
    files: ModelFiles, settings: LoadSettings, *, console: Console, stop: StopFlag, load_anyway: bool = False
) -> Generator[Engine]:
    """An engine with `files` in it, freed at the end. Raises MemoryShort before anything is loaded that would not fit."""
    predicted = require_memory(files, settings, load_anyway=load_anyway)
    from inference.engine import Engine

    engine = Engine(cache_dir=Path(user_cache_dir("hush", appauthor=False)))
    try:
        _load(engine, files, replace(settings, predicted_bytes=predicted), console=console, stop=stop)
        yield engine
    finally:
        engine.close()


def require_memory(files: ModelFiles, settings: LoadSettings, *, load_anyway: bool = False) -> int:
    """The predicted peak in bytes. Raises MemoryShort when the machine cannot give that much now."""
    predicted = estimate.of_files(files, settings).total
    available = machine().available
    if predicted > available and not load_anyway:
        raise MemoryShort(
            f"{files.model.name} would take about {as_bytes(predicted)} with {settings.context:,} tokens of context,"
            f" and {as_bytes(available)} is free.",
            f"Close other programs, choose a smaller --context or model, or give --load-anyway"
            f" ({as_bytes(predicted - available)} too much).",
        )
    return predicted


def as_bytes(count: int) -> str:
    """A number of bytes as a person reads it: 7.91 GiB, 338 MiB."""
    return f"{count / 2**30:.2f} GiB" if count >= 2**30 else f"{count / 2**20:.0f} MiB"


def _load(engine: Engine, files: ModelFiles, settings: LoadSettings, *, console: Console, stop: StopFlag) -> None:
    try:
        engine.load(files, settings, emit=console.emit, stop=stop)
    except HushError as error:
        if stop.is_set():  # llama.cpp reports a load that was given up as one that failed
            raise KeyboardInterrupt from error
        raise
    finally:
        console.end_line()


def _require_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be opened ({error.strerror})"
        raise ModelFileError(f'"{str(path)[-80:]}" {reason}.', "Check the path.") from error
    if not stat.S_ISREG(mode):
        raise ModelFileError(f'"{path}" is {"a folder" if stat.S_ISDIR(mode) else "not a file"}.', "Name a GGUF file.")
