"""Numbers that follow from others: sums, differences, products, shares, averages, rounded ones.

Where many numbers stand, some two of them add up to nearly anything. So a number counts as reckoned only if the sentence speaks
of reckoning, and from a whole page only where hardly any other number could be had the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache
from itertools import combinations

from inference.checking.addresses import addresses
from inference.checking.cues import HEDGE
from inference.checking.figures import Figure, figures
from inference.checking.page import Page
from inference.checking.units import days_apart, exponent, unit_behind, value_of

__all__ = [
    "Value",
    "by_expression",
    "is_rounded",
    "known",
    "page_values",
    "worked_out",
    "worked_out_from_lines",
    "worked_out_from_page",
]

_MOST = 60
_FEW = 3
"""Numbers of one unit, any two of which may be compared."""
_CHANCE = Decimal("0.04")
"""Of the numbers about as large as one and as exact, the share that may be had from a page before it counts for nothing."""
_TERM = r"[€$£]? ?\d{1,12}(?:[.,]\d{1,6})*(?: ?[€$£%])?"
_EXPRESSION = re.compile(rf"{_TERM}(?: ?[-+−–×x·*/÷:] ?{_TERM}){{1,12}}")
_BEHIND = re.compile(r" ?(?:[%€$£]|[^\W\d_]+)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[-+−–×x·*/÷:]")

_EXACT = "="
Why = str


@dataclass(frozen=True)
class Value:
    """A number that is known, as it is written, with what stands behind it: its unit or a sign for percent or money."""

    text: str
    value: Decimal
    unit: str = ""


def known(figure: Figure, text: str) -> Value | None:
    """A number of a text with what stands behind it there."""
    value = value_of(figure)
    if value is None:
        return None
    unit = unit_behind(text, figure.stop)
    behind = _BEHIND.match(text, figure.stop)
    return Value(figure.text, value, f"{unit.kind} {unit.size}" if unit else behind[0].strip() if behind else "")


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


def is_rounded(figure: Figure, before: str, others: Iterable[Figure]) -> Why | None:
    """The number it is rounded from, where the words before it announce that."""
    said = value_of(figure)
    if said is None or not HEDGE.search(before):
        return None
    step = Decimal(1).scaleb(exponent(said.normalize()))
    for other in others:
        value = value_of(other)
        finer = value is not None and exponent(value.normalize()) < exponent(said.normalize())
        if value and finer and abs(value - said) <= min(step, abs(value) / 8):
            return f"rounded from {other.text}"
    return None


def by_expression(figure: Figure, sentence: str) -> Why | None:
    """The sum or product that the sentence writes out, if it is right: "2 × 35 + 15"; of its parts too."""
    said = value_of(figure)
    if said is None:
        return None
    exact = _equals(said)
    for text, value, parts in _expressions(sentence):
        if exact(value):
            return text
        said_too = {value_of(one) for one in figures(sentence, language="")}
        if said in parts and any(one is not None and _equals(one)(value) for one in said_too):
            return text
    return None


@lru_cache(maxsize=64)
def _expressions(sentence: str) -> tuple[tuple[str, Decimal, frozenset[Decimal | None]], ...]:
    """Each with its value and its operands."""
    found = ((match[0], _evaluated(match[0])) for match in _EXPRESSION.finditer(sentence))
    return tuple(
        (text.strip(), value, frozenset(map(value_of, figures(text, language="")))) for text, value in found if value is not None
    )


def worked_out(figure: Figure, near: Sequence[Value], before: Sequence[Value], *, percent: bool, mean: bool) -> Why | None:
    """How it comes from numbers of the same sentence, `near`, or is the sum of those `before` it."""
    said = value_of(figure)
    if said is None:
        return None
    for numbers in (near, before):
        for start in range(len(numbers) - 1):
            one_kind = numbers is near or len({n.unit for n in numbers[start:]}) == 1
            if one_kind and said == sum((n.value for n in numbers[start:]), Decimal(0)):
                return " + ".join(n.text for n in numbers[start:])
    if mean:
        return _mean(said, near) if len(near) > 1 else None
    return _from_pairs(said, [*before[-3:], *near] if percent else near, percent=percent) or _rare(said, before, percent=False)


def worked_out_from_lines(figure: Figure, rows: Sequence[Sequence[Value]]) -> Why | None:
    """How it comes from the lines of a table that a sentence speaks of: two of them, at the same place of each, added or compared."""
    said = value_of(figure)
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


def _by_value(one: Value) -> Decimal:
    return one.value


def worked_out_from_page(
    figure: Figure, unit: str, page: Page, rows: Sequence[Sequence[Value]], *, percent: bool, mean: bool
) -> Why | None:
    """How it comes from the numbers of a page: a column's sum, a count times its price, two where that is no accident."""
    said = value_of(figure)
    if said is None:
        return None
    exact = _equals(said)
    for column in _columns(rows):
        if not mean and said == sum((n.value for n in column), Decimal(0)):
            return f"sum of {len(column)} numbers"
        if mean and (why := _mean(said, column)):
            return why
    if mean:
        return None
    for row in rows[: _MOST * 4]:
        for a, b in combinations(row[:8], 2):
            if a.value > 1 and b.value > 1 and exact(a.value * b.value):
                return f"{a.text} × {b.text}"
    flat = [n for row in rows for n in row][:_MOST]
    alike = _by_unit(flat)
    if percent:
        return next((why for group in alike.values() if (why := _rare(said, group, percent=True))), None)
    return _rare(said, alike.get(unit, []), percent=False) or _rare(said, flat, percent=False) or _times_days(said, flat, page)


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
        column = [row[-place] for row in rows if len(row) >= place][: _MOST * 4]
        for start in range(min(3, len(column))):
            for stop in range(max(start + 3, len(column) - 4), len(column) + 1):
                yield column[start:stop]


