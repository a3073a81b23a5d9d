"""What memory did to the conversation, and what can be done about it: in words, with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.plan_words import how
from app.wording import gibibytes
from inference.events import MemoryPressed, Released

if TYPE_CHECKING:
    from inference.memory.plan import Plan

__all__ = ["PressureModel", "came", "offer", "went"]


class PressureModel(QObject):
    """Empty `text`: nothing to say. `plan` is what to go on with; None until there is one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.plan: Plan | None = None

    def show(self, text: str, plan: Plan | None = None) -> None:
        if (text, plan) != (self.text, self.plan):
            self.text, self.plan = text, plan
            self.changed.emit()


def came(event: MemoryPressed, *, answering: bool) -> str:
    """What happened, and what it cost."""
    left = f"Memory is running short: {gibibytes(event.spare)} of {gibibytes(event.total)} is left."
    freed = f" Hush gave back {gibibytes(event.freed)} of saved reading." if event.freed >= 2**20 else ""
    if event.level == "red" and answering:
        return f"{left} The answer ends here, and what was written is kept.{freed}"
    return left + (freed or " Hush takes no more than it has.")


def went(event: Released) -> str:
    """That the model was released, what that freed, and how it comes back."""
    back = "comes back with the conversation as it was read" if event.kept else "comes back"
    if event.reason == "idle":
        return f"The model rests and gave back {gibibytes(event.freed)}. It {back} when you ask something."
    return f"The model made room and gave back {gibibytes(event.freed)}. It {back} when you ask again."


def offer(plan: Plan) -> str:
    """What would fit now, with numbers."""
    if plan.fits:
        return (
            f"What fits now: {how(plan.settings)}. That takes {gibibytes(plan.estimate.total)} of the "
            f"{gibibytes(plan.budget_bytes)} that Hush may use."
        )
    if plan.instead is not None:
        return offer(plan.instead)
    return (
        f"At its smallest this model takes {gibibytes(plan.estimate.total)}, {gibibytes(plan.missing)} more than Hush may "
        "use now. Close other programs, or choose a smaller model."
    )
