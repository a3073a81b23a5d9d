"""Times, dates and lengths that follow from others: 14:15 and 25 minutes are 14:40, two weeks after 21 September is 5 October."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from inference.checking.clocks import Clock
from inference.checking.days import Day, as_date
from inference.checking.measures import DAY, MONTH, YEAR
from inference.checking.page import Page

__all__ = ["Span", "later_clock", "later_day", "pair", "spans", "sum_of_lengths", "sum_of_spans"]

_FEW = 12
"""Pairs of a time and a length of time that are tried with each other, where nothing says that they belong together."""
_NEAR = 90
"""Characters within which what is said of a time belongs to it, on one line."""
T = TypeVar("T", Clock, Day)
_MOST = 40


@dataclass(frozen=True)
class Span:
    """A length of time in seconds at a place of a text: so many, `count`, of a unit of `size`."""

    start: int
    text: str
    count: int
    size: int

    @property
    def seconds(self) -> int:
        return self.count * self.size


def spans(page: Page) -> Iterator[Span]:
    """The lengths of time of a text: whole minutes to years."""
    for length in page.lengths:
        if length.seconds % 60 == 0:
            yield Span(length.start, length.text, length.seconds // 60, 60)
    for figure, value, unit in page.amounts:
        if unit is None or unit.kind != "time" or unit.size < 60:
            continue
        if value and value == int(value) and value < 10_000:
            yield Span(figure.start, page.text[figure.start : unit.stop], int(value), int(unit.size))
        elif value and unit.size == 3600 and value * 60 == int(value * 60):
            yield Span(figure.start, page.text[figure.start : unit.stop], int(value * 60), 60)


def later_clock(wanted: Clock, pairs: Sequence[tuple[Clock, Span]]) -> str | None:
    """The time and the length of time that make it, added or taken off."""
    for clock, span in pairs:
        minutes = span.seconds // 60
        for reading in clock.readings if 0 < minutes < 1_440 and clock.readings != wanted.readings else ():
            if wanted.readings & {(reading + minutes) % 1_440}:
                return f"{clock.text} and {span.text}"
            if wanted.readings & {(reading - minutes) % 1_440}:
                return f"{span.text} before {clock.text}"
    return None


def later_day(wanted: Day, pairs: Sequence[tuple[Day, Span]]) -> str | None:
    """The date and the length of time that make it; of months and years also the day before, on which they end."""
    for day, span in pairs:
        for reading in day.readings:
            whole = as_date((reading[0] or _year_of(wanted), *reading[1:]))
            for way in (1, -1) if whole else ():
                for other in _shift(whole, way * span.count, span.size) if whole else ():
                    if any(
                        (year in (None, other.year)) and (month, number) == (other.month, other.day)
                        for year, month, number in wanted.readings
                    ):
                        return f"{span.text} {'after' if way > 0 else 'before'} {day.text}"
    return None


def sum_of_spans(minutes: int, held: Sequence[Span]) -> str | None:
    """Of two lengths of time that together, or the one without the other, are so long."""
    for a, b in combinations(held[-_FEW:], 2):
        if minutes * 60 in (a.seconds + b.seconds, abs(a.seconds - b.seconds)):
            return f"{a.text} and {b.text}"
    return None


def sum_of_lengths(seconds: int, page: Page) -> str | None:
    """Of some that stand one below another, as those of songs: 3:42, 4:05."""
    held = [(clock.start, clock.text, found) for clock in page.clocks if (found := _on_a_watch(clock.text)) is not None]
    held = sorted([*held, *((length.start, length.text, length.seconds) for length in page.lengths)])[:_MOST]
    for first in range(len(held) - 1):
        total = 0
        for last, (_, text, part) in enumerate(held[first:], first):
            total += part
            if last > first and total in (seconds, seconds // 60):
                return f"from {held[first][1]} to {text}, together"
    return None


def _on_a_watch(text: str) -> int | None:
    """Minutes and seconds as seconds, or hours and minutes as minutes; hours, minutes and seconds."""
    parts = text.split(":")
    if len(parts) < 2 or not all(map(str.isdecimal, parts)):
        return None
    return sum(int(part) * size for part, size in zip(reversed(parts), (1, 60, 3_600), strict=False))


def pair(moments: Sequence[T], held: Sequence[Span], page: Page) -> list[tuple[T, Span]]:
    """Those that stand on one line; all, where a text has few."""
    if len(moments) * len(held) <= _FEW:
        return [(moment, span) for moment in moments for span in held]
    near: list[tuple[T, Span]] = []
    for span in held[: _FEW * 4]:
        line = page.line_of(span.start)
        near += [(one, span) for one in moments if abs(one.start - span.start) < _NEAR and page.line_of(one.start) == line]
    return near


def _year_of(wanted: Day) -> int | None:
    return next((year for year, _, _ in wanted.readings if year), 2025)


def _shift(start: date, count: int, size: int) -> Iterator[date]:
    try:
        if size in (MONTH, YEAR):
            months = start.year * 12 + start.month - 1 + count * (12 if size == YEAR else 1)
            year, month = divmod(months, 12)
            there = start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
            yield there
            yield there - timedelta(1)
        elif size >= DAY:
            yield start + timedelta(count * size // DAY)
    except (ValueError, OverflowError):
        return
