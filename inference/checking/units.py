"""Units behind numbers, and the same amount in another: 6525 ms are 6.5 seconds, two weeks are 14 days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import combinations

from inference.checking.days import as_date
from inference.checking.figures import Figure
from inference.checking.measures import DAY, MONTH, WEEK, YEAR, Unit, exponent, step_of, value_of
from inference.checking.page import Page

__all__ = ["days_apart", "in_other_unit", "time_between"]

_CIRCLES = {(12, MONTH), (7, DAY), (24, 3600), (60, 60), (60, 1), (52, WEEK), (365, DAY)}
"""Twelve months are a year, and so on: nobody has to read that anywhere, unless the page has other numbers of months."""
_HALF_AN_HOUR = 29
_DEGREES = re.compile(r" ?°([CF])?", re.ASCII)
_IS_YEAR = re.compile(r"1[5-9]\d\d|20\d\d", re.ASCII)
_ERA = re.compile(
    r"\b(\d{1,4}) ?(BCE?|B\.C\.|v\. ?Chr|av\. J|a\. ?C)|\b(?:BCE?) (\d{1,4})\b|(?<![\d.,])(1[0-9]\d\d|20[0-2]\d)(?![\d.,]\d|\d)",
    re.ASCII,
)
_NOW = datetime.now(UTC).year
_MOST = 60
_FAR = 80
_SAME_SHARE = Decimal("0.025")


def in_other_unit(figure: Figure, unit: Unit, page: Page) -> str | None:
    """The same amount in another unit, rounded as exactly as this one is written."""
    said = value_of(figure)
    if said is None:
        return None
    if (said, unit.size) in _CIRCLES and not _has_unit(page, unit):
        return "as everybody knows"
    if unit.kind == "temperature":
        return _in_other_degrees(said, unit, page)
    step = unit.size * step_of(said) / 2
    for other, value, there in page.amounts:
        if there and value and there.kind == unit.kind and there.size != unit.size:
            amounts = [value * there.size] + (
                [value * there.size * Decimal("1.024"), value * there.size / Decimal("1.024")] if unit.kind == "data" else []
            )
            if any(abs(said * unit.size - amount) <= min(step, amount * _SAME_SHARE) for amount in amounts):
                return f"the same as {page.text[other.start : there.stop]}"
    if unit.kind == "time":
        for clock in page.clocks:
            if (clock.seconds is not None or min(clock.readings, default=60) < 60) and (
                why := _on_a_watch(said, unit, clock.text)
            ):
                return why
        return next((f"the same as {length.text}" for length in page.lengths if length.seconds == said * unit.size), None)
    return None


def _on_a_watch(said: Decimal, unit: Unit, text: str) -> str | None:
    """Of a length of time that is written as 00:47:12, or as 0:18: the full seconds, minutes or hours in it."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    for sizes in ((3_600, 60, 1), (60, 1)):
        seconds = sum(part * size for part, size in zip(parts, sizes, strict=False)) if len(parts) <= len(sizes) else -1
        if 0 <= seconds / unit.size - said < 1:
            return f"the same as {text}"
    return None


def _in_other_degrees(said: Decimal, unit: Unit, page: Page) -> str | None:
    """Of a page that may leave out the letter."""
    for other, value, there in page.amounts:
        degrees = _DEGREES.match(page.text, other.stop) if there is None or there.kind == "temperature" else None
        if degrees and (degrees[1] or "") != ("C" if unit.size == 1 else "F"):
            there = (value - 32) * 5 / 9 if unit.size == 1 else value * 9 / 5 + 32
            if abs(there - said) <= 1:
                return f"the same as {other.text}{degrees[0]}"
    return None


def _has_unit(page: Page, unit: Unit) -> bool:
    return any(one is not None and (one.kind, one.size) == (unit.kind, unit.size) for _, _, one in page.amounts)


def time_between(said: Decimal, size: Decimal, page: Page, *, hedged: bool = False) -> str | None:
    """The two times or dates of a page that lie so far apart, `hedged`: about so far; `size` is the unit's, in seconds."""
    if size >= DAY:
        return _between_days(said, size, page, hedged=hedged)
    minutes = said * size / 60
    if minutes != int(minutes):
        return None
    return _between_clocks(int(minutes), page, off=_HALF_AN_HOUR if hedged and size == 3600 else 0)


def _between_clocks(minutes: int, page: Page, *, off: int) -> str | None:
    """`off`: by how many minutes it may be wrong."""
    clocks = sorted((c for c in page.clocks if c.sure), key=lambda c: c.start)[:_MOST]
    pairs = [(a, b) for a, b in combinations(clocks, 2) if b.start - a.stop < _FAR or len(clocks) <= 4]
    for a, b in [*pairs, *([(clocks[0], clocks[-1])] if clocks else [])]:
        apart = ((y - x) % 1_440 for one, other in ((a, b), (b, a)) for x in one.readings for y in other.readings if x != y)
        if any(abs(between - minutes) <= off for between in apart):
            return f"from {a.text} to {b.text}"
    return None


def _between_days(count: Decimal, size: Decimal, page: Page, *, hedged: bool) -> str | None:
    near = 3 * DAY / size if size > WEEK else Decimal(0)
    near = max(near, Decimal("0.5")) if hedged and size > DAY else near
    for days, why in days_apart(page):
        exact = days * DAY / size
        if abs(exact - count) <= near or (size == DAY and days + 1 == count) or (size == YEAR and int(exact) == count):
            return why
    if size == MONTH and (why := _between_months(int(count), page)):
        return why
    return _between_years(count, page, hedged=hedged) if size == YEAR else None


def _between_months(count: int, page: Page) -> str | None:
    """From one month to another, the last counted or not."""
    named = [(day.text, r[0] * 12 + r[1]) for day in page.days for r in day.readings if r[0] and r[1]][: _MOST // 3]
    for (one, a), (other, b) in combinations(named, 2):
        if abs(a - b) in (count, count - 1) and a != b:
            return f"from {one} to {other}"
    return None


def _between_years(count: Decimal, page: Page, *, hedged: bool) -> str | None:
    years = [(figure.text, int(figure.text)) for figure in page.figures if _IS_YEAR.fullmatch(figure.text)]
    for (one, a), (other, b) in combinations(years[: _MOST // 10], 2):
        if abs(a - b) == count:
            return f"from {one} to {other}"
    return _since(count, page) if hedged else None


def _since(count: Decimal, page: Page) -> str | None:
    """About so many years ago: rounded to a ten or a hundred, from a year of our era or before it."""
    step = Decimal(1).scaleb(exponent(count.normalize()))
    for found in _ERA.finditer(page.text):
        year = int(found[1] or found[3] or found[4])
        age = _NOW + year if found[2] or found[3] else _NOW - year
        if age > 0 and step > 1 and abs(age - count) < step:
            return f"since {found[0].strip()}"
    return None


def days_apart(page: Page) -> Sequence[tuple[int, str]]:
    """How many days lie between each two dates of a page, of not too many."""
    dated = [
        (day.text, found)
        for day in page.days
        for r in day.readings
        if r[1] and r[2] and (found := as_date((r[0] or 2026, r[1], r[2])))
    ]
    return [(abs((b - a).days), f"from {one} to {other}") for (one, a), (other, b) in combinations(dated[: _MOST // 3], 2)]
