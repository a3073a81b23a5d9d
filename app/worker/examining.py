"""What a model's files are and what they would need, read from their headers. Runs in the media thread."""

from __future__ import annotations

from app.values import Examined, MemoryMeasured, ModelChoice
from app.worker.choice import files_of, settings_of
from inference.errors import HushError, MemoryShort, ModelFileError

__all__ = ["examined", "measured", "require_memory"]


def measured(choice: ModelChoice) -> MemoryMeasured:
    from inference.memory.machine import machine

    now = machine()
    return MemoryMeasured(needed=_needed(choice), available=now.available, total=now.total)


def examined(choice: ModelChoice) -> Examined:
    """What the files are, or why they cannot be loaded. Never raises ModelFileError: that is the answer."""
    from inference.gguf.check import require_sound
    from inference.gguf.model import read_model, read_projector

    from inference.memory.machine import machine

    try:
        for path in (choice.model, choice.mmproj):
            if path is not None and not path.is_file():
                raise ModelFileError(f"There is no file {path}.", "Check the path, or browse for it.")
        require_sound(choice.model, choice.mmproj)
        model = read_model(choice.model)
        projector = read_projector(choice.mmproj) if choice.mmproj else None
    except HushError as error:
        return Examined(choice, "", "", (str(error),), None)
    senses = [
        name for name, has in (("sees", projector and projector.has_vision), ("hears", projector and projector.has_audio)) if has
    ]
    details = f"Reads text{''.join(', ' + sense for sense in senses)}." if senses else "Reads text only: no projector is chosen."
    return Examined(choice, model.name or choice.model.stem, details, (), _needed(choice), machine().available)


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
