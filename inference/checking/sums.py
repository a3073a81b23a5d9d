"""Numbers that follow from others: sums, differences, products, shares, averages, rounded ones, lengths of time.

Where many numbers stand, some two of them add up to nearly anything. So a number counts as reckoned only if the sentence speaks of
reckoning, and from a whole page only where hardly any other number could be had the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import accumulate, combinations, pairwise

from inference.checking.days import as_date
from inference.checking.figures import Figure, decimal_of
from inference.checking.page import Page

__all__ = ["Value", "has_cue", "is_rounded", "page_values", "span_of_time", "value_of", "worked_out", "worked_out_from_page"]

_CUES = re.compile(
    r"[=+×÷∑]|(?<=\d) ?[-−–*/x] ?(?=\d)|\b(?:sum|total|totals|totall?ing|altogether|together|combined|overall|in all|plus|minus|times|add|adds|adding|added|difference"
    r"|more|less|fewer|cheaper|dearer|higher|lower|larger|smaller|older|younger|longer|shorter|faster|slower|remain|remains|remaining|left|change|sav\w+|average|mean|per|each"
    r"|increas\w+|decreas\w+|rose|fell|grew|drop\w*|gap|rest|multipl\w+|divid\w+|half|twice|double|share|percent|without|net|after deduct\w+|makes?|comes? to|costs?|amounts? to"
    r"|later|earlier|until|between|from|summe|gesamt\w*|insgesamt|zusammen|differenz|unterschied|mehr|weniger|teurer|billiger|günstiger|höher|niedriger|rest|übrig|durchschnitt\w*"
    r"|mittel|macht|ergibt|ergeben|pro|je|prozent|abzüglich|zuzüglich|somme|total\w*|ensemble|différence|plus|moins|reste|moyenne|chacun\w*|économi\w+|fait|font|soit)\b|%",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.|nearly|almost|close to|some|just over|just under|over|under|more than|less than|at least|up to"
    r"|etwa|rund|ungefähr|circa|fast|knapp|gut|über|unter|mehr als|weniger als|environ|presque|près de|plus de|moins de|à peu près|un peu plus de|un peu moins de)|~|≈)"
    r"[\s*_$€£]*$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\s?(?:(min|minutes?|Minuten?|mins)|(h|hrs?|hours?|Stunden?|heures?)|(days?|Tage?n?|jours?|nights?|Nächte?)|(weeks?|Wochen?|semaines?)|(years?|Jahre?n?|ans?))\b",
    re.IGNORECASE,
)
_MINUTES = (1, 60, 1_440, 10_080)
_MOST = 60
_CHANCE = Decimal("0.03")
"""Of the numbers about as large as one and as exact, the share that may be had from a page before it counts for nothing."""
_CENT = Decimal("0.01")

Why = str


@dataclass(frozen=True)
class Value:
    """A number that is known, as it is written."""

    text: str
    value: Decimal


def page_values(page: Page) -> list[list[Value]]:
    """The numbers of a page, line by line, without those of dates and times."""
    moments = sorted(
        (one.start, one.stop) for one in (*page.days, *page.clocks) if getattr(one, "sure", True) and one.stop - one.start > 3
    )
    taken = bytearray(len(page.text))
    for start, stop in moments:
        taken[start:stop] = b"\1" * (stop - start)
    rows: dict[int, dict[int, Value]] = {}
    row, breaks = 0, [i for i, c in enumerate(page.text) if c == "\n"]
    for figure in sorted(page.figures, key=lambda figure: figure.start):
        while row < len(breaks) and breaks[row] < figure.start:
            row += 1
        if not taken[figure.start] and (value := value_of(figure)):
            rows.setdefault(row, {}).setdefault(figure.start, value)
    return [list(rows[row].values()) for row in sorted(rows)]


def has_cue(sentence: str) -> bool:
    return bool(_CUES.search(sentence))


def is_rounded(figure: Figure, before: str, known: Iterable[Figure]) -> Why | None:
    """The number it is rounded from, where the words before it announce that."""
    if not _HEDGE.search(before) or (said := value_of(figure)) is None:
        return None
    step = _step(said.value)
    for other in known:
        value = value_of(other)
        if value and value.value != said.value and abs(value.value - said.value) <= min(step, abs(value.value) / 8):
            return f"rounded from {value.text}"
    return None


def worked_out(figure: Figure, near: Sequence[Value], before: Sequence[Value], *, percent: bool) -> Why | None:
    """How it comes from numbers of the same sentence, `near`, or is the sum of those `before` it."""
    said = value_of(figure)
    if said is None:
        return None
    exact = _equals(said.value)
    for numbers in (near, before):
        for start in range(len(numbers) - 1):
            if exact(sum((n.value for n in numbers[start:]), Decimal(0))):
                return " + ".join(n.text for n in numbers[start:])
    if len(near) > 1 and (why := _from_pairs(said.value, near, percent=percent) or _mean(said.value, near)):
        return why
    return _rare(said.value, before, percent=percent)


def worked_out_from_page(figure: Figure, rows: Sequence[Sequence[Value]], *, percent: bool) -> Why | None:
    """How it comes from the numbers of a page: a column's sum, an amount times its price, two numbers where that is no accident."""
    said = value_of(figure)
    if said is None:
        return None
    exact = _equals(said.value)
    for column in _columns(rows):
        if exact(sum((n.value for n in column), Decimal(0))):
            return f"sum of {len(column)} numbers"
        if len(column) > 2 and (why := _mean(said.value, column)):
            return why
    for row in rows[: _MOST * 4]:
        for a, b in combinations(row[:8], 2):
            if a.value > 1 and b.value > 1 and exact(a.value * b.value):
                return f"{a.text} × {b.text}"
    flat = [n for row in rows for n in row][:_MOST]
    return _rare(said.value, flat, percent=percent)


