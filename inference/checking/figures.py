"""Numbers in a text, with every value each may mean: 1.299 is a thousand and more, or one and a bit.

Promises values as strings of digits, so that a number of any length costs no more than its characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from inference.checking.folding import misread
from inference.checking.language import Language, language_of
from inference.checking.spelled import find_spelled

__all__ = ["Figure", "decimal_of", "figures", "reading_of"]

_TIGHT = re.compile(r"\d+(?:[.,'’·٫٬]\d+)*")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?![\d])")
_LOOSE = re.compile(r"(?<!\d)\d{1,12}(?:(?: [.,]|[.,] )\d{1,12}){1,8}(?!\d)")
"""A number in which the recogniser put a space."""
_STROKE = re.compile(r"(?<!\S)[lI|](?!\S)")
"""A 1 that stands alone, as a number of things or in a cell of its own."""
_TIMES = re.compile(
    r"\s?(?:(?:(thousand|tausend|k|K|Tsd\.?|mille|mil)|(million|millions|Millionen|Mio\.?|Mill\.|M|mn|millones|milioni)"
    r"|(billion|billions|Milliarden?|Mrd\.?|milliards?|bn|B)))(?!\w)"
)
_LETTER = re.compile(r"[A-Z](?![^\W_])")
_WHOLE = re.compile(r"(?<![\d.,])\d{1,9}(?![\d.,]\d|\d)")
_COINS = re.compile(r" ?(?:€|£|\$|euros?|dollars?|pounds?|francs?|Franken|livres) (?:and |und |et )?", re.IGNORECASE)
_LONG_STRING = 15
"""Digits up to which a number is reckoned with."""


@dataclass(frozen=True)
class Figure:
    """A number at `start` to `stop`. `readings` are the values it may have, without needless zeros."""

    start: int
    stop: int
    text: str
    readings: frozenset[str]
    spelled: bool = False
    letter: str = ""
    """A capital right behind it, as of seat 17C: it belongs to the number."""


def figures(text: str, *, source: bool = False, language: Language | None = None) -> Iterator[Figure]:
    """The numbers of a text, in digits first, then those in words; of a `source` also what its recogniser may have meant.

    Those of a source may overlap. Neither has a sign: -8 is 8.
    """
    yield from _in_digits(text, source=source)
    words = list(find_spelled(text, language or language_of(text), ones=source))
    for start, stop, value in words:
        yield Figure(start, stop, text[start:stop], frozenset({value}), spelled=True)
    if source:
        yield from _in_coins(text, words)


def decimal_of(reading: str) -> Decimal | None:
    """A reading as a number; None if it is too long to be reckoned with."""
    return Decimal(reading) if len(reading) <= _LONG_STRING else None


def reading_of(value: Decimal) -> str:
    whole, _, fraction = f"{value:f}".partition(".")
    return _value(whole, fraction)


def _in_digits(text: str, *, source: bool) -> Iterator[Figure]:
    spaced = {found.start(): found for found in _SPACED.finditer(text)}
    end = 0
    for tight in _TIGHT.finditer(text):
        wide = spaced.get(tight.start())
        if source:
            yield _figure(text, tight)
            if wide:
                yield _figure(text, wide)
        elif tight.start() >= end:
            chosen = wide or tight
            end = chosen.end()
            yield _figure(text, chosen)
    if source:
        for loose in _LOOSE.finditer(text):
            yield Figure(loose.start(), loose.end(), loose[0], _readings(loose[0].replace(" ", "")))
        meant = misread(text)
        if meant != text:
            yield from (_figure(meant, m) for m in _TIGHT.finditer(meant) if text[m.start() : m.end()] != m[0])
        for stroke in _STROKE.finditer(text):
            yield Figure(stroke.start(), stroke.end(), "1", frozenset({"1"}))


def _in_coins(text: str, words: Sequence[tuple[int, int, str]]) -> Iterator[Figure]:
    """Prices as they are spoken: "2 pounds 15", "nineteen euros fifty"."""
    numbers = sorted([*((m.start(), m.end(), m[0]) for m in _WHOLE.finditer(text)), *words])
    for (start, stop, whole), (begin, end, part) in pairwise(numbers):
        if len(part) <= 2 and _COINS.fullmatch(text, stop, begin):
            yield Figure(start, end, text[start:end], frozenset({_value(whole, part.zfill(2))}), spelled=True)


def _figure(text: str, found: re.Match[str]) -> Figure:
    readings = _readings(found[0])
    stop = found.end()
    if times := _TIMES.match(text, stop):
        zeros = 3 if times[1] else 6 if times[2] else 9
        readings |= {_shift(reading, zeros) for reading in readings}
        stop = times.end()
    letter = _LETTER.match(text, stop)
    return Figure(found.start(), stop, text[found.start() : stop], readings, letter=letter[0] if letter else "")


def _readings(digits: str) -> frozenset[str]:
    """1,299 is two values, 1,299.00 one, 192.168.1.10 none that counts: its groups only stand there."""
    groups = re.split(r"[^\d]", digits)
    signs = re.sub(r"\d", "", digits)
    if len(groups) == 1:
        return frozenset({_value(groups[0])})
    whole, last = "".join(groups[:-1]), groups[-1]
    thousands = 1 <= len(groups[0]) <= 3 and len(last) == 3 and all(len(group) in (2, 3) for group in groups[1:])
    found: set[str] = set()
    if thousands and len(set(signs)) == 1 and groups[0].lstrip("0"):
        found.add(_value(whole + last))
    alone = len(groups) == 2 or (
        signs[-1] not in signs[:-1] and len(set(signs[:-1])) == 1 and all(len(g) in (2, 3) for g in groups[1:-1])
    )
    if alone and signs[-1] in ".,·٫":
        found.add(_value(whole, last))
    return frozenset(found)


def _value(whole: str, fraction: str = "") -> str:
    whole, fraction = _ascii(whole).lstrip("0") or "0", _ascii(fraction).rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _shift(reading: str, zeros: int) -> str:
    whole, _, fraction = reading.partition(".")
    fraction = fraction.ljust(zeros, "0")
    return _value(whole + fraction[:zeros], fraction[zeros:])


def _ascii(digits: str) -> str:
    """Digits of any script as 0-9."""
    return digits if digits.isascii() else "".join(str(int(d)) if d.isdecimal() else "0" for d in digits)
