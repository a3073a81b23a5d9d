"""A recognised text, indexed: where each number, date, time and word of it stands.

Promises that building it takes time in proportion to the text, and a look-up hardly any, whatever stands there.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from inference.checking.clocks import Clock, Length, clocks, lengths
from inference.checking.days import Day, days, months_in, ordinals
from inference.checking.figures import Figure, figures
from inference.checking.folding import Folded, fold, is_one_edit, misread, wording
from inference.checking.language import Language, is_small, language_of
from inference.checking.measures import Unit, unit_behind, value_of
from inference.checking.ordinary import are_two, is_ordinary

__all__ = ["Hit", "Page"]

_WORD = re.compile(r"[^\W_]+(?:\|[^\W_]+)*")
_LONE = re.compile(
    r"(?:(?<![^\s(])|(?<=\d))[lI|](?=\.? ?(?:Jan|Feb|Mar|M[aä]|Apr|Ju|Aug|Sep|Oct|Okt|Nov|De[czk]))|(?<=\d )[lI|](?=[:.]\d\d)",
    re.IGNORECASE,
)
"""A 1 before a month, alone or behind another digit."""
_CAPITAL_INSIDE = re.compile(r"(?<=[a-zà-ÿ])[A-ZÀ-Þ]")
_TOLERANT = 5
"""Letters from which on a word may differ in one."""
_LONGEST = 40
_WIDE = 200
_YEAR = 4
_FEW_LINES = 5
_MOST = 64
"""Places of a word that are kept."""
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class Hit:
    """Where something stands. `other`: in another form than the one looked for."""

    begin: int
    end: int
    other: bool = False


class Page:
    """One text; each index is made when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def language(self) -> Language:
        return language_of(self.text)

    @cached_property
    def meant(self) -> str:
        """The text with letters among digits as the digits they look like."""
        return _LONE.sub("1", misread(self.text))

    @cached_property
    def letters(self) -> Folded:
        return Folded.of(self.text)

    @cached_property
    def wording(self) -> str:
        """Its letters alone, folded, without spaces, signs and digits."""
        return wording(self.text)

    @cached_property
    def signs(self) -> Folded:
        return Folded.of(self.text, signs=True)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figures(self.text, source=True, language=self.language))

    @cached_property
    def amounts(self) -> tuple[tuple[Figure, Decimal, Unit | None], ...]:
        """Its numbers that can be reckoned with, with their values and units."""
        held = ((figure, value_of(figure)) for figure in self.figures)
        return tuple((figure, value, unit_behind(self.text, figure.stop)) for figure, value in held if value is not None)

    @cached_property
    def by_amount(self) -> list[tuple[Decimal, str]]:
        """Their values, sorted, with what is written."""
        return sorted((value, figure.text) for figure, value, _ in self.amounts if value)

    @cached_property
    def by_reading(self) -> dict[str, list[Figure]]:
        """Numbers by each of their values; of dates and times in digits only the year is one."""
        inside = bytearray(len(self.text) + 1)
        for moment in (*self.days, *self.clocks):
            if moment.sure and any(sign in moment.text for sign in ":/.-"):
                inside[moment.start : moment.stop] = b"\1" * (moment.stop - moment.start)
        numbers = (figure for figure in self.figures if not inside[figure.start] or len(figure.text) == _YEAR)
        return _list((reading, figure) for figure in numbers for reading in figure.readings)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return tuple(days(self.meant))

    @cached_property
    def ordinals(self) -> tuple[tuple[int, int, int], ...]:
        """Days that are said by their number alone, "the 11th", with their places."""
        return tuple(ordinals(self.meant))

    @cached_property
    def by_month(self) -> dict[int, list[Day]]:
        return _list((month, day) for day in self.days for month in {reading[1] or 0 for reading in day.readings})

    @cached_property
    def months(self) -> dict[int, tuple[int, int]]:
        """The months it names, in full or short, each with its first place."""
        found: dict[int, tuple[int, int]] = {}
        for start, stop, month in months_in(self.text):
            found.setdefault(month, (start, stop))
        return found

    @cached_property
    def by_day(self) -> dict[tuple[int, int], list[Day]]:
        """By month and day of it."""
        return _list(((r[1], r[2]), day) for day in self.days for r in day.readings if r[1] and r[2])

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        return tuple(clocks(self.meant, self.language))

    @cached_property
    def by_minute(self) -> dict[int, list[Clock]]:
        return _list((minute, clock) for clock in self.clocks for minute in clock.readings)

    @cached_property
    def lengths(self) -> tuple[Length, ...]:
        return tuple(lengths(self.text))

    @cached_property
    def words(self) -> dict[str, list[tuple[int, int]]]:
        """Folded words with their places."""
        return _list((fold(m[0]), m.span()) for m in _WORD.finditer(self.text) if len(m[0]) <= _LONGEST)

    @cached_property
    def short(self) -> dict[str, list[tuple[str, list[tuple[int, int]]]]]:
        """Words of two to five letters that are no ordinary ones, by their first letter: they may be abbreviations."""
        held = ((w, found) for w, found in self.words.items() if 2 < len(w) < 6 and w.isalpha() and not is_ordinary(w))
        return _list((w[0], (w, found)) for w, found in held)

    @cached_property
    def lowered(self) -> frozenset[str]:
        """The words that stand somewhere in small letters: they are ordinary ones."""
        return frozenset(fold(m[0]) for m in _WORD.finditer(self.text) if m[0].islower())

    @cached_property
    def initials(self) -> Folded:
        """The first letters of its words."""
        firsts = [(fold(m[0][0])[:1] or "?", m.start()) for m in _WORD.finditer(self.text)]
        return Folded(self.text, "".join(letter for letter, _ in firsts), tuple(start for _, start in firsts))

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """Where the lines begin that are not empty."""
        return tuple(m.start() for m in re.finditer(r"[^\s][^\n]*", self.text))

    @cached_property
    def _breaks(self) -> list[int]:
        return [place for place, character in enumerate(self.text) if character == "\n"]

    def line_of(self, place: int) -> int:
        """The number of the line that holds a place, from 0."""
        return bisect(self._breaks, place)

    def line(self, number: int) -> str:
        """One line, of a very long one its beginning."""
        start = self._breaks[number - 1] + 1 if number else 0
        return self.text[start : self._breaks[number] if number < len(self._breaks) else len(self.text)][:_WIDE]

    def lines_of(self, sentence: str) -> list[int]:
        """The few lines, from 0, that a sentence speaks of: those with words of it that hardly stand elsewhere."""
        words = {fold(m[0]) for m in _WORD.finditer(sentence) if _tells(m[0])}
        places = (found for word in words if len(found := self.words.get(word, ())) <= 2)
        lines = sorted({self.line_of(start) for found in places for start, _ in found})
        return lines if len(lines) <= _FEW_LINES else []

    @cached_property
    def counts(self) -> frozenset[int]:
        """How many lines it has, and each block of it, with and without a heading."""
        blocks = [sum(bool(line.strip()) for line in block.split("\n")) for block in self.text.split("\n\n")]
        return frozenset({n for lines in [len(self.lines), *blocks] for n in (lines, lines - 1) if n > 0})

    def places(self, word: str) -> list[tuple[int, int]]:
        """Where a word stands: as it is, else with one letter wrong, else run together with others or cut in two."""
        needle = fold(word)
        if found := self.words.get(needle):
            return found
        if _TOLERANT <= len(needle) <= _LONGEST and not any(c.isdigit() for c in word):
            close = {near for key in _shorten(needle) for near in self._close.get(key, ()) if is_one_edit(near, needle)}
            close = {near for near in close if not are_two(near, word)}
            if close:
                return sorted(place for near in close for place in self.words[near])
        if len(needle) >= _TOLERANT or not word.isascii():
            return list(self.letters.each(needle))
        return [
            (start, stop)
            for token in self._ends.get(needle, ())
            for start, stop in self.words[token]
            if is_ordinary(_rest(token, needle)) or _CAPITAL_INSIDE.search(self.text, start, stop)
        ]

    @cached_property
    def _ends(self) -> dict[str, list[str]]:
        """Longer words by their first and last few characters: "importsys" lacks a space."""
        longer = [word for word in self.words if len(word) > _TOLERANT]
        return _list((end, word) for word in longer for size in (3, 4) for end in (word[:size], word[-size:]))

    @cached_property
    def _close(self) -> dict[str, list[str]]:
        """Words without digits, by what is left of them without one of their characters."""
        plain = (word for word in self.words if len(word) >= _TOLERANT - 1 and not any(c.isdigit() for c in word))
        return _list((key, word) for word in plain for key in _shorten(word))


def _tells(word: str) -> bool:
    """Whether a word may say which line is meant."""
    return (len(word) > 2 and not is_small(word)) or (len(word) == 2 and word[0].isalpha() and word[1].isdigit())


def _rest(word: str, part: str) -> str:
    return word[len(part) :] if word.startswith(part) else word[: -len(part)]


def _shorten(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _list(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    found: dict[K, list[T]] = {}
    for key, value in pairs:
        held = found.setdefault(key, [])
        if len(held) < _MOST:
            held.append(value)
    return found