def span_of_time(figure: Figure, after: str, pages: Sequence[Page], minutes: int | None = None) -> Why | None:
    """The two times or dates of a page between which it lies, or the same length in another unit."""
    unit = _TIME.match(after)
    said = value_of(figure)
    if minutes is None and (unit is None or said is None):
        return None
    place = unit.lastindex - 1 if unit and unit.lastindex else 0
    if minutes is None and said is not None and place < len(_MINUTES):
        minutes = int(said.value * _MINUTES[place])
    for page in pages:
        if minutes is not None and place < 2 and (why := _between_clocks(minutes, page)):
            return why
        if said is not None and place >= 2 and (why := _between_days(int(said.value), place, page)):
            return why
        if minutes is not None and (why := _other_unit(minutes, figure, page)):
            return why
    return None


def _between_clocks(minutes: int, page: Page) -> Why | None:
    clocks = sorted((c for c in page.clocks if c.sure), key=lambda c: c.start)[:_MOST]
    pairs = [(a, b) for a, b in combinations(clocks, 2) if b.start - a.stop < 80 or len(clocks) <= 4]
    for a, b in [*pairs, *([(clocks[0], clocks[-1])] if clocks else [])]:
        if any(
            (y - x) % 1_440 == minutes % 1_440 or (x - y) % 1_440 == minutes for x in a.readings for y in b.readings if x != y
        ):
            return f"from {a.text} to {b.text}"
    return None


def _between_days(count: int, place: int, page: Page) -> Why | None:
    dated = [
        (day.text, found)
        for day in page.days
        for reading in day.readings
        if (found := as_date((reading[0] or 2026, *reading[1:])))
    ]
    for (one, a), (other, b) in combinations(dated[:_MOST], 2):
        between = abs((b - a).days)
        whole = {2: between, 3: between / 7, 4: round(between / 365.25, 2)}[place]
        if whole == count or (place == 2 and between + 1 == count) or (place == 4 and int(whole) == count):
            return f"from {one} to {other}"
    return None


def _other_unit(minutes: int, figure: Figure, page: Page) -> Why | None:
    for length in page.lengths:
        if length.minutes == minutes:
            return f"the same as {length.text}"
    for other in page.figures:
        unit = _TIME.match(page.text, other.stop)
        value = value_of(other) if unit else None
        if (
            unit
            and value
            and unit.lastindex
            and unit.lastindex <= len(_MINUTES)
            and value.value * _MINUTES[unit.lastindex - 1] == minutes
        ):
            return f"the same as {other.text}{unit[0]}"
    return None


