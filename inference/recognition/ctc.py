"""From a network's distributions over characters, one for each step along a line, to text with the place of each character.

Connectionist temporal classification (Graves et al., 2006): the likeliest class of each step, runs of one class taken once,
blanks left out. A character's steps say where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inference.recognition.alike import ALIKE, settled
from inference.recognition.files import TEXT_READ
from inference.recognition.runtime import session

__all__ = ["Alphabet", "Decoded", "alphabet", "decode", "is_eastern"]

_EASTERN = ((0x2E80, 0x9FFF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))
_SURE = 0.985
"""Chance from which a character is not looked at again."""


@dataclass(frozen=True)
class Decoded:
    """Characters with their chances, the first step of each and the one after its last, and the chance of a space before each."""

    text: str
    chances: tuple[float, ...]
    spans: tuple[tuple[int, int], ...]
    spaces: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Alphabet:
    """The character of each class, of which class 0 is the blank, and which are of East Asian scripts."""

    characters: tuple[str, ...]
    eastern: NDArray[np.bool_]

    @property
    def space(self) -> int:
        return len(self.characters) - 1


@cache
def alphabet() -> Alphabet:
    """The one that the file of the network brings."""
    characters = ("", *session(TEXT_READ).said("character").splitlines(), " ")
    return Alphabet(characters, np.array([any(map(is_eastern, character)) for character in characters]))


def decode(chances: NDArray[np.float32], known: Alphabet, *, western: bool = False) -> Decoded:
    """The likeliest text of `chances` [step, class]; `western` leaves East Asian characters and full-width forms out."""
    best = np.where(known.eastern, 0, chances).argmax(1) if western else chances.argmax(1)
    edges = np.flatnonzero(np.diff(best)) + 1
    starts, stops = [0, *edges.tolist()], [*edges.tolist(), len(best)]
    spans = [(start, stop) for start, stop in zip(starts, stops, strict=True) if best[start]]
    text = [known.characters[int(best[start])] for start, _ in spans]
    sure = [float(chances[start:stop, best[start]].max()) for start, stop in spans]
    text = settled(text, [_others(chances, *item) for item in zip(text, sure, spans, strict=True)])
    return Decoded("".join(text), tuple(sure), tuple(spans), tuple(_space_before(spans, chances[:, known.space])))


def _space_before(spans: list[tuple[int, int]], space: NDArray[np.float32]) -> list[float]:
    """The highest chance of a space between each character and the one before it; 0 for the first."""
    between = [(before[1], after[0]) for before, after in pairwise(spans)]
    return [0.0, *(float(space[start:stop].max()) if stop > start else 0.0 for start, stop in between)]


def _others(chances: NDArray[np.float32], character: str, sure: float, span: tuple[int, int]) -> dict[str, float]:
    """What a doubtful character may be instead, of those that look like it, with their chances and its own."""
    alike = ALIKE.get(character, ())
    if sure >= _SURE or not alike:
        return {}
    places = _places()
    return {other: float(chances[span[0] : span[1], places[other]].max()) for other in alike}


@cache
def _places() -> dict[str, int]:
    known = alphabet().characters
    return {character: known.index(character) for character in ALIKE}


def is_eastern(character: str) -> bool:
    """Whether it is of an East Asian script or a full-width form."""
    code = ord(character)
    return code > 0x1FFFF or any(first <= code <= last for first, last in _EASTERN)
