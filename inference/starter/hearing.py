"""Dense supervision of sound: which letters each frame tells, and of which word, as espeak-ng says when it says them.

Written answers alone taught digits, and next to nothing of sentences; what lies in each patch is what made pictures readable
(`pictures.Targets`), and this is the same for sound. A frame is asked for what was said a little before it: frames see no
later ones, and a letter is often known by the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.starter.pictures import Targets
from inference.starter.speech import FRAME, SAMPLE_RATE

__all__ = ["AT_ONCE", "SAID", "Heard", "Letter", "letters_of", "sounds", "spelled_out"]

SAID = "abcdefghijklmnopqrstuvwxyz0123456789"
"""What dense supervision tells apart; digits are said one by one."""
AT_ONCE = 2
"""Letters told apart within one frame."""
_LATER = 3
"""Frames between the middle of a letter and the frame that is asked for it: 0.12 s."""
_FIRST, _NEXT = 0.45 * SAMPLE_RATE, 0.12 * SAMPLE_RATE
"""A word lasts no longer than this many samples for its first letter and for each of the others: then comes a pause."""


class Letter(NamedTuple):
    """`text`, in lower case, is number `place` of the word number `word`; its middle is heard `at` samples after the start."""

    text: str
    word: int
    place: int
    at: float


@dataclass(frozen=True)
class Heard:
    """A clip as a microphone hears it: samples, where in them its first one is, how much slower it has become, its letters."""

    wave: NDArray[np.float32]
    before: int
    pace: float
    letters: tuple[Letter, ...] = ()


def spelled_out(text: str) -> str:
    """What of `text` is told apart."""
    return "".join(character for character in text.lower() if character in SAID)


def letters_of(text: str, words: Sequence[tuple[int, int]], length: int) -> tuple[Letter, ...]:
    """The letters of a clip of `length` samples that says `text`; none where it is not known when.

    words: of each word as it is said, how many letters come before it, and the sample it begins at. Within a word letters are
    taken to be equally long.
    """
    spelled = [(c, word, place) for word, run in enumerate(text.split()) for place, c in enumerate(spelled_out(run))]
    found: list[Letter] = []
    for (first, start), (last, end) in pairwise([*words, (len(spelled), length)]):
        count = last - first
        span = min(end - start, _FIRST + (count - 1) * _NEXT)
        for i, (character, word, place) in enumerate(spelled[first:last]):
            found.append(Letter(character, word, place, start + (i + 0.5) / count * span))
    return tuple(found)


def sounds(heard: Heard, frames: int) -> Targets:
    """What `frames` frames from the beginning of `heard` tell: `AT_ONCE` letters each, as classes of SAID, and words as lines."""
    slots = np.full((frames, AT_ONCE), len(SAID), np.int64)
    word, place = np.full(frames, -1, np.int64), np.full(frames, -1, np.int64)
    for letter in heard.letters:
        frame = int((heard.before + letter.at * heard.pace) / FRAME) + _LATER
        if frame >= frames:
            break
        slot = 0 if word[frame] < 0 else 1
        if slot == 0:
            word[frame], place[frame] = letter.word, letter.place
        slots[frame, slot] = SAID.index(letter.text)
    return Targets(slots, word, place)
