"""Numbers that follow from others: sums, differences, products, shares, averages, rounded ones.

Where many numbers stand, some two of them add up to nearly anything. So a number counts as reckoned only if the sentence speaks
of reckoning, and from a whole page only where hardly any other number could be had the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from inference.checking.addresses import addresses
from inference.checking.arithmetic import MOST, Value, Why, about, equals, from_pairs, known, mean_of, rare
from inference.checking.cues import HEDGE, speaks_of_a_total
from inference.checking.figures import Figure, figures
from inference.checking.page import Page
from inference.checking.units import days_apart, exponent, value_of

__all__ = [
    "by_expression",
    "is_rounded",
    "page_values",
    "worked_out",
    "worked_out_from_lines",
    "worked_out_from_page",
]

_TERM = r"[€$£]? ?\d{1,12}(?:[.,]\d{1,6})*(?: ?[€$£%])?"
_EXPRESSION = re.compile(rf"{_TERM}(?: ?[-+−–×x·*/÷:] ?{_TERM}){{1,12}}")
_PERIODS = [
    (re.compile(rf"\b(?:{cue})", re.IGNORECASE), tuple(map(Decimal, factors)))
    for cue, factors in (
        ("year|annual|per annum|Jahr|jährlich|ans?\b|année|annuel|año|anual|anno|twelve months|12 months|month|mensuel|Monat|mois", (12,)),
        ("year|annual|Jahr|week|Woche|semaine|semana", (52,)),
        ("week|Woche|wöchentlich|semaine|semana|hebdo|settimana", (7,)),
        ("year|annual|Jahr|année|día|day|daily|Tag|täglich|jour", (365,)),
        ("day|daily|Tag|jour|hour|Stunde|heure", (24,)),
        ("hour|Stunde|heure|minute", (60,)),
        ("month|Monat|mois|day|Tag|jour", (30, 31)),
        ("half|hälfte|moitié|mitad|metà|two|pair|both|twice|double|doppelt|zwei|deux|dos\b|beide", (2,)),
        ("third|drittel|tiers|three|triple", (3,)),
        ("quarter|viertel|four", (4,)),
        ("per 100|100 km", (100,)),
    )
]
"""What is said of so much each, and how many of the one are in the other."""
_LONG, _LATEST, _WIDE = 3, 6, 8
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[-+−–×x·*/÷:]")


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
    exact = equals(said)
    for text, value, parts in _expressions(sentence):
        if exact(value):
            return text
        said_too = {value_of(one) for one in figures(sentence, language="")}
        if said in parts and any(one is not None and equals(one)(value) for one in said_too):
            return text
    return None


@lru_cache(maxsize=64)
def _expressions(sentence: str) -> tuple[tuple[str, Decimal, frozenset[Decimal | None]], ...]:
    """Each with its value and its operands."""
    found = ((match[0], _evaluated(match[0])) for match in _EXPRESSION.finditer(sentence))
    return tuple(
        (text.strip(), value, frozenset(map(value_of, figures(text, language="")))) for text, value in found if value is not None
    )


def worked_out(
    figure: Figure,
    near: Sequence[Value],
    before: Sequence[Value],
    lists: Sequence[Sequence[Value]],
    setting: str,
    *,
    percent: bool,
    mean: bool,
    hedged: bool,
) -> Why | None:
    """How it comes from numbers of the same sentence, `near`, or is the sum of those `before` it, or of some of `lists`.

    A long number may come from any two of them, and from one for each month or day where the sentence's `setting` says so.
    """
    said = value_of(figure)
    if said is None:
        return None
    for numbers in (near, before):
        for start in range(len(numbers) - 1):
            one_kind = numbers is near or len({n.unit for n in numbers[start:]}) == 1
            if one_kind and said == sum((n.value for n in numbers[start:]), Decimal(0)):
                return " + ".join(n.text for n in numbers[start:])
    if speaks_of_a_total(setting) and (why := next(filter(None, (_added(said, some) for some in lists)), None)):
        return why
    if mean and len(near) > 1 and (why := mean_of(said, near)):
        return why
    if (why := _of_cents(said, before)) is not None:
        return why
    long = len(said.as_tuple().digits) >= _LONG
    numbers = [*(before[-_LATEST:] if long else before[-3:] if percent else ()), *near]
    return (
        from_pairs(said, numbers, percent=percent, hedged=hedged)
        or rare(said, before, percent=False)
        or _for_each(said, numbers, setting, hedged=hedged)
    )


def _added(said: Decimal, numbers: Sequence[Value]) -> Why | None:
    """Those of them, one behind another, whose sum it is."""
    for start in range(len(numbers) - 1):
        total = numbers[start].value
        for stop in range(start + 1, len(numbers)):
            total += numbers[stop].value
            if total == said:
                return " + ".join(n.text for n in numbers[start : stop + 1])
            if total > said:
                break
    return None


def _of_cents(said: Decimal, numbers: Sequence[Value]) -> Why | None:
    """A sum or difference of two amounts with cents, which hardly is one by accident."""
    for a, b in combinations(numbers[-_LATEST:], 2):
        if exponent(a.value) == exponent(b.value) < -1 and said in (a.value + b.value, abs(a.value - b.value)):
            return f"{a.text} + {b.text}" if said == a.value + b.value else f"{a.text} − {b.text}"
    return None


def _for_each(said: Decimal, numbers: Sequence[Value], setting: str, *, hedged: bool) -> Why | None:
    """So much for each month, and in a year."""
    exact = about(said) if hedged else equals(said)
    for times in {factor for cue, factors in _PERIODS for factor in factors if cue.search(setting)}:
        for n in numbers:
            if n.value > 1 and exact(n.value * times):
                return f"{n.text} × {times}"
            if n.value > 1 and exact(n.value / times):
                return f"{n.text} / {times}"
    return None


def worked_out_from_lines(
    figure: Figure, rows: Sequence[Sequence[Value]], whole: Sequence[Sequence[Value]], *, percent: bool
) -> Why | None:
    """How it comes from the lines of a table that a sentence speaks of: two, at the same place of each, added or compared;
    as a share of the column's sum; or two numbers of one line, one taken from the other."""
    said = value_of(figure)
    if said is None:
        return None
    if percent:
        return _share(said, rows, whole) or _together(said, rows)
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


