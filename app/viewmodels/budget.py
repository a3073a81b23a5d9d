"""The context meter: which tokens are spent on what, what is kept for the reply, what is free, and whether it fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app import wording
from inference.events import PartPrice, Priced

__all__ = ["AMBER", "RED", "Budget", "BudgetModel", "Segment", "budget", "price_of", "reserve_for"]

AMBER, RED = 0.65, 0.85
"""Shares of the context from which the meter warns."""
REPLY = 1024
SHORTEST_REPLY = 32
"""With less room than this an answer is not begun."""

LABELS = {
    "instructions": "Instructions",
    "conversation": "Conversation",
    "pictures": "Pictures",
    "sound": "Sound",
    "documents": "Documents",
    "draft": "This draft",
    "reserve": "Kept for the reply",
    "free": "Free",
}


@dataclass(frozen=True)
class Segment:
    kind: str
    label: str
    tokens: int


@dataclass(frozen=True)
class Budget:
    """`segments` are in the order of the bar and without empty ones; the reserve is one of them, the free rest is not."""

    context: int
    prompt: int
    reserve: int
    segments: tuple[Segment, ...]

    @property
    def free(self) -> int:
        """max(0, context - prompt - reserve)."""
        return max(0, self.context - self.prompt - self.reserve)

    @property
    def share(self) -> float:
        """prompt / context, never above 1."""
        return min(1.0, self.prompt / self.context)

    @property
    def level(self) -> Literal["calm", "amber", "red"]:
        if self.share >= RED or not self.fits:
            return "red"
        return "amber" if self.share >= AMBER else "calm"

    @property
    def fits(self) -> bool:
        """There is room for the prompt and for a reply worth beginning."""
        return self.prompt + SHORTEST_REPLY <= self.context

    def widths(self) -> tuple[float, ...]:
        """Each segment's share of the bar. Together at most 1: when the prompt is too long the bar is full, not longer."""
        whole = max(self.context, sum(segment.tokens for segment in self.segments))
        return tuple(segment.tokens / whole for segment in self.segments)

    def sentence(self) -> str:
        """What a person should know, empty when all is well."""
        if not self.fits:
            over = self.prompt + SHORTEST_REPLY - self.context
            return (
                f"Too long by {wording.tokens(over)}: this needs {self.prompt:,} and the context holds {self.context:,}. "
                "Remove an attachment, shorten the text, or start a new chat."
            )
        if self.prompt + self.reserve > self.context:
            return f"Only {wording.tokens(self.context - self.prompt)} are left for the reply."
        return ""


class BudgetModel(QObject):
    """The newest budget, None until something was priced."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.budget: Budget | None = None

    def show(self, budget: Budget | None) -> None:
        if budget != self.budget:
            self.budget = budget
            self.changed.emit()


def reserve_for(context: int) -> int:
    """Tokens kept for the reply: 1,024, but never more than a quarter of the context."""
    return min(REPLY, context // 4)


def budget(priced: Priced, context: int, *, draft: int) -> Budget:
    """Sorts the parts of a priced request into the meter's segments; message number `draft` is the one being written."""
    sums = dict.fromkeys(LABELS, 0)
    for part in priced.parts:
        sums[_segment(part, draft)] += part.tokens
    reserve = reserve_for(context)
    sums["reserve"] = max(0, min(reserve, context - priced.prompt_tokens))
    segments = tuple(Segment(kind, LABELS[kind], count) for kind, count in sums.items() if count)
    return Budget(context, priced.prompt_tokens, reserve, segments)


def price_of(priced: Priced, name: str, *, draft: int) -> int | None:
    """Tokens of the attachment `name` of message number `draft`, None when it is not among the parts.

    A document's pages and a long recording's pieces carry the name with what they are appended; they are added up.
    """
    found = [
        part.tokens
        for part in priced.parts
        if part.message == draft and part.kind in ("image", "audio", "document") and _names(part.source, name)
    ]
    return sum(found) if found else None


def _names(source: str, name: str) -> bool:
    return source == name or (source.startswith(name) and source[len(name)] in ", :#([")


def _segment(part: PartPrice, draft: int) -> str:
    if part.kind in ("instructions", "template"):
        return "instructions"
    if part.kind == "image":
        return "pictures"
    if part.kind == "audio":
        return "sound"
    if part.kind == "document":
        return "documents"
    return "draft" if part.message == draft else "conversation"
