"""Characters with their places on a line, and the spaces between words: what the network says, held against the gaps one sees.

The network is right about nearly all spaces. It loses one where two words stand far apart, as two cells of a table, and now and
then a narrow one, before a lone letter or behind a comma.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

from inference.recognition.ctc import Decoded
from inference.recognition.ink import Ink

__all__ = ["STEP", "Reading", "placed"]

STEP = 8
"""Pixels of a strip behind each step of the network."""
_LIKELY = 0.25
"""Chance of a space between two characters, where it is highest, from which there is one."""
_POSSIBLE = 0.02
"""Chance from which there is one if the gap is as wide as others of the line."""
_AS_WIDE = 0.85
_REACH = 28
"""Pixels around a character's steps that belong to it: the widest ones reach so far."""


@dataclass(frozen=True)
class Reading:
    """`text` with the chance of each character, and `marks`: where each begins and the last one ends, in pixels of the strip.

    `western` is the reading without East Asian characters where this one has a few: for a page that has no others.
    """

    text: str
    chances: tuple[float, ...]
    marks: tuple[float, ...]
    western: Reading | None = None
    missed: float = 0.0
    """Pixels of the strip where something is written and no character was read: letters the network does not know."""

    @property
    def score(self) -> float:
        return sum(self.chances) / len(self.chances) if self.chances else 0.0


def placed(decoded: Decoded, ink: Ink) -> Reading:
    """What was decoded of a strip, with the spaces that its gaps tell of."""
    letters = [i for i, character in enumerate(decoded.text) if character != " "]
    if not letters:
        return Reading("", (), (0.0,))
    middles = [sum(decoded.spans[i]) / 2 * STEP for i in letters]
    gaps = [ink.gap(before, after) for before, after in pairwise(middles)]
    spaces = _spaces(decoded, letters, [high - low for low, high in gaps], ink.wide)
    text, chances, marks = decoded.text[letters[0]], [decoded.chances[letters[0]]], [ink.begins(middles[0])]
    for i, (low, high), space in zip(letters[1:], gaps, spaces, strict=True):
        if space:
            text, marks, chances = text + " ", [*marks, low], [*chances, 1.0]
        text, marks, chances = (
            text + decoded.text[i],
            [*marks, high if space else (low + high) / 2],
            [*chances, decoded.chances[i]],
        )
    marks.append(ink.ends(middles[-1]))
    missed = ink.missed([(start * STEP, stop * STEP) for start, stop in (decoded.spans[i] for i in letters)], _REACH)
    return Reading(text, tuple(chances), tuple(accumulate(marks, max)), missed=missed)


def _spaces(decoded: Decoded, letters: list[int], widths: list[float], wide: float) -> list[bool]:
    """Whether there is a space in each gap between two letters."""
    told = [after - before > 1 for before, after in pairwise(letters)]
    chances = [decoded.spaces[i] for i in letters[1:]]
    seen = [width for width, space in zip(widths, told, strict=True) if space]
    usual = _AS_WIDE * median(seen) if seen else wide
    return [
        space or width >= wide or chance >= _LIKELY or (chance >= _POSSIBLE and width >= usual)
        for space, width, chance in zip(told, widths, chances, strict=True)
    ]
