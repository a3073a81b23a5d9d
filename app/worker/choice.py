"""What the window chose, in the engine's own values, and the memory plan for it."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.folders import cache_folder
from app.values import ModelChoice
from inference.loading import LoadSettings, ModelFiles

if TYPE_CHECKING:
    from inference.gguf.model_info import ModelInfo
    from inference.gguf.projector import ProjectorInfo
    from inference.memory.plan import Plan

__all__ = ["WINDOW_BYTES", "files_of", "planned", "planned_for", "settings_of"]

WINDOW_BYTES = 150 * 2**20
"""What the window takes without a model: Qt, the libraries of the engine and the media, measured on Linux under X11."""


def files_of(choice: ModelChoice) -> ModelFiles:
    return ModelFiles(choice.model, choice.mmproj, trusted=choice.is_starter)


def settings_of(choice: ModelChoice) -> LoadSettings:
    """How `choice` is loaded, as shown or loaded before, else as the plan has it now. Raises ModelFileError."""
    return choice.settings or planned(choice).settings


def planned(choice: ModelChoice) -> Plan:
    """The plan for this machine now, as if this process held no model yet. Raises ModelFileError or InputError."""
    from inference.vetting import file_key

    try:
        key = file_key(files_of(choice))
    except OSError:
        key = ""  # looking into it says why
    return planned_for(choice, *_found_good(choice.model, choice.mmproj, key))


@lru_cache(maxsize=4)
def _found_good(model: Path, mmproj: Path | None, _key: str) -> tuple[ModelInfo, ProjectorInfo | None]:
    """Looked into once, as long as the files are the same: a large vocabulary takes this interpreter from the window's thread
    for a good part of a second, and the plan is asked for every few seconds while a model loads.
    """
    from inference.gguf.check import require_usable
    from inference.gguf.model_info import read_model
    from inference.gguf.projector import read_projector

    require_usable(model, mmproj)
    return read_model(model), read_projector(mmproj) if mmproj else None


def planned_for(choice: ModelChoice, model: ModelInfo, projector: ProjectorInfo | None) -> Plan:
    """As `planned`, of files already read and found good."""
    from inference.memory.machine import machine_without_us
    from inference.memory.plan import Wishes, plan
    from inference.memory.records import RECORDS, Records
    from inference.vetting import file_key

    wishes = Wishes(choice.context, choice.image_tokens if projector else None)
    correction = partial(Records(cache_folder() / RECORDS).correction, file_key(files_of(choice)))
    return plan(model, projector, machine_without_us(), wishes, program=WINDOW_BYTES, correction=correction)