def _share(said: Decimal, rows: Sequence[Sequence[Value]], whole: Sequence[Sequence[Value]]) -> Why | None:
    """What percentage a number of these lines is of its column's sum, or of the largest number there; or what it grew by."""
    exact = equals(said)
    for place in range(1, 4):
        column = [row[-place] for row in whole if len(row) >= place]
        total, most = sum((n.value for n in column), Decimal(0)), max((n.value for n in column), default=Decimal(0))
        own = [row[-place] for row in rows if len(row) >= place]
        for n in own:
            for base in (total, most, total - most):
                if base > 0 and exact(n.value / base * 100):
                    return f"{n.text} of {base:,}"
        for a, b in combinations(own, 2):
            if b.value and a.value and any(exact(abs(a.value - b.value) / base * 100) for base in (a.value, b.value)):
                return f"from {a.text} to {b.text}"
    return None


def _by_value(one: Value) -> Decimal:
    return one.value


def worked_out_from_page(
    figure: Figure, unit: str, page: Page, rows: Sequence[Sequence[Value]], setting: str, *, percent: bool, mean: bool
) -> Why | None:
    """How it comes from the numbers of a page: a column's sum, a count times its price, two where that is no accident."""
    said = value_of(figure)
    if said is None:
        return None
    exact = equals(said)
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
    if why := _for_each(said, alike if len(alike) <= _LATEST else [], setting, hedged=False):
        return why
    alike = _by_unit(flat)
    if percent:
        return next((why for group in alike.values() if (why := rare(said, group, percent=True))), None)
    return rare(said, alike.get(unit, []), percent=False) or rare(said, flat, percent=False) or _times_days(said, flat, page)


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
