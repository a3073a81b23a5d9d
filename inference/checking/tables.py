"""Numbers that follow from those of a page: from the lines that a sentence speaks of, from a column, from two of all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from operator import attrgetter, itemgetter

from inference.checking.addresses import addresses
from inference.checking.arithmetic import MOST, Pairs, Why, as_sum, between, equals, mean_of, with_page
from inference.checking.cues import compares, speaks_of_a_total
from inference.checking.figures import Figure
from inference.checking.measures import Value, exponent, measure, step_of, value_of
from inference.checking.page import Page
from inference.checking.periods import for_each
from inference.checking.units import days_apart

__all__ = ["Table", "work_out_from_lines", "work_out_from_page"]

_HALF = re.compile(r"\b(?:half|hälfte|moitié|mitad|metà)\b", re.IGNORECASE)
_LONG, _FEW, _WIDE = 3, 6, 8
_ROWS = 240


class Table:
    """The numbers of a page, by its lines from 0, and what they make."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = _read_rows(page)
        self._pairs: dict[tuple[str | None, bool], Pairs] = {}

    @cached_property
    def flat(self) -> list[Value]:
        return [n for row in self.rows.values() for n in row][:MOST]

    @cached_property
    def by_value(self) -> list[Value]:
        return sorted(self.flat, key=attrgetter("value"))

    @cached_property
    def groups(self) -> dict[str, list[Value]]:
        """By what stands behind them."""
        found: dict[str, list[Value]] = {}
        for n in self.flat:
            found.setdefault(n.unit, []).append(n)
        return found

    @cached_property
    def sums(self) -> dict[Decimal, Why]:
        """Those of its columns."""
        return {sum((n.value for n in column), Decimal(0)): f"sum of {len(column)} numbers" for column in self.columns}

    @cached_property
    def columns(self) -> list[list[Value]]:
        """The numbers at the same place of each line, counted from its end: all, and without the first or last few lines."""
        found: list[list[Value]] = []
        for column in _columns(self.rows.values()):
            column = column[:_ROWS]
            for start in range(min(3, len(column))):
                found += [column[start:stop] for stop in range(max(start + 3, len(column) - 4), len(column) + 1)]
        return found

    @cached_property
    def products(self) -> list[tuple[Decimal, Why]]:
        """Those of two numbers of a line, sorted."""
        rows = list(self.rows.values())[:_ROWS]
        pairs = ((a, b) for row in rows for a, b in combinations(row[:_WIDE], 2) if a.value > 1 and b.value > 1)
        return sorted(((a.value * b.value, f"{a.text} × {b.text}") for a, b in pairs), key=itemgetter(0))

    @cached_property
    def bases(self) -> list[Decimal]:
        """What a number may be a share of: a column's sum, its largest number, the rest without that; what is called a total."""
        found = [row[-1].value for line, row in self.rows.items() if speaks_of_a_total(self.page.line(line))][:_WIDE]
        found.append(max((n.value for row in self.rows.values() for n in row if n.places < 0), default=Decimal(0)))
        for column in _columns(self.rows.values()):
            values = [n.value for n in column]
            total, most = sum(values, Decimal(0)), max(values, default=Decimal(0))
            found += [total, most, total - most]
        return [base for base in dict.fromkeys(found) if base > 0]

    def pairs(self, unit: str | None, *, percent: bool) -> Pairs:
        """What two of its numbers make, of those with a unit or of all."""
        key = (unit, percent)
        if key not in self._pairs:
            numbers = self.flat if unit is None else self.groups.get(unit, [])
            self._pairs[key] = Pairs(numbers, percent=percent, mixed=bool(unit))
        return self._pairs[key]

    @cached_property
    def apart(self) -> dict[int, Why]:
        """The days between two of its few dates."""
        found = {days: why for days, why in days_apart(self.page) if 1 < days < _ROWS}
        return found if len(found) <= _FEW else {}


def work_out_from_lines(figure: Figure, sentence: str, near: Sequence[Value], table: Table, *, percent: bool) -> Why | None:
    """How it comes from the lines of a table that `sentence` speaks of: two, at the same place of each, added or compared;
    as a share of the column's sum; or two numbers of one line, one taken from the other. `near` are the sentence's own."""
    said = value_of(figure)
    if said is None:
        return None
    rows = [table.rows[line] for line in table.page.lines_of(sentence) if line in table.rows]
    if percent:
        return _share(said, rows, near, table) or _together(said, rows)
    return _from_a_line(said, rows) or _from_a_column(said, rows)


def _from_a_line(said: Decimal, rows: Sequence[Sequence[Value]]) -> Why | None:
    """Of a number with two figures or more, as exact as they are; a quotient has three."""
    figures, places, exact = len(said.as_tuple().digits), exponent(said), equals(said)
    pairs = (sorted(pair, key=attrgetter("value")) for row in rows for pair in combinations(row[:_WIDE], 2))
    for less, more in pairs if figures > 1 else ():
        if places < min(less.places, more.places):
            continue
        if why := as_sum(said, more, less):
            return why
        if figures >= _LONG and less.value > 0 and exact(more.value / less.value):
            return f"{more.text} / {less.text}"
    return None


