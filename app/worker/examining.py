"""What a model's files are and what they would need, read from their headers. Runs in the media thread."""

from __future__ import annotations

from app.values import Examined, MemoryMeasured, ModelChoice
from app.worker.choice import files_of, settings_of
from inference.errors import HushError, MemoryShort

__all__ = ["examined", "measured", "require_memory"]


def measured(choice: ModelChoice) -> MemoryMeasured:
    from inference.memory.machine import machine

    now = machine()
    return MemoryMeasured(needed=_needed(choice), available=now.available, total=now.total)


def examined(choice: ModelChoice) -> Examined:
    """What the files are, or why they cannot be loaded. Never raises ModelFileError: that is the answer."""
    from inference.gguf.check import pair_problems
    from inference.memory.machine import machine

    missing = [path for path in (choice.model, choice.mmproj) if path is not None and not path.is_file()]
    if missing:
        return Examined(choice, problems=tuple(f"There is no file {path}." for path in missing))
    found = pair_problems(choice.model, choice.mmproj)
    errors = tuple(str(problem) for problem in found if problem.severity == "error")
    if errors:
        return Examined(choice, problems=errors)
    title, details = _described(choice)
    return Examined(
        choice,
        title=title,
        details=details,
        warnings=tuple(str(problem) for problem in found),
        needed=_needed(choice),
        available=machine().available,
    )


def _described(choice: ModelChoice) -> tuple[str, str]:
    """The model's name and what it takes, in words."""
    from inference.gguf.model import read_model
    from inference.gguf.projector import read_projector

    model = read_model(choice.model)
    title = f"{model.name or choice.model.stem}, {model.quantization}"
    if choice.mmproj is None:
        return title, "Reads text only: no projector is chosen."
    projector = read_projector(choice.mmproj)
    senses = [sense for sense, has in (("sees", projector.vision), ("hears", projector.audio)) if has]
    return title, ", ".join(["Reads text", *senses]) + "."


def require_memory(choice: ModelChoice) -> int:
    """The predicted peak in bytes. Raises MemoryShort when the machine cannot give that much now, unless told to go on."""
    from inference.memory.machine import machine

    needed, available = _predicted(choice), machine().available
    if needed > available and not choice.anyway:
        raise MemoryShort(
            f"{choice.model.name} needs about {needed / 2**30:.1f} GiB of memory and {available / 2**30:.1f} GiB are free.",
            "Close other programs, choose a shorter context or a smaller model, or load it anyway from the model dialog.",
        )
    return needed


def _needed(choice: ModelChoice) -> int | None:
    """None where the files cannot be read: loading them says why."""
    try:
        return _predicted(choice)
    except HushError:
        return None


def _predicted(choice: ModelChoice) -> int:
    from inference.memory.estimate import of_files

    return of_files(files_of(choice), settings_of(choice)).total
