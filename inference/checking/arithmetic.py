"""What two numbers, or several, make: sums, differences, products, shares and means, with how they were had."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from itertools import combinations, product

from inference.checking.figures import Figure
from inference.checking.units import exponent, unit_behind, value_of

__all__ = ["MOST", "Value", "Why", "about", "converted", "equals", "from_pairs", "known", "mean_of", "rare"]

Why = str
"""How a number comes about, for people: "12.50 + 7.50"."""
MOST = 60
"""Numbers of a page that are tried with each other."""
_FEW = 3
"""Numbers of one unit, any two of which may be compared."""
_EXACT = "="
_FIGURES = 2
_CHANCE = Decimal("0.04")
"""Of the numbers about as large as one and as exact, the share that may be had from a page before it counts for nothing."""
_BEHIND = re.compile(r" ?(?:[%€$£]|[^\W\d_]+)")


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


def converted(numbers: Sequence[Value], unit: str) -> list[Value]:
    """Those of another size of a unit, as so many of this one."""
    kind, _, size = unit.partition(" ")
    found: list[Value] = []
    for n in numbers if size else ():
        other, _, there = n.unit.partition(" ")
        if other == kind and there and there != size:
            found.append(Value(n.text, n.value * Decimal(there) / Decimal(size), unit))
    return found


def from_pairs(said: Decimal, numbers: Sequence[Value], *, percent: bool, hedged: bool = False) -> Why | None:
    exact = about(said) if hedged else equals(said)
    for a, b in combinations(numbers[:MOST], 2):
        for why, value in _results(a, b, percent=percent):
            if _is_it(said, value, why, exact, (a, b)):
                return why.rstrip(_EXACT)
    return None


def _is_it(said: Decimal, value: Decimal, why: Why, exact: Callable[[Decimal], bool], pair: tuple[Value, Value]) -> bool:
    """Whether a result is the number said. Noughts for cents come from cents: 40 and 24 make no 64.00."""
    if why[-1] == _EXACT and exponent(said) < min(exponent(one.value) for one in pair):
        return False
    return value == said or (exact(value) and why[-1] != _EXACT)


def rare(said: Decimal, numbers: Sequence[Value], others: Sequence[Value] = (), *, percent: bool) -> Why | None:
    """As a sum, a difference or a share of two, if few numbers about as large are, or few are of their unit.

    With `others`, of one of each; then also as a product.
    """
    few = len(numbers) <= _FEW and all(n.unit for n in numbers) and not others
    pairs = product(numbers, others) if others else combinations(numbers, 2)
    step = Decimal(1).scaleb(min(0, exponent(said)))
    low, high = said / 2, said * 2
    reached: set[Decimal] = set()
    found: Why | None = None
    exact = equals(said)
    for a, b in pairs:
        for why, value in _results(a, b, percent=percent, products=bool(others)):
            if low <= value <= high:
                reached.add(_rounded(value, step))
                if found is None and _is_it(said, value, why, exact, (a, b)):
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
    if products and not percent:
        yield f"{a.text} × {b.text}", a.value * b.value
        if b.value:
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


def mean_of(said: Decimal, numbers: Sequence[Value]) -> Why | None:
    value = sum((n.value for n in numbers), Decimal(0)) / len(numbers)
    return f"average of {len(numbers)} numbers" if equals(said)(value) else None


def equals(said: Decimal) -> Callable[[Decimal], bool]:
    """Whether a result is the number said, rounded as exactly as that is written."""
    step = Decimal(1).scaleb(min(0, exponent(said)))

    def same(value: Decimal) -> bool:
        return value == said or (value != value.to_integral_value() and _rounded(value, step) == said)

    return same


def about(said: Decimal) -> Callable[[Decimal], bool]:
    """Whether a result is near a number that is said to be rounded: of 11,600 to the hundred. As `equals` for a single figure."""
    plain = said.normalize()
    step = Decimal(1).scaleb(exponent(plain))
    if len(plain.as_tuple().digits) < _FIGURES or step < 1:
        return equals(said)
    return lambda value: abs(value - said) < step


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    try:
        return (value / step).to_integral_value(rounding="ROUND_HALF_UP") * step
    except (InvalidOperation, DivisionByZero):
        return value
