"""From a network's distributions over characters, one for each step along a line, to text with the place of each character.

Connectionist temporal classification (Graves et al., 2006): the likeliest class of each step, runs of one class taken once, blanks
left out. A character's step says where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from inference.recognition.files import TEXT_READ
from inference.recognition.runtime import session

__all__ = ["Alphabet", "Reading", "alphabet", "decode", "joined"]


@dataclass(frozen=True)
class Reading:
    """`text` with the chance of each character, and the place of its middle, as steps from the start; `steps` in all."""

    text: str
    chances: tuple[float, ...]
    places: tuple[float, ...]
    steps: float

    @property
    def score(self) -> float:
        return sum(self.chances) / len(self.chances) if self.chances else 0.0


@dataclass(frozen=True, eq=False)
class Alphabet:
    """The character of each class; class 0 is the blank."""

    characters: tuple[str, ...]


@cache
def alphabet() -> Alphabet:
    """The one that the file of the network brings."""
    return Alphabet(("", *session(TEXT_READ).said("character").splitlines(), " "))


def decode(chances: NDArray[np.float32], known: Alphabet, steps: float) -> Reading:
    """The likeliest text of `chances` [step, class]; of them the first `steps` belong to the line."""
    best = chances.argmax(1)
    sure = chances[np.arange(len(best)), best]
    edges = np.flatnonzero(np.diff(best)) + 1
    starts, stops = [0, *edges.tolist()], [*edges.tolist(), len(best)]
    text: list[str] = []
    certain: list[float] = []
    places: list[float] = []
    for start, stop in zip(starts, stops, strict=True):
        if best[start] != 0:
            text.append(known.characters[best[start]])
            certain.append(float(sure[start:stop].max()))
            places.append((start + stop) / 2)
    return Reading("".join(text), tuple(certain), tuple(places), steps)


def joined(parts: Sequence[Reading]) -> Reading:
    """Pieces of one line as one."""
    if len(parts) == 1:
        return parts[0]
    text, chances, places, steps = "", (), (), 0.0
    for part in parts:
        if text and part.text and " " not in (text[-1], part.text[0]):
            text, chances, places = text + " ", (*chances, 1.0), (*places, steps)
        text, chances = text + part.text, chances + part.chances
        places = places + tuple(steps + place for place in part.places)
        steps += part.steps
    return Reading(text, chances, places, steps)
