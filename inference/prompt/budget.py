"""What could give way when a prompt is too long, or when a person wants room: choices with numbers.

Pure: a request, its price and what of it can be changed go in, choices come out; `count` prices a changed request. A choice
names the exact price of the request that `apply` makes of it; of a summary, which is not written yet, the most it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from inference.conversation import Request
from inference.events import PartPrice, Priced
from inference.prompt.changes import AsText, Change, KeepPages, LeaveOut, Place, Shrink, Summarise, apply, summary_request, turns

__all__ = ["Choice", "Flexible", "Kind", "Limits", "Paged", "Resizable", "choices"]

Kind = Literal["pictures", "text", "pages", "turns", "summary"]


@dataclass(frozen=True)
class Resizable:
    """A picture: the soft tokens it is `now`, and (budget, soft tokens) of every size it could have, ascending."""

    place: Place
    now: int
    sizes: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Paged:
    """A document: the numbers of the pages it is sent with now, and roughly the tokens of each."""

    place: Place
    pages: tuple[int, ...]
    tokens: tuple[int, ...]


@dataclass(frozen=True)
class Flexible:
    """What of a request can be changed."""

    pictures: tuple[Resizable, ...] = ()
    documents: tuple[Paged, ...] = ()
    readable: tuple[Place, ...] = ()
    """What could go as the text that was read in it, and does not."""


@dataclass(frozen=True)
class Limits:
    """In tokens: the `context`, what is kept in `reserve` for the reply, the `room` that the prompt should come down to
    (None: what the context leaves beside the reserve), and the longest `summary`."""

    context: int
    reserve: int
    room: int | None = None
    summary: int = 256

    @property
    def goal(self) -> int:
        return self.context - self.reserve if self.room is None else self.room


@dataclass(frozen=True)
class Choice:
    """One thing to give up. `priced` is what the request then costs, part by part: exactly, or at most if not `exact`.

    `saved` tokens fewer than now; `fits` if the prompt and the reserve for the reply are then within the context.
    """

    kind: Kind
    changes: tuple[Change, ...]
    priced: Priced
    saved: int
    fits: bool
    exact: bool = True

    @property
    def messages(self) -> tuple[int, ...]:
        """Numbers of the messages that are not sent any more."""
        return tuple(n for change in self.changes if isinstance(change, LeaveOut | Summarise) for n in change.messages)


def choices(
    request: Request, priced: Priced, flexible: Flexible, limits: Limits, *, count: Callable[[Request], Priced]
) -> tuple[Choice, ...]:
    """What could give way in `request`, whose price is `priced`: the cheapest loss first.

    That is the fewest tokens given up; what does not yet fit by itself comes after, the nearest to fitting first. Each
    kind of loss is offered as small as brings the prompt down to `limits.goal`, or else as large as it can be. The newest
    question is never left out. Raises what `count` raises.
    """
    case = _Case(request, priced, limits, count)
    found = [
        *_smaller_pictures(case, flexible.pictures),
        *_as_text(case, flexible.readable),
        *(_fewer_pages(case, document) for document in flexible.documents if len(document.pages) > 1),
        *_fewer_turns(case),
        *_summary(case),
    ]
    useful = [choice for choice in found if choice.saved > 0]
    return tuple(sorted(useful, key=lambda choice: (not choice.fits, choice.saved if choice.fits else -choice.saved)))


@dataclass(frozen=True)
class _Case:
    """What every kind of choice is made from."""

    request: Request
    priced: Priced
    limits: Limits
    count: Callable[[Request], Priced]

    @cached_property
    def turns(self) -> tuple[tuple[int, ...], ...]:
        return turns(self.request.messages)

    def choice(self, kind: Kind, changes: Sequence[Change], priced: Priced | None = None) -> Choice:
        """With `priced`, or with what the changed request is counted at."""
        now = priced or self.count(apply(self.request, changes))
        fits = now.prompt_tokens + self.limits.reserve <= self.limits.context
        return Choice(kind, tuple(changes), now, self.priced.prompt_tokens - now.prompt_tokens, fits, exact=kind != "summary")

    def enough(self, choice: Choice) -> bool:
        return choice.priced.prompt_tokens <= self.limits.goal

    def oldest(self, number: int) -> tuple[int, ...]:
        """The messages of that many turns."""
        return sum(self.turns[:number], ())


def _smaller_pictures(case: _Case, pictures: Sequence[Resizable]) -> Iterator[Choice]:
    """Each picture by itself, and all of them down to one budget."""
    for picture in pictures:
        yield from _least(case, [_shrink(case, [picture], budget) for budget, _ in reversed(picture.sizes)])
    budgets = sorted({budget for picture in pictures for budget, _ in picture.sizes}, reverse=True)
    several = [_shrink(case, pictures, budget) for budget in budgets]
    yield from _least(case, [choice for choice in several if len(choice.changes) > 1])


def _shrink(case: _Case, pictures: Sequence[Resizable], budget: int) -> Choice:
    """Every one of `pictures` that is larger than `budget` would make it brought down to that.

    A picture's price changes by just its soft tokens, so nothing need be counted again.
    """
    changes = [
        Shrink(picture.place, budget, picture.now, becomes)
        for picture in pictures
        for size, becomes in picture.sizes
        if size == budget and becomes < picture.now
    ]
    prices = list(case.priced.parts)
    for change in changes:
        index = _price_index(case, change.place)
        prices[index] = replace(prices[index], tokens=prices[index].tokens - change.was + change.becomes)
    return case.choice("pictures", changes, _sum(prices))


def _price_index(case: _Case, place: Place) -> int:
    """Pictures are priced in the order in which they stand in their message."""
    before = case.request.messages[place.message].parts[: place.part]
    nth = sum(part.kind == "image" for part in before)
    mine = [n for n, part in enumerate(case.priced.parts) if part.kind == "image" and part.message == place.message]
    return mine[nth]


def _least(case: _Case, larger_first: Sequence[Choice]) -> Iterator[Choice]:
    """The first that saves something and is enough, else the last, which saves most."""
    saving = [choice for choice in larger_first if choice.saved > 0]
    if saving:
        yield next(filter(case.enough, saving), saving[-1])


def _as_text(case: _Case, readable: Sequence[Place]) -> Iterator[Choice]:
    """Each by itself, and all of them."""
    for place in readable:
        yield case.choice("text", [AsText(place)])
    if len(readable) > 1:
        yield case.choice("text", list(map(AsText, readable)))


def _fewer_pages(case: _Case, document: Paged) -> Choice:
    """As many of its first pages as there is room for, at least one."""
    pages = document.pages

    def without(last: int) -> Choice:
        return case.choice("pages", [KeepPages(document.place, pages[:-last], len(pages))])

    return _fewest(case, document.tokens[:0:-1], without)


def _fewer_turns(case: _Case) -> Iterator[Choice]:
    """As few of the oldest turns as it takes, and all of them."""
    if not case.turns:
        return
    least = _fewest(case, _turn_costs(case), lambda number: case.choice("turns", [LeaveOut(case.oldest(number))]))
    yield least
    every = case.oldest(len(case.turns))
    if least.messages != every:
        yield case.choice("turns", [LeaveOut(every)])


def _summary(case: _Case) -> Iterator[Choice]:
    """A summary of as few of the oldest turns as it takes, if the model has room to read them and to write it."""
    if not case.turns:
        return
    most = case.limits.summary

    def summarise(number: int) -> Choice:
        gone = case.oldest(number)
        change = Summarise(gone, most)
        written = gone[-1] + 2 - len(gone)  # where the summary then stands
        parts = case.count(apply(case.request, [change], summary="x")).parts
        longest = [replace(part, tokens=most) if (part.kind, part.message) == ("text", written) else part for part in parts]
        return case.choice("summary", [change], _sum(longest))

    found = _fewest(case, _turn_costs(case), summarise, beside=most)
    if found.saved <= 0:
        return
    asked = summary_request(case.request, Summarise(found.messages, most))
    if case.count(asked).prompt_tokens + most <= case.limits.context:
        yield found


def _turn_costs(case: _Case) -> list[float]:
    """Roughly, oldest first: what the template writes around a message is not among its parts, so each gets its share."""
    parts = case.priced.parts
    around = sum(part.tokens for part in parts if part.kind == "template") / len(case.request.messages)
    return [sum(part.tokens for part in parts if part.message in turn) + around * len(turn) for turn in case.turns]


def _fewest(case: _Case, costs: Sequence[float], make: Callable[[int], Choice], *, beside: int = 0) -> Choice:
    """`make(n)` with the smallest n from 1 to len(costs) that is enough, else with the largest.

    `costs` say roughly what each step saves, `beside` what comes in their place: they tell where to begin, counts decide.
    """
    over = case.priced.prompt_tokens + beside - case.limits.goal
    number = next((n for n in range(1, len(costs)) if sum(costs[:n]) >= over), len(costs))
    choice = make(number)
    while not case.enough(choice) and number < len(costs):
        number += 1
        choice = make(number)
    while number > 1 and case.enough(fewer := make(number - 1)):
        number, choice = number - 1, fewer
    return choice


def _sum(parts: Sequence[PartPrice]) -> Priced:
    return Priced(tuple(parts), sum(part.tokens for part in parts))