def _from_a_column(said: Decimal, rows: Sequence[Sequence[Value]]) -> Why | None:
    for column in _columns(rows):
        if len(column) > 2 and said == sum((n.value for n in column), Decimal(0)):
            return " + ".join(n.text for n in column)
        if why := next((why for a, b in combinations(column, 2) if (why := as_sum(said, a, b))), None):
            return why
    return None


def _together(said: Decimal, rows: Sequence[Sequence[Value]]) -> Why | None:
    """Shares of these lines, of which two make it."""
    shares = [n for row in rows for n in row if n.unit == "%"][:_WIDE]
    return next((f"{a.text} % + {b.text} %" for a, b in combinations(shares, 2) if a.value + b.value == said), None)


def _share(said: Decimal, rows: Sequence[Sequence[Value]], near: Sequence[Value], table: Table) -> Why | None:
    """What percentage a number of these lines is of a whole; or what it grew by."""
    exact = equals(said)
    for n in (*(n for row in rows for n in row[-3:]), *near):
        for base in table.bases if n.unit != "%" else ():
            if exact(n.value / base * 100):
                return f"{n.text} of {base:,}"
    for column in _columns(rows):
        for a, b in combinations([n for n in column if n.value], 2):
            if any(exact(abs(a.value - b.value) / base * 100) for base in (a.value, b.value)):
                return f"from {a.text} to {b.text}"
    return None


def _columns(rows: Collection[Sequence[Value]]) -> Iterator[list[Value]]:
    """The numbers at the same place of each line, counted from its end: of the last three places."""
    return ([row[-place] for row in rows if len(row) >= place] for place in range(1, 4))


def work_out_from_page(
    figure: Figure, unit: str, table: Table, near: Sequence[Value], setting: str, *, percent: bool, mean: bool
) -> Why | None:
    """How it comes from the numbers of a page: a column's sum, a count times its price, two where that is no accident, or one
    with one `near` it in the answer."""
    said = value_of(figure)
    if said is None:
        return None
    if not mean and speaks_of_a_total(setting) and (why := table.sums.get(said)):
        return why
    if mean and (why := next(filter(None, (mean_of(said, column) for column in table.columns)), None)):
        return why
    exact, step = equals(said), step_of(said)
    products = between(table.products, said - step, said + step, key=itemgetter(0))
    if why := next((why for value, why in products if exact(value)), None):
        return why
    alike = table.groups.get(unit, []) if unit else []
    if why := for_each(said, alike if len(alike) <= _FEW else [], setting, hedged=False):
        return why
    if percent:
        return next((why for group in table.groups if (why := table.pairs(group, percent=True).rare(said))), None)
    return (
        _half(said, table, setting)
        or table.pairs(unit, percent=False).rare(said)
        or table.pairs(None, percent=False).rare(said, compared=compares(setting))
        or with_page(said, near[-_FEW:], table.by_value, compared=compares(setting))
        or _times_days(said, table)
    )


def _half(said: Decimal, table: Table, setting: str) -> str | None:
    """Of a number on a line that speaks of half of it."""
    lines = ((table.page.line(line), row) for line, row in table.rows.items()) if _HALF.search(setting) else ()
    return next((f"{n.text} / 2" for line, row in lines if _HALF.search(line) for n in row if n.value == said * 2), None)


def _times_days(said: Decimal, table: Table) -> Why | None:
    """A price for each night times the nights."""
    for n in table.flat if table.apart else ():
        if n.value > 1 and said % n.value == 0 and (why := table.apart.get(int(said / n.value))):
            return f"{n.text} × {int(said / n.value)}, {why}"
    return None


def _read_rows(page: Page) -> dict[int, list[Value]]:
    """The numbers of a page by their lines from 0, without those of dates, times and references."""
    taken = bytearray(len(page.text) + 1)
    moments = (one for one in (*page.days, *page.clocks) if one.sure and one.stop - one.start > 3)
    for one in (*moments, *addresses(page.text)):
        taken[one.start : one.stop] = b"\1" * (one.stop - one.start)
    rows: dict[int, list[Value]] = {}
    end = 0
    for figure in sorted(page.figures, key=lambda figure: (figure.start, -figure.stop)):
        free = figure.start >= end and not taken[figure.start] and _is_amount(figure, page.text)
        if free and (value := measure(figure, page.text)):
            rows.setdefault(page.line_of(figure.start), []).append(value)
            end = figure.stop
    return rows


def _is_amount(figure: Figure, text: str) -> bool:
    """Whether it may be added up: not a "two", a stroke, or the digits of mp4."""
    if figure.spelled:
        return any(len(reading) > 1 for reading in figure.readings)
    return text[figure.start : figure.stop] not in ("l", "I", "|") and not text[figure.start - 1 : figure.start].isalpha()
