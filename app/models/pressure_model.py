"""What memory did to the conversation, and what can be done about it: in words, with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.plan_words import how
from app.sentences import say
from app.wording import gibibytes
from inference.events import MemoryPressed, Released

if TYPE_CHECKING:
    from inference.memory.plan import Plan

__all__ = ["PressureModel", "offer", "tell_pressed", "tell_released"]


class PressureModel(QObject):
    """Says what memory did; empty `text`: nothing to say. `plan` is what to go on with; None until there is one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.plan: Plan | None = None

    def show(self, text: str, plan: Plan | None = None) -> None:
        if (text, plan) != (self.text, self.plan):
            self.text, self.plan = text, plan
            self.changed.emit()


def tell_pressed(event: MemoryPressed, *, answering: bool) -> str:
    """What happened, and what it cost."""
    said = [say("memory-runs-short", left=gibibytes(event.spare), total=gibibytes(event.total))]
    freed = [say("reading-given-back", freed=gibibytes(event.freed))] if event.freed >= 2**20 else []
    if event.level == "red" and answering:
        said += [say("answer-ends-for-memory"), *freed]
    else:
        said += freed or [say("takes-no-more")]
    return " ".join(map(str, said))


def tell_released(event: Released) -> str:
    """That the model was released for want of memory, what that freed, and how it comes back."""
    return str(say("model-made-room-as-read" if event.kept else "model-made-room", freed=gibibytes(event.freed)))


def offer(plan: Plan) -> str:
    """What would fit now, with numbers."""
    if plan.fits:
        needed, budget = gibibytes(plan.estimate.total), gibibytes(plan.budget_bytes)
        return str(say("fits-now", how=how(plan.settings), needed=needed, budget=budget))
    if plan.instead is not None:
        return offer(plan.instead)
    return str(say("never-fits-now", needed=gibibytes(plan.estimate.total), missing=gibibytes(plan.missing)))
