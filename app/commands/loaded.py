"""From the command line's options to a loaded engine: which files, how the memory plan loads them, and the engine with them."""

from __future__ import annotations

import argparse
import stat
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from app.folders import cache_folder
from app.models.plan_words import shortfall, way_out
from app.wording import gibibytes
from inference.errors import HushError, InputError, MemoryShort, ModelFileError
from inference.gguf.check import require_usable
from inference.gguf.model_info import read_model
from inference.gguf.projector import read_projector
from inference.loading import LoadSettings, ModelFiles
from inference.memory.estimate import of_files
from inference.memory.machine import Machine, machine_without_us
from inference.memory.plan import Plan, Wishes, plan
from inference.memory.records import RECORDS, Records
from inference.vetting import file_key

if TYPE_CHECKING:
    from app.commands.console import Console
    from inference.engine import Engine
    from inference.stop import StopFlag

__all__ = ["as_bytes", "files_of", "loaded_engine", "planned", "settings_of", "wishes_of"]


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


def wishes_of(chosen: argparse.Namespace, *, pictures: bool = True, turns: bool = True) -> Wishes:
    """What the options ask of the memory plan. No picture costs no memory, a single question keeps no checkpoints."""
    return Wishes(context=chosen.context, image_tokens=chosen.image_tokens if pictures else 0, turns=turns)


def planned(files: ModelFiles, wishes: Wishes, on: Machine | None = None) -> Plan:
    """How to load `files` on this machine now, or `on` another. Raises ModelFileError, also for headers that lie."""
    require_usable(files.model, files.mmproj)
    projector = read_projector(files.mmproj) if files.mmproj else None
    model = read_model(files.model)
    if on is not None:  # what was measured here says nothing of another machine
        return plan(model, projector, on, wishes)
    correction = partial(Records(cache_folder() / RECORDS).correction, file_key(files))
    return plan(model, projector, machine_without_us(), wishes, correction=correction)


def settings_of(files: ModelFiles, wishes: Wishes, *, load_anyway: bool = False) -> LoadSettings:
    """The plan's settings. Raises MemoryShort where they do not fit, unless they are to be loaded anyway."""
    made = planned(files, wishes)
    if not made.fits and not load_anyway:
        anyway = f"Or give --load-anyway ({gibibytes(made.missing)} too much)."
        raise MemoryShort(shortfall(made, files.model.name), f"{way_out(made)} {anyway}".strip())
    return made.settings


@contextmanager
def loaded_engine(files: ModelFiles, settings: LoadSettings, *, console: Console, stop: StopFlag) -> Generator[Engine]:
    """An engine with `files` in it, freed at the end. Raises MemoryShort before anything is loaded that would not fit."""
    if not settings.predicted_bytes:  # not from a plan
        settings = replace(settings, predicted_bytes=_require_memory(files, settings))
    from inference.engine import Engine

    engine = Engine(cache_dir=cache_folder())
    try:
        _load(engine, files, settings, console=console, stop=stop)
        yield engine
    finally:
        engine.close()


def _require_memory(files: ModelFiles, settings: LoadSettings) -> int:
    """The predicted peak in bytes. Raises MemoryShort when the machine cannot give that much now."""
    predicted, budget = of_files(files, settings).total, machine_without_us().budget
    if predicted > budget:
        raise MemoryShort(
            f"{files.model.name} would take about {gibibytes(predicted)}, and {gibibytes(budget)} may be used.",
            "Close other programs, or choose a smaller model.",
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
