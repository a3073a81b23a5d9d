"""The context meter: which tokens are spent on what, what they cost in seconds and memory, what is free, and whether it fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app import wording
from inference.events import PartPrice, Priced
from inference.pace import Pace

__all__ = [
    "AMBER",
    "RED",
    "REPLY",
    "SHORTEST_REPLY",
    "Budget",
    "BudgetModel",
    "Rates",
    "Row",
    "Segment",
    "budget",
    "price_of",
    "reserve_for",
]

AMBER, RED = 0.65, 0.85
"""Shares of the context from which the meter warns."""
REPLY = 1024
SHORTEST_REPLY = 32
"""With less room than this an answer is not begun."""
NOT_MEASURED = "not measured yet"

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
class Rates:
    """What tokens cost: the `pace` this machine reads at with this model (None: not measured yet), bytes of KV cache of each."""

    pace: Pace | None = None
    bytes_per_token: float = 0.0

    def seconds(self, tokens: int, *, of: int) -> float | None:
        """To read the last `tokens` of a prompt `of` so many; None while the pace is unknown."""
        if tokens <= 0:
            return 0.0
        return self.pace.seconds(tokens, at=of - tokens) if self.pace else None


@dataclass(frozen=True)
class Segment:
    """`fresh` of its `tokens` are still to be read; the others are in the KV cache from before and cost no time."""

    kind: str
    label: str
    tokens: int
    fresh: int = 0
    seconds: float | None = 0.0
    """To read what is fresh; None while the pace is unknown."""


@dataclass(frozen=True)
class Row:
    """One line of the table, as a person reads it."""

    kind: str
    label: str
    tokens: str
    kept: str
    time: str
    memory: str


@dataclass(frozen=True)
class Budget:
    """`segments` are in the order of the bar and without empty ones; the reserve is one of them, the free rest is not."""

    context: int
    prompt: int
    reserve: int
    segments: tuple[Segment, ...]
    rates: Rates = Rates()

    @property
    def free(self) -> int:
        """max(0, context - prompt - reserve)."""
        return max(0, self.context - self.prompt - self.reserve)

    @property
    def fresh(self) -> int:
        """Tokens that are still to be read."""
        return sum(segment.fresh for segment in self.segments)

    @property
    def seconds(self) -> float | None:
        """To read what is fresh; None while the pace is unknown."""
        every = [segment.seconds for segment in self.segments]
        return None if None in every else sum(seconds for seconds in every if seconds)

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
            return f"Too long by {wording.tokens(over)}: this needs {self.prompt:,} and the context holds {self.context:,}."
        if self.prompt + self.reserve > self.context:
            return f"Only {wording.tokens(self.context - self.prompt)} are left for the reply."
        return ""

    def summary(self) -> str:
        """The one line beside the bar."""
        said = f"{self.prompt:,} of {wording.tokens(self.context)}  ·  {self.share * 100:.0f} %"
        return f"{said}  ·  {wording.about(self.seconds)} to read" if self.seconds else said

    def rows(self) -> tuple[Row, ...]:
        """The table: every part, what is free, and the whole prompt last."""
        parts = [self._row(segment) for segment in self.segments]
        free = Row("free", LABELS["free"], f"{self.free:,}", "", "", self._memory(self.free))
        prompt = Segment("prompt", "The whole prompt", self.prompt, self.fresh, self.seconds)
        return (*parts, free, self._row(prompt))

    def _row(self, segment: Segment) -> Row:
        reserve = segment.kind == "reserve"  # written, not read
        kept = "" if reserve or segment.fresh == segment.tokens else f"{segment.tokens - segment.fresh:,}"
        time = "" if reserve else NOT_MEASURED if segment.seconds is None else wording.about(segment.seconds)
        return Row(segment.kind, segment.label, f"{segment.tokens:,}", kept, time, self._memory(segment.tokens))

    def _memory(self, tokens: int) -> str:
        return wording.mebibytes(tokens * self.rates.bytes_per_token) if self.rates.bytes_per_token else ""


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


def budget(
    priced: Priced, context: int, *, draft: int, fresh: tuple[int, ...] | None = None, rates: Rates | None = None
) -> Budget:
    """Sorts the parts of a priced request into the meter's segments; message number `draft` is the one being written.

    `fresh` says of each part how many of its tokens are still to be read; None: all of them.
    """
    rates = rates or Rates()
    unread = fresh or tuple(part.tokens for part in priced.parts)
    sums, new = dict.fromkeys(LABELS, 0), dict.fromkeys(LABELS, 0)
    seconds: dict[str, float | None] = dict.fromkeys(LABELS, 0.0)
    for part, new_tokens, takes in zip(priced.parts, unread, _seconds(priced, unread, rates), strict=True):
        kind = _segment(part, draft)
        sums[kind] += part.tokens
        new[kind] += new_tokens
        so_far = seconds[kind]
        seconds[kind] = None if takes is None or so_far is None else so_far + takes
    reserve = reserve_for(context)
    sums["reserve"] = max(0, min(reserve, context - priced.prompt_tokens))
    segments = tuple(Segment(kind, LABELS[kind], count, new[kind], seconds[kind]) for kind, count in sums.items() if count)
    return Budget(context, priced.prompt_tokens, reserve, segments, rates)


def price_of(priced: Priced, name: str, *, draft: int, rates: Rates) -> tuple[int, float | None] | None:
    """Tokens of the attachment `name` of message number `draft` and seconds to read it; None when it is not among the parts.

    A document's pages and a long recording's pieces carry the name with what they are appended; they are added up.
    """
    takes = _seconds(priced, tuple(part.tokens for part in priced.parts), rates)
    found = [
        (part.tokens, seconds or 0.0)
        for part, seconds in zip(priced.parts, takes, strict=True)
        if part.message == draft and part.kind in ("image", "audio", "document") and _names(part.source, name)
    ]
    tokens = sum(count for count, _ in found)
    return (tokens, sum(seconds for _, seconds in found) if rates.pace else None) if found else None


def _seconds(priced: Priced, fresh: tuple[int, ...], rates: Rates) -> tuple[float | None, ...]:
    """Of each part, to read what is fresh of it behind all that stands before it."""
    if rates.pace is None:
        return tuple(None if count else 0.0 for count in fresh)
    return rates.pace.of_parts((part.kind, part.tokens, count) for part, count in zip(priced.parts, fresh, strict=True))


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
