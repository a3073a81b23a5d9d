"""What a model's files are and what they would need, read from their headers. Runs in the media thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.plan_words import shortfall, way_out
from app.values import Examined, MemoryMeasured, ModelChoice
from app.wording import gibibytes
from app.worker.choice import planned, planned_for, settings_of
from inference.errors import HushError, MemoryShort
from inference.loading import LoadSettings

if TYPE_CHECKING:
    from inference.gguf.model_info import ModelInfo
    from inference.gguf.projector import ProjectorInfo

__all__ = ["Seen", "examined", "judged", "measured", "require_memory", "seen"]


def measured(choice: ModelChoice) -> MemoryMeasured:
    from inference.memory.machine import machine

    now = machine()
    return MemoryMeasured(needed=_needed(choice), available=now.available, total=now.total)


@dataclass(frozen=True)
class Seen:
    """What a pair of files is, whatever machine it is on. `problems` empty: `model` is there, and both can be loaded."""

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    model: ModelInfo | None = None
    projector: ProjectorInfo | None = None


def examined(choice: ModelChoice) -> Examined:
    """What the files are and how they would be loaded, or why they cannot be. Never raises ModelFileError: that is the answer."""
    return judged(choice, seen(choice))


def seen(choice: ModelChoice) -> Seen:
    """Look into the files of `choice`. Takes seconds where the vocabulary is large."""
    from inference.gguf.check import pair_problems
    from inference.gguf.model_info import read_model
    from inference.gguf.projector import read_projector

    missing = [path for path in (choice.model, choice.mmproj) if path is not None and not path.is_file()]
    if missing:
        return Seen(problems=tuple(f"There is no file {path}." for path in missing))
    found = pair_problems(choice.model, choice.mmproj)
    errors = tuple(str(problem) for problem in found if problem.severity == "error")
    if errors:
        return Seen(problems=errors)
    try:
        model, projector = read_model(choice.model), read_projector(choice.mmproj) if choice.mmproj else None
    except HushError as error:  # the file has changed meanwhile
        return Seen(problems=(str(error),))
    return Seen(warnings=tuple(str(problem) for problem in found), model=model, projector=projector)


def judged(choice: ModelChoice, files: Seen) -> Examined:
    """What files already looked into come to on this machine now."""
    if files.model is None:
        return Examined(choice, problems=files.problems)
    try:
        plan = planned_for(choice, files.model, files.projector)
    except HushError as error:  # no machine could grant what is wished
        return Examined(choice, problems=(str(error),))
    title = f"{files.model.name or choice.model.stem}, {files.model.quantization}"
    return Examined(choice, title=title, details=_senses(files.projector), warnings=files.warnings, plan=plan)


def _senses(projector: ProjectorInfo | None) -> str:
    """What the pair takes, in words."""
    if projector is None:
        return "Reads text only: no projector is chosen."
    senses = [sense for sense, has in (("sees", projector.vision), ("hears", projector.audio)) if has]
    return ", ".join(["Reads text", *senses]) + "."


def require_memory(choice: ModelChoice) -> LoadSettings:
    """The settings to load `choice` with. Raises MemoryShort where they do not fit now, unless it is to be loaded anyway."""
    from inference.memory.machine import machine_without_us

    shown = choice.settings
    if choice.anyway and shown is not None:
        return shown
    if shown is not None and shown.predicted_bytes <= machine_without_us().budget:
        return shown
    plan = planned(choice)
    if not plan.fits and not choice.anyway:
        anyway = f"Or load it anyway from the model dialog ({gibibytes(plan.missing)} too much)."
        raise MemoryShort(shortfall(plan, choice.model.name), f"{way_out(plan)} {anyway}".strip())
    return plan.settings


def _needed(choice: ModelChoice) -> int | None:
    """None where the files cannot be read: loading them says why."""
    try:
        return settings_of(choice).predicted_bytes
    except HushError:
        return None
