"""Which model is there, what it can do, how far its loading is, and what memory it takes."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal

import resources
from app import wording
from app.values import Attached, MemoryMeasured, ModelChoice
from inference.errors import HushError
from inference.events import Capabilities, LoadProgress, Released

__all__ = ["ModelState"]


class ModelState(QObject):
    """Changed by the model controller only."""

    changed = Signal()
    memory_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase: Literal["none", "loading", "ready"] = "none"
        self.choice: ModelChoice | None = None
        self.failure: HushError | None = None
        """Why the model that was to be loaded last is not there; None where it is, or nothing went wrong."""
        self.capabilities: Capabilities | None = None
        self.progress: LoadProgress | None = None
        self.memory: MemoryMeasured | None = None
        self.estimates = ""
        """How right the memory estimates have been on this machine, in words."""
        self.resting: Released | None = None
        """How the model was released; it is loaded again with the next question."""

    def rest(self, released: Released | None) -> None:
        """The model is out of memory, or back (None)."""
        if released != self.resting:
            self.resting = released
            self.changed.emit()

    @property
    def name(self) -> str:
        """What to call it: its own name once loaded, the file's before."""
        if self.capabilities is not None:
            return self.capabilities.name
        if self.choice is None:
            return "No model"
        return "the starter" if self.choice.is_starter else self.choice.model.stem

    @property
    def is_starter(self) -> bool:
        if self.capabilities is not None and self.capabilities.is_starter:
            return True
        return self.choice is not None and self.choice.is_starter

    @property
    def memory_line(self) -> str:
        """What the model needs beside what the machine can give now; before it is loaded the two can be compared."""
        if self.resting is not None:
            return f"Resting, {wording.gibibytes(self.resting.freed)} given back"
        if self.memory is None:
            return ""
        available = f"{wording.gibibytes(self.memory.available)} free now"
        if self.memory.needed is None:
            return available
        return f"Model needs about {wording.gibibytes(self.memory.needed)}, {available}"

    @property
    def is_first(self) -> bool:
        """Whether it is the small real model that set-up brings."""
        return self.choice is not None and self.choice.model == resources.first_model()

    def refusal(self, kind: str) -> str:
        """Why this model cannot take an attachment of that kind; empty when it can or is not known yet."""
        return "" if self.capabilities is None else wording.refusal(kind, self.capabilities)

    def takes(self, seen: Attached) -> bool:
        """Whether the model that is loaded sees or hears it itself."""
        return self.capabilities is not None and not self.refusal(seen.part.kind)

    def refusal_of(self, seen: Attached) -> str:
        """Why it cannot take this one, nor what was read in it; empty when it can or is not known yet."""
        return self.refusal("image" if seen.part.kind == "document" else seen.part.kind) if _lacks_text(seen) else ""

    def may_refuse(self, seen: Attached) -> bool:
        """Whether it cannot take this one without its text; or may turn out so, as long as it loads."""
        loads = self.phase == "loading" and self.capabilities is None
        return _lacks_text(seen) if loads else bool(self.refusal_of(seen))


def _lacks_text(seen: Attached) -> bool:
    """Whether something in it has to be seen or heard, and was not read."""
    part = seen.part
    if part.kind == "document":
        pictures = set(seen.scanned) & set(part.pages or seen.scanned)
        return bool(pictures - {page for page, _ in part.texts})
    return part.text is None
