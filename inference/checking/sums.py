"""Numbers that follow from others: sums, differences, products, shares, averages, rounded ones.

Where many numbers stand, some two of them add up to nearly anything. So a number counts as reckoned only if the sentence speaks
of reckoning, and from a whole page only where hardly any other number could be had the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from operator import itemgetter

from inference.checking.arithmetic import Pairs, Why, as_sum, between, equals, from_pairs, mean_of
from inference.checking.cues import speaks_of_a_total
from inference.checking.figures import Figure, figures
from inference.checking.measures import Value, exponent, value_of
from inference.checking.page import Page
from inference.checking.periods import for_each

__all__ = ["by_expression", "find_exact", "work_out"]

_ROUNDS = re.compile(
    r"[≈=]|\b(?:round\w*|about|around|nearest|whole|i\.e|rund|gerundet|also|etwa|arrondi\w*|environ|soit|redonde\w*|unos)\b",
    re.IGNORECASE,
)
_TERM = r"[€$£]? ?\d{1,12}(?:[.,]\d{1,6})*(?: ?[€$£%])?"
_EXPRESSION = re.compile(rf"{_TERM}(?: ?[-+−–×x·*/÷:] ?{_TERM}){{1,12}}")
_LONG, _LATEST = 3, 6
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[-+−–×x·*/÷:]")


def find_exact(figure: Figure, pages: Sequence[Page]) -> Why | None:
    """The number that it is, rounded."""
    said = value_of(figure)
    if said is None:
        return None
    places = exponent(said.normalize())
    step = Decimal(1).scaleb(places)
    for page in pages:
        for value, text in between(page.by_amount, said - step, said + step, key=itemgetter(0)):
            if abs(value - said) <= abs(value) / 8 and exponent(value.normalize()) < places:
                return f"rounded from {text}"
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
    found = ((match[0], _evaluate(match[0])) for match in _EXPRESSION.finditer(sentence))
    return tuple(
        (text.strip(), value, frozenset(map(value_of, figures(text, language="")))) for text, value in found if value is not None
    )


def work_out(
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
            one_kind = one_kind and (len(numbers) - start == 2 or len({n.places for n in numbers[start:]}) == 1)
            if one_kind and said == sum((n.value for n in numbers[start:]), Decimal(0)):
                return " + ".join(n.text for n in numbers[start:])
    if speaks_of_a_total(setting) and (why := next(filter(None, (_add(said, some) for some in lists)), None)):
        return why
    if mean and len(near) > 1 and (why := mean_of(said, near)):
        return why
    if why := _round_from(said, before, setting):
        return why
    if why := _of_cents(said, before):
        return why
    long = len(said.as_tuple().digits) >= _LONG
    numbers = [*(before[-_LATEST:] if long else before[-3:] if percent or mean else ()), *near]
    return (
        from_pairs(said, numbers, percent=percent, hedged=hedged)
        or Pairs(before, mixed=True).rare(said)
        or for_each(said, [*before[-_LATEST:], *near], setting, hedged=hedged)
    )


def _round_from(said: Decimal, before: Sequence[Value], setting: str) -> Why | None:
    """A number that was said before, less exactly."""
    exact, places = equals(said), exponent(said)
    finer = (n for n in before[-3:] if n.places < places and exact(n.value))
    return next((f"rounded from {n.text}" for n in finer), None) if _ROUNDS.search(setting) else None


def _add(said: Decimal, numbers: Sequence[Value]) -> Why | None:
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
    pairs = combinations(numbers[-_LATEST:], 2)
    return next((why for a, b in pairs if a.places == b.places < -1 and (why := as_sum(said, a, b))), None)


def _evaluate(expression: str) -> Decimal | None:
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