def _from_pairs(said: Decimal, numbers: Sequence[Value], *, percent: bool) -> Why | None:
    exact = _equals(said)
    for a, b in combinations(numbers[:_MOST], 2):
        for why, value in _results(a, b, percent=percent):
            if value == said or (exact(value) and why[-1] != _EXACT):
                return why.rstrip(_EXACT)
    return None


def _rare(said: Decimal, numbers: Sequence[Value], *, percent: bool) -> Why | None:
    """As a sum, a difference or a share of two, if few numbers about as large are, or few are of their unit."""
    few = len(numbers) <= _FEW and all(n.unit for n in numbers)
    step = Decimal(1).scaleb(min(0, exponent(said)))
    low, high = said / 2, said * 2
    reached: set[Decimal] = set()
    found: Why | None = None
    exact = _equals(said)
    for a, b in combinations(numbers, 2):
        for why, value in _results(a, b, percent=percent, products=False):
            if low <= value <= high:
                reached.add(_rounded(value, step))
                if found is None and (value == said or (exact(value) and why[-1] != _EXACT)):
                    found = why.rstrip(_EXACT)
    possible = max(Decimal(1), (high - low) / step)
    return found if found and (few or len(reached) / possible <= _CHANCE) else None


def _results(a: Value, b: Value, *, percent: bool, products: bool = True) -> Iterator[tuple[Why, Decimal]]:
    """What two numbers make. Nobody rounds a sum or a difference: those end with a sign for that.

    Without `products`, as from a whole page, only numbers that are written equally exactly are added: not a price and a count.
    """
    if a.value < b.value:
        a, b = b, a
    if b.value > 1 and (products or exponent(a.value) == exponent(b.value)):
        yield f"{a.text} + {b.text}{_EXACT}", a.value + b.value
        yield f"{a.text} − {b.text}{_EXACT}", a.value - b.value
    if products:
        yield f"{a.text} × {b.text}", a.value * b.value
        if b.value:
            yield f"{a.text} / {b.text}", a.value / b.value
    if percent and b.value:
        yield f"{b.text} of {a.text}", b.value / a.value * 100
        yield f"from {b.text} to {a.text}", (a.value - b.value) / b.value * 100
        yield f"from {a.text} to {b.text}", (a.value - b.value) / a.value * 100
    for share, whole in ((a, b), (b, a)):
        if share.unit == "%" and whole.unit != "%":
            yield f"{share.text} % of {whole.text}", whole.value * share.value / 100
            yield f"{whole.text} less {share.text} %", whole.value * (100 - share.value) / 100
            yield f"{whole.text} and {share.text} %", whole.value * (100 + share.value) / 100


def _mean(said: Decimal, numbers: Sequence[Value]) -> Why | None:
    value = sum((n.value for n in numbers), Decimal(0)) / len(numbers)
    return f"average of {len(numbers)} numbers" if _equals(said)(value) else None


def _evaluated(expression: str) -> Decimal | None:
    """Products before sums; None for what is none."""
    parts = _NUMBER.findall(expression)
    terms: list[Decimal] = []
    sign = "+"
    for part in parts:
        if not part[0].isdigit():
            sign = part
            continue
        value = value_of(next(figures(part, language="")))
        if value is None:
            return None
        if sign in "×x·*":
            terms[-1] *= value
        elif sign in "/÷:":
            if not value:
                return None
            terms[-1] /= value
        else:
            terms.append(-value if sign in "-−–" else value)
    return sum(terms, Decimal(0))


def _equals(said: Decimal) -> Callable[[Decimal], bool]:
    """Whether a result is the number said, rounded as exactly as that is written."""
    step = Decimal(1).scaleb(min(0, exponent(said)))

    def same(value: Decimal) -> bool:
        return value == said or (value != value.to_integral_value() and _rounded(value, step) == said)

    return same


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    try:
        return (value / step).to_integral_value(rounding="ROUND_HALF_UP") * step
    except (InvalidOperation, DivisionByZero):
        return value
