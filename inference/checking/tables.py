"""Numbers that follow from those of a page: from the lines that a sentence speaks of, from a column, from two of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from inference.checking.arithmetic import MOST, Value, Why, equals, mean_of, rare
from inference.checking.cues import speaks_of_a_total
from inference.checking.figures import Figure
from inference.checking.page import Page
from inference.checking.periods import for_each
from inference.checking.units import days_apart, exponent, value_of

__all__ = ["Rows", "worked_out_from_lines", "worked_out_from_page"]

Rows = Mapping[int, Sequence[Value]]
"""The numbers of a page by their lines from 0."""
_LONG, _FEW, _WIDE = 3, 6, 8


def worked_out_from_lines(
    figure: Figure, rows: Sequence[Sequence[Value]], near: Sequence[Value], page: Page, whole: Rows, *, percent: bool
) -> Why | None:
    """How it comes from the lines of a table that a sentence speaks of: two, at the same place of each, added or compared;
    as a share of the column's sum; or two numbers of one line, one taken from the other. `near` are the sentence's own."""
    said = value_of(figure)
    if said is None:
        return None
    if percent:
        return _share(said, rows, near, page, whole) or _together(said, rows)
    for row in rows:
        for a, b in combinations(row[:_WIDE], 2):
            if exponent(said) < min(exponent(a.value), exponent(b.value)) or len(said.as_tuple().digits) < 2:
                continue
            if said == abs(a.value - b.value):
                return f"{max(a, b, key=_by_value).text} − {min(a, b, key=_by_value).text}"
            if said == a.value + b.value:
                return f"{a.text} + {b.text}"
            if min(a.value, b.value) > 0 and len(said.as_tuple().digits) >= _LONG:
                more, less = (a, b) if a.value > b.value else (b, a)
                if equals(said)(more.value / less.value):
                    return f"{more.text} / {less.text}"
    for place in range(1, 4):
        column = [row[-place] for row in rows if len(row) >= place]
        if len(column) > 2 and said == sum((n.value for n in column), Decimal(0)):
            return " + ".join(n.text for n in column)
        for a, b in combinations(column, 2):
            if said == a.value + b.value:
                return f"{a.text} + {b.text}"
            if said == abs(a.value - b.value):
                return f"{max(a, b, key=_by_value).text} − {min(a, b, key=_by_value).text}"
    return None


def _together(said: Decimal, rows: Sequence[Sequence[Value]]) -> Why | None:
    """Shares of these lines, of which two make it."""
    shares = [n for row in rows for n in row if n.unit == "%"][:_WIDE]
    return next((f"{a.text} % + {b.text} %" for a, b in combinations(shares, 2) if a.value + b.value == said), None)


def _share(said: Decimal, rows: Sequence[Sequence[Value]], near: Sequence[Value], page: Page, whole: Rows) -> Why | None:
    """What percentage a number of these lines is of its column's sum, of the largest number there or of one called a total;
    or what it grew by."""
    exact = equals(said)
    totals = [row[-1].value for line, row in whole.items() if speaks_of_a_total(page.line(line))]
    for place in range(1, 4):
        column = [row[-place].value for row in whole.values() if len(row) >= place]
        total, most = sum(column, Decimal(0)), max(column, default=Decimal(0))
        own = [row[-place] for row in rows if len(row) >= place]
        for n in (*own, *near):
            for base in (total, most, total - most, *totals[:_WIDE]):
                if base > 0 and n.unit != "%" and exact(n.value / base * 100):
                    return f"{n.text} of {base:,}"
        for a, b in combinations(own, 2):
            if b.value and a.value and any(exact(abs(a.value - b.value) / base * 100) for base in (a.value, b.value)):
                return f"from {a.text} to {b.text}"
    return None


def _by_value(one: Value) -> Decimal:
    return one.value


def worked_out_from_page(
    figure: Figure, unit: str, page: Page, whole: Rows, near: Sequence[Value], setting: str, *, percent: bool, mean: bool
) -> Why | None:
    """How it comes from the numbers of a page: a column's sum, a count times its price, two where that is no accident, or one
    with one `near` it in the answer."""
    said = value_of(figure)
    if said is None:
        return None
    exact, rows = equals(said), list(whole.values())
    for column in _columns(rows):
        if not mean and said == sum((n.value for n in column), Decimal(0)):
            return f"sum of {len(column)} numbers"
        if mean and (why := mean_of(said, column)):
            return why
    for row in rows[: MOST * 4]:
        for a, b in combinations(row[:8], 2):
            if a.value > 1 and b.value > 1 and exact(a.value * b.value):
                return f"{a.text} × {b.text}"
    flat = [n for row in rows for n in row][:MOST]
    alike = [n for n in flat if n.unit == unit] if unit else []
    if why := for_each(said, alike if len(alike) <= _FEW else [], setting, hedged=False):
        return why
    groups = _by_unit(flat)
    if percent:
        return next((why for group in groups.values() if (why := rare(said, group, percent=True))), None)
    return (
        rare(said, groups.get(unit, []), percent=False)
        or rare(said, flat, percent=False)
        or rare(said, flat, near[-_FEW:], percent=False)
        or _times_days(said, flat, page)
    )


def _by_unit(numbers: Sequence[Value]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for n in numbers:
        found.setdefault(n.unit, []).append(n)
    return found


def _times_days(said: Decimal, numbers: Sequence[Value], page: Page) -> Why | None:
    """A price for each night times the nights."""
    apart = {days: why for days, why in days_apart(page) if 1 < days < 400}
    for n in numbers if 0 < len(apart) <= 6 else ():
        if n.value > 1 and said % n.value == 0 and (why := apart.get(int(said / n.value))):
            return f"{n.text} × {int(said / n.value)}, {why}"
    return None


def _columns(rows: Sequence[Sequence[Value]]) -> Iterator[list[Value]]:
    """The numbers at the same place of each line, counted from its end: all, and without the first or last few lines."""
    for place in range(1, 4):
        column = [row[-place] for row in rows if len(row) >= place][: MOST * 4]
        for start in range(min(3, len(column))):
            for stop in range(max(start + 3, len(column) - 4), len(column) + 1):
                yield column[start:stop]