def _columns(rows: Sequence[Sequence[Value]]) -> Iterator[list[Value]]:
    """The numbers at the same place of each line, counted from its end, as one column: all of them, and without the last lines."""
    for place in range(1, 4):
        column = [row[-place] for row in rows if len(row) >= place][: _MOST * 4]
        for start in range(min(3, len(column))):
            for stop in range(max(start + 2, len(column) - 4), len(column) + 1):
                yield column[start:stop]


def _from_pairs(said: Decimal, numbers: Sequence[Value], *, percent: bool) -> Why | None:
    exact = _equals(said)
    for a, b in combinations(numbers[:_MOST], 2):
        for why, value in _results(a, b, percent=percent):
            if exact(value):
                return why
    return None


def _rare(said: Decimal, numbers: Sequence[Value], *, percent: bool) -> Why | None:
    """As a sum, a difference or a share of two, if few numbers about as large are."""
    step = Decimal(1).scaleb(min(0, _exponent(said)))
    low, high = said / 2, said * 2
    reached: set[Decimal] = set()
    found: Why | None = None
    exact = _equals(said)
    for a, b in combinations(numbers, 2):
        for why, value in _results(a, b, percent=percent, products=False):
            if low <= value <= high:
                reached.add(_rounded(value, step))
                if found is None and exact(value):
                    found = why
    possible = max(Decimal(1), (high - low) / step)
    return found if found and len(reached) / possible <= _CHANCE else None


def _results(a: Value, b: Value, *, percent: bool, products: bool = True) -> Iterator[tuple[Why, Decimal]]:
    if a.value < b.value:
        a, b = b, a
    yield f"{a.text} + {b.text}", a.value + b.value
    yield f"{a.text} − {b.text}", a.value - b.value
    if products:
        yield f"{a.text} × {b.text}", a.value * b.value
        if b.value:
            yield f"{a.text} / {b.text}", a.value / b.value
    if percent and b.value:
        yield f"{b.text} of {a.text}", b.value / a.value * 100
        yield f"from {b.text} to {a.text}", (a.value - b.value) / b.value * 100
        yield f"from {a.text} to {b.text}", (a.value - b.value) / a.value * 100
    elif a.value <= 100 or b.value <= 100:
        share, whole = (b, a) if b.value <= 100 else (a, b)
        yield f"{share.text} % of {whole.text}", whole.value * share.value / 100
        yield f"{whole.text} less {share.text} %", whole.value * (100 - share.value) / 100
        yield f"{whole.text} and {share.text} %", whole.value * (100 + share.value) / 100


def _mean(said: Decimal, numbers: Sequence[Value]) -> Why | None:
    value = sum((n.value for n in numbers), Decimal(0)) / len(numbers)
    return f"average of {len(numbers)} numbers" if _equals(said)(value) else None


def _equals(said: Decimal) -> Callable[[Decimal], bool]:
    """Whether a result is the number said, rounded as exactly as that is written, to cents at the least."""
    step = min(Decimal(1).scaleb(_exponent(said)), Decimal(1)) if _exponent(said) < 0 else Decimal(1)

    def same(value: Decimal) -> bool:
        return value == said or (value != value.to_integral_value() and _rounded(value, step) == said)

    return same


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    try:
        return (value / step).to_integral_value(rounding="ROUND_HALF_UP") * step
    except (InvalidOperation, DivisionByZero):
        return value


def value_of(figure: Figure) -> Value | None:
    """The likeliest value: of 1,299 the larger."""
    values = [value for reading in figure.readings if (value := decimal_of(reading)) is not None]
    return Value(figure.text, max(values)) if values else None


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _step(value: Decimal) -> Decimal:
    """One of the last digit that is not a zero behind: of 1,300 a hundred."""
    bare = value.normalize()
    return Decimal(1).scaleb(_exponent(bare))
