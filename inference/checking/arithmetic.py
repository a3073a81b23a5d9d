"""What two numbers, or several, make: sums, differences, products, shares and means, with how they were had."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import combinations
from operator import attrgetter, itemgetter
from typing import TypeVar

from inference.checking.measures import Value, exponent, step_of

__all__ = ["MOST", "Pairs", "Why", "about", "as_sum", "between", "convert", "equals", "from_pairs", "mean_of", "with_page"]

Why = str
"""How a number comes about, for people: "12.50 + 7.50"."""
MOST = 60
"""Numbers of a page that are tried with each other."""
_FEW = 3
"""Numbers of one unit, any two of which may be compared."""
_EXACT = "="
T = TypeVar("T")
_FIGURES = 2
_COUNT = 20
_CHANCE = Decimal("0.04")
_CHANCE_COMPARED = Decimal("0.15")
"""Of the numbers about as large as one and as exact, the share that may be had from a page before it counts for nothing."""


def convert(numbers: Sequence[Value], unit: str) -> list[Value]:
    """Those of another size of a unit, as so many of this one."""
    kind, _, size = unit.partition(" ")
    found: list[Value] = []
    for n in numbers if size else ():
        other, _, there = n.unit.partition(" ")
        if other == kind and there and there != size:
            found.append(Value(n.text, (value := n.value * Decimal(there) / Decimal(size)), unit, exponent(value)))
    return found


def from_pairs(said: Decimal, numbers: Sequence[Value], *, percent: bool, hedged: bool = False) -> Why | None:
    """As a sum, a difference, a product, a quotient or a share of two of these numbers."""
    exact, places = about(said) if hedged else equals(said), exponent(said)
    for a, b in combinations(numbers[:MOST], 2):
        for why, value in _results(a, b, percent=percent):
            if _is_it(said, places, value, why, exact, min(a.places, b.places)) or (hedged and exact(value)):
                return why.rstrip(_EXACT)
    return None


class Pairs:
    """What each two of some numbers make, as a sum, a difference or, with `percent`, a share: sorted, to be looked up."""

    def __init__(self, numbers: Sequence[Value], *, percent: bool = False, mixed: bool = False) -> None:
        """`mixed`: also a number with cents and one without are added."""
        self._few = len(numbers) <= _FEW and all(n.unit for n in numbers)
        made = [
            (value, why, min(a.places, b.places))
            for a, b in combinations(numbers[:MOST], 2)
            for why, value in _results(a, b, percent=percent, products=False, mixed=mixed)
        ]
        self._made = sorted(made, key=itemgetter(0))
        self._values = sorted({value for value, _, _ in made})

    def rare(self, said: Decimal, *, compared: bool = False) -> Why | None:
        """How it is had, if few numbers about as large are, or few are of their unit; more may be where two are `compared`."""
        exact, places, step = equals(said), exponent(said), step_of(said)
        near = between(self._made, said - step, said + step, key=itemgetter(0))
        why = next((why for value, why, least in near if _is_it(said, places, value, why, exact, least)), None)
        if why is None or self._few:
            return why and why.rstrip(_EXACT)
        reached = bisect_right(self._values, said * 2) - bisect_left(self._values, said / 2)
        return why.rstrip(_EXACT) if _is_rare(reached, said, compared=compared) else None


def with_page(said: Decimal, near: Sequence[Value], page: Sequence[Value], *, compared: bool = False) -> Why | None:
    """As a sum, a difference or a product of one number of an answer and one of its page, `page` being sorted by value.

    `compared`: the sentence says that it compares two.
    """
    exact, places = equals(said), exponent(said)
    reached, why = 0, None
    for n in near:
        for low, high, way in _partners(said, step_of(said), n.value):
            for other in between(page, low, high, key=attrgetter("value")) if why is None else ():
                for name, value in _results(n, other, percent=False):
                    if way in name and _is_it(said, places, value, name, exact, min(n.places, other.places)):
                        why = name.rstrip(_EXACT)
            reached += len(between(page, low / 2, high * 2, key=attrgetter("value")))
    return why if _is_rare(reached, said, compared=compared) else None


def _partners(said: Decimal, step: Decimal, n: Decimal) -> Iterator[tuple[Decimal, Decimal, str]]:
    """Between what bounds the other number lies that makes `said` with this one."""
    yield said - n, said - n, " + "
    yield said + n, said + n, " − "
    yield n - said, n - said, " − "
    if n > 1:
        yield (said - step) / n, (said + step) / n, " × "
        yield (said - step) * n, (said + step) * n, " / "


def _is_rare(reached: int, said: Decimal, *, compared: bool) -> bool:
    """Whether so few numbers about as large as one are reached that it hardly is by accident."""
    possible = max(Decimal(1), said * 3 / 2 / step_of(said))
    return reached / possible <= (_CHANCE_COMPARED if compared else _CHANCE)


def _is_it(said: Decimal, places: int, value: Decimal, why: Why, exact: Callable[[Decimal], bool], least: int) -> bool:
    """Whether a result is the number said. Noughts for cents come from cents: 40 and 24 make no 64.00."""
    if why[-1] == _EXACT:
        return value == said and places >= least
    return value == said or exact(value)


def _results(a: Value, b: Value, *, percent: bool, products: bool = True, mixed: bool = True) -> Iterator[tuple[Why, Decimal]]:
    """What two numbers make. Nobody rounds a sum or a difference: those end with a sign for that.

    Unless `mixed`, as from a whole page, only numbers that are written equally exactly are added: not a price and a count.
    """
    if a.value < b.value:
        a, b = b, a
    count = b.places == 0 and b.value < _COUNT and a.places < 0 and not b.unit  # two of something, not two euros
    if not count and (b.value > 1 or (mixed and 0 < b.value < 1)) and (mixed or a.places == b.places):
        yield f"{a.text} + {b.text}{_EXACT}", a.value + b.value
        yield f"{a.text} − {b.text}{_EXACT}", a.value - b.value
    if products and not percent:
        if b.value != 1:
            yield f"{a.text} × {b.text}", a.value * b.value
        if b.value not in (0, 1):
            yield f"{a.text} / {b.text}", a.value / b.value
    if percent and b.value:
        yield f"{b.text} of {a.text}", b.value / a.value * 100
        yield f"from {b.text} to {a.text}", (a.value - b.value) / b.value * 100
        yield f"from {a.text} to {b.text}", (a.value - b.value) / a.value * 100
    for share, whole in ((a, b), (b, a)):
        if share.unit == "%" and whole.unit != "%":
            if share.value < 100:
                yield f"{whole.text} before {share.text} %", whole.value * 100 / (100 - share.value)
            yield f"{whole.text} without {share.text} %", whole.value * 100 / (100 + share.value)
            yield f"{share.text} % of {whole.text}", whole.value * share.value / 100
            yield f"{whole.text} less {share.text} %", whole.value * (100 - share.value) / 100
            yield f"{whole.text} and {share.text} %", whole.value * (100 + share.value) / 100


def between(found: Sequence[T], low: Decimal, high: Decimal, *, key: Callable[[T], Decimal]) -> Sequence[T]:
    """Of what is sorted by a number, those from `low` to `high`, both counted in."""
    return found[bisect_left(found, low, key=key) : bisect_right(found, high, key=key)]


def as_sum(said: Decimal, a: Value, b: Value) -> Why | None:
    """As the sum or the difference of two, exactly."""
    if said == a.value + b.value:
        return f"{a.text} + {b.text}"
    less, more = sorted((a, b), key=attrgetter("value"))
    return f"{more.text} − {less.text}" if said == more.value - less.value else None


def mean_of(said: Decimal, numbers: Sequence[Value]) -> Why | None:
    value = sum((n.value for n in numbers), Decimal(0)) / len(numbers)
    return f"average of {len(numbers)} numbers" if equals(said)(value) else None


def equals(said: Decimal) -> Callable[[Decimal], bool]:
    """Whether a result is the number said, rounded as exactly as that is written."""
    step = step_of(said)

    def same(value: Decimal) -> bool:
        return value == said or (value != value.to_integral_value() and _round(value, step) == said)

    return same


def about(said: Decimal) -> Callable[[Decimal], bool]:
    """Whether a result is near a number that is said to be rounded: of 11,600 to the hundred. As `equals` for a single figure."""
    plain = said.normalize()
    step = Decimal(1).scaleb(exponent(plain))
    if len(plain.as_tuple().digits) < _FIGURES or step < 1:
        return equals(said)
    return lambda value: abs(value - said) < step


def _round(value: Decimal, step: Decimal) -> Decimal:
    try:
        return (value / step).to_integral_value(rounding="ROUND_HALF_UP") * step
    except (InvalidOperation, DivisionByZero):
        return value
