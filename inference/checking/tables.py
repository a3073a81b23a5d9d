"""Numbers that follow from those of a page: from the lines that a sentence speaks of, from a column, from two of all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from operator import attrgetter, itemgetter

from inference.checking.addresses import addresses
from inference.checking.arithmetic import MOST, Pairs, Why, equals, mean_of, with_page
from inference.checking.cues import compares, speaks_of_a_total
from inference.checking.figures import Figure
from inference.checking.measures import Value, exponent, known, value_of
from inference.checking.page import Page
from inference.checking.periods import for_each
from inference.checking.units import days_apart

__all__ = ["Table", "worked_out_from_lines", "worked_out_from_page"]

_LONG, _FEW, _WIDE = 3, 6, 8
_ROWS = 240


class Table:
    """The numbers of a page, by its lines from 0, and what they make."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page_values(page)

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
        for place in range(1, 4):
            column = [row[-place] for row in self.rows.values() if len(row) >= place][:_ROWS]
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
        for place in range(1, 4):
            column = [row[-place].value for row in self.rows.values() if len(row) >= place]
            total, most = sum(column, Decimal(0)), max(column, default=Decimal(0))
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
    def _pairs(self) -> dict[tuple[str | None, bool], Pairs]:
        return {}

    @cached_property
    def apart(self) -> dict[int, Why]:
        """The days between two of its few dates."""
        found = {days: why for days, why in days_apart(self.page) if 1 < days < _ROWS}
        return found if len(found) <= _FEW else {}


def worked_out_from_lines(figure: Figure, sentence: str, near: Sequence[Value], table: Table, *, percent: bool) -> Why | None:
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
    pairs = (sorted(pair, key=_by_value) for row in rows for pair in combinations(row[:_WIDE], 2))
    for less, more in pairs if figures > 1 else ():
        if places < min(less.places, more.places):
            continue
        if said == more.value - less.value:
            return f"{more.text} − {less.text}"
        if said == more.value + less.value:
            return f"{more.text} + {less.text}"
        if figures >= _LONG and less.value > 0 and exact(more.value / less.value):
            return f"{more.text} / {less.text}"
    return None


def _from_a_column(said: Decimal, rows: Sequence[Sequence[Value]]) -> Why | None:
    for place in range(1, 4):
        column = [row[-place] for row in rows if len(row) >= place]
        if len(column) > 2 and said == sum((n.value for n in column), Decimal(0)):
            return " + ".join(n.text for n in column)
        for less, more in (sorted(pair, key=_by_value) for pair in combinations(column, 2)):
            if said == more.value + less.value:
                return f"{more.text} + {less.text}"
            if said == more.value - less.value:
                return f"{more.text} − {less.text}"
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
    for place in range(1, 4):
        own = [row[-place] for row in rows if len(row) >= place and row[-place].value]
        for a, b in combinations(own, 2):
            if any(exact(abs(a.value - b.value) / base * 100) for base in (a.value, b.value)):
                return f"from {a.text} to {b.text}"
    return None


def _by_value(one: Value) -> Decimal:
    return one.value


def worked_out_from_page(
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
    exact, step = equals(said), Decimal(1).scaleb(min(0, exponent(said)))
    first, last = (
        find(table.products, end, key=itemgetter(0)) for find, end in ((bisect_left, said - step), (bisect_right, said + step))
    )
    if why := next((why for value, why in table.products[first:last] if exact(value)), None):
        return why
    alike = table.groups.get(unit, []) if unit else []
    if why := for_each(said, alike if len(alike) <= _FEW else [], setting, hedged=False):
        return why
    if percent:
        return next((why for group in table.groups if (why := table.pairs(group, percent=True).rare(said))), None)
    return (
        table.pairs(unit, percent=False).rare(said)
        or table.pairs(None, percent=False).rare(said, compared=compares(setting))
        or with_page(said, near[-_FEW:], table.by_value, compared=compares(setting))
        or _times_days(said, table)
    )


def _times_days(said: Decimal, table: Table) -> Why | None:
    """A price for each night times the nights."""
    for n in table.flat if table.apart else ():
        if n.value > 1 and said % n.value == 0 and (why := table.apart.get(int(said / n.value))):
            return f"{n.text} × {int(said / n.value)}, {why}"
    return None


def page_values(page: Page) -> dict[int, list[Value]]:
    """The numbers of a page by their lines from 0, without those of dates, times and references."""
    taken = bytearray(len(page.text) + 1)
    for one in (*page.days, *page.clocks):
        if one.sure and one.stop - one.start > 3:
            taken[one.start : one.stop] = b"\1" * (one.stop - one.start)
    for one in addresses(page.text):
        taken[one.start : one.stop] = b"\1" * (one.stop - one.start)
    rows: dict[int, list[Value]] = {}
    row, breaks, end = 0, [i for i, c in enumerate(page.text) if c == "\n"], 0
    for figure in sorted(page.figures, key=lambda figure: (figure.start, -figure.stop)):
        while row < len(breaks) and breaks[row] < figure.start:
            row += 1
        free = figure.start >= end and not taken[figure.start] and _is_amount(figure, page.text)
        if free and (value := known(figure, page.text)):
            rows.setdefault(row, []).append(value)
            end = figure.stop
    return rows


def _is_amount(figure: Figure, text: str) -> bool:
    """Whether it may be added up: not a "two", a stroke, or the digits of mp4."""
    if figure.spelled:
        return any(len(reading) > 1 for reading in figure.readings)
    return text[figure.start : figure.stop] not in ("l", "I", "|") and not text[figure.start - 1 : figure.start].isalpha()
