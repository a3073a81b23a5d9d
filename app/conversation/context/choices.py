"""What could give way, in words with numbers: the panel above the composer shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app import wording
from app.conversation.context.budget_model import SHORTEST_REPLY, Rates
from app.documents.pages import pages_called
from inference.conversation import IMAGE_BUDGETS, Attachment, Request
from inference.events import Priced
from inference.prompt.budget import Choice
from inference.prompt.changes import AsText, KeepPages, Place, Shrink, turns

__all__ = ["ChoicesModel", "OfferLine", "offer_line"]


@dataclass(frozen=True)
class OfferLine:
    """One choice as a person reads it: `title` says what would be given up, `detail` what that brings."""

    title: str
    detail: str
    choice: Choice


CANNOT_EVALUATE = "The model as it is loaded cannot look at pictures this closely. Nothing is sent until you choose."


class ChoicesModel(QObject):
    """Changed by the room controller only."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.open = False
        self.too_long = False
        self.why = ""
        """Another reason for the panel than that it is too long."""
        self.waiting = False
        """The choices are being counted."""
        self.lines: tuple[OfferLine, ...] = ()
        self.undo = ""
        """What could be taken back; empty when nothing was chosen."""

    @property
    def heading(self) -> str:
        """What the panel is about."""
        if not self.open or self.why:
            return self.why if self.open else ""
        if self.waiting and not self.lines:
            return "Counting what could give way…"
        if self.too_long and not self.lines:
            return "This is too long, and nothing before it could give way: shorten the text or remove an attachment."
        if self.too_long:
            return "This is too long. What should give way? Nothing is left out unless you choose it."
        if self.lines:
            return "Make room in the context"
        return "It fits now." if self.undo else "Nothing here could be made smaller."

    def show(self, **changes: object) -> None:
        """Set fields by name."""
        if any(getattr(self, name) != value for name, value in changes.items()):
            for name, value in changes.items():
                setattr(self, name, value)
            self.changed.emit()


def offer_line(request: Request, choice: Choice, *, context: int, fresh: int, rates: Rates) -> OfferLine:
    """`choice` for `request` in words; `fresh` of its tokens would have to be read."""
    seconds = rates.seconds(fresh, of=choice.priced.prompt_tokens)
    return OfferLine(_title(request, choice), _detail(choice, context, seconds), choice)


def within_reach(request: Request, largest: int) -> tuple[Shrink, ...]:
    """What must become smaller for a load that evaluates pictures of up to `largest` tokens: each to the largest it can."""
    fitting = max((size for size in IMAGE_BUDGETS if size <= largest), default=None)
    return tuple(
        Shrink(Place(index, number), fitting, part.tokens, fitting)
        for index, message in enumerate(request.messages)
        for number, part in enumerate(message.parts)
        if fitting and part.kind == "image" and part.tokens is not None and part.tokens > largest
    )


def reach_line(changes: Sequence[Shrink]) -> OfferLine:
    """The way on for pictures that this load cannot evaluate as they are."""
    what = "The picture" if len(changes) == 1 else wording.count(len(changes), "picture")
    title = f"{what} at up to {wording.tokens(changes[0].tokens)}{'' if len(changes) == 1 else ' each'}"
    detail = "or load the model again with larger pictures, which takes more memory"
    return OfferLine(title, detail, Choice("pictures", tuple(changes), Priced((), 0), 0, fits=True))


def _title(request: Request, choice: Choice) -> str:
    if choice.kind == "pictures":
        return _pictures(request, [change for change in choice.changes if isinstance(change, Shrink)])
    if choice.kind == "pages":
        (change,) = (change for change in choice.changes if isinstance(change, KeepPages))
        kept = f"Only {pages_called(change.pages)} of {_name(request, change)}"
        return f"{kept}: {len(change.pages):,} of {wording.count(change.was, 'page')}"
    if choice.kind == "text":
        read = [change for change in choice.changes if isinstance(change, AsText)]
        return f"As its text: {_name(request, read[0])}" if len(read) == 1 else f"{len(read)} attachments as their text"
    every = turns(request.messages)
    count = sum(turn[0] in choice.messages for turn in every)
    which = "the whole earlier conversation" if count == len(every) and count > 1 else _oldest(count)
    return f"Summarise {which}" if choice.kind == "summary" else f"Leave out {which}"


def _pictures(request: Request, changes: list[Shrink]) -> str:
    was, becomes = sum(change.was for change in changes), sum(change.becomes for change in changes)
    if len(changes) == 1:
        return f"Smaller picture: {_name(request, changes[0])} from {was:,} to {wording.tokens(becomes)}"
    size = f"{wording.count(len(changes), 'picture')} of at most {wording.tokens(changes[0].tokens)} each"
    return f"{size}: from {was:,} to {wording.tokens(becomes)}"


def _oldest(count: int) -> str:
    return "the oldest question and its answer" if count == 1 else f"the {count:,} oldest questions and their answers"


def _detail(choice: Choice, context: int, seconds: float | None) -> str:
    """What is saved, what is left, and what it costs in time."""
    prompt = choice.priced.prompt_tokens
    saves = f"saves {choice.saved:,}" if choice.exact else f"saves at least {choice.saved:,}; the model writes it"
    if prompt + SHORTEST_REPLY > context:
        left = f"still {prompt + SHORTEST_REPLY - context:,} too long"
    else:
        left = f"then {prompt:,} of {context:,}, {context - prompt:,} left for the reply"
    return "  ·  ".join([saves, left, *([f"{wording.about(seconds)} to read"] if seconds else [])])


def _name(request: Request, change: Shrink | KeepPages | AsText) -> str:
    part = request.messages[change.place.message].parts[change.place.part]
    return part.name if isinstance(part, Attachment) else "it"
