"""What the window chose, in the engine's own values: its files, how they are loaded, and what they come to on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import resources
from app.folders import cache_folder
from app.values import Examined, MemoryMeasured, ModelChoice
from inference.errors import HushError
from inference.loading import LoadSettings, ModelFiles

if TYPE_CHECKING:
    from inference.gguf.projector import ProjectorInfo
    from inference.memory.plan import Plan, Wishes
    from inference.memory.planning import Headers, Planning

__all__ = ["examine", "files_of", "grant", "measure", "plan", "settings_of"]

WINDOW_BYTES = 150 * 2**20
"""What the window takes without a model: Qt, the libraries of the engine and the media, measured on Linux under X11."""


def files_of(choice: ModelChoice) -> ModelFiles:
    return ModelFiles(choice.model, choice.mmproj, trusted=choice.is_starter or choice.model == resources.first_model())


def plan(choice: ModelChoice, headers: Headers | None = None) -> Plan:
    """The plan for this machine now; `headers` of the files if they were read. Raises ModelFileError or InputError."""
    return _planning().plan(files_of(choice), _wishes_of(choice), headers=headers)


def settings_of(choice: ModelChoice) -> LoadSettings:
    """The settings that load `choice`: as shown or loaded before, else as the plan has it now. Raises ModelFileError."""
    return choice.settings or plan(choice).settings


def grant(choice: ModelChoice) -> LoadSettings:
    """The settings to load `choice` with. Raises MemoryShort where they do not fit now, unless it is to be loaded anyway."""
    return _planning().grant(files_of(choice), _wishes_of(choice), shown=choice.settings, anyway=choice.anyway)


def measure(choice: ModelChoice) -> MemoryMeasured:
    """What the model needs, beside what there is."""
    from inference.memory.machine import machine

    now = machine()
    try:
        needed = settings_of(choice).predicted_bytes
    except HushError:  # loading the files says why
        needed = None
    return MemoryMeasured(needed=needed, available=now.available, total=now.total)


def examine(choice: ModelChoice, headers: Headers | None = None) -> Examined:
    """What the files are and how they would be loaded, or why they cannot be: never raises a HushError."""
    from inference.memory.planning import read_headers

    found = headers or read_headers(files_of(choice))
    if found.model is None:
        return Examined(choice, problems=tuple(map(str, found.problems)))
    try:
        planned = plan(choice, found)
    except HushError as error:  # no machine could grant what is wished
        return Examined(choice, problems=(str(error),))
    title = f"{found.model.name or choice.model.stem}, {found.model.quantization}"
    return Examined(choice, title, _senses(found.projector), warnings=tuple(map(str, found.warnings)), plan=planned)


def _planning() -> Planning:
    from inference.memory.planning import Planning  # reads model files: not for a window that opens

    return Planning(cache_folder(), "Or load it anyway from the model dialog", WINDOW_BYTES)


def _wishes_of(choice: ModelChoice) -> Wishes:
    from inference.memory.plan import Wishes

    return Wishes(choice.context, choice.image_tokens if choice.mmproj else None)


def _senses(projector: ProjectorInfo | None) -> str:
    """What the pair takes, in words."""
    if projector is None:
        return "Reads text only: no projector is chosen."
    senses = [sense for sense, has in (("sees", projector.vision), ("hears", projector.audio)) if has]
    return ", ".join(["Reads text", *senses]) + "."
