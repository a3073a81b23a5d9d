"""What a line of text says: strips of a picture to characters with their places.

Promises that memory does not grow with the number or the length of lines: a long line is read in pieces that are cut where
nothing is written. Strips are read one by one: a batch is no quicker, and has to be padded to its longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.recognition.ctc import alphabet, decode, is_eastern
from inference.recognition.files import TEXT_READ
from inference.recognition.ink import Ink, ink_of
from inference.recognition.placing import STEP, Reading, placed
from inference.recognition.runtime import session, side_by_side

__all__ = ["HEIGHT", "Reading", "Strip", "read", "strip"]

HEIGHT = 48
"""Pixels of a strip, as the network wants them."""
_LONGEST = 1280
"""Pixels of a piece of a line. Attention within a line grows with the square of its length."""
_SHORTEST = 16
_DOUBT = 0.85
"""Chance of the least likely character of a line, below which it is looked at again: a line in thirty of a clear screenshot."""
_STRETCH = 1.3
_SURER = 0.002
"""Mean chance by which the second look has to be better."""
_MANY = 3
"""East Asian characters that a line of another script, or an icon, is taken for are fewer, or doubtful."""
_CERTAIN = 0.9


@dataclass(frozen=True)
class Strip:
    """One line of text, upright: `pixels` is RGB uint8 [HEIGHT, width, 3]."""

    pixels: NDArray[np.uint8]

    @property
    def width(self) -> int:
        return self.pixels.shape[1]


def strip(picture: Image.Image, box: tuple[float, float, float, float]) -> Strip:
    """What lies in `box` (left, top, right, bottom), at HEIGHT pixels."""
    width = max(_SHORTEST, round((box[2] - box[0]) * HEIGHT / (box[3] - box[1])))
    return Strip(np.asarray(picture.resize((width, HEIGHT), Image.Resampling.BICUBIC, box=box)))


def read(strips: Sequence[Strip], lanes: int = 1) -> list[Reading]:
    """What each says, in their order; `lanes` are read at a time."""
    return side_by_side(_read_whole, strips, lanes)


def _read_whole(whole: Strip) -> Reading:
    parts = _pieces(whole)
    readings = [_read(part) for part in parts]
    return _joined(parts, readings) if len(parts) > 1 else readings[0]


def _read(strip: Strip) -> Reading:
    """What it says; where a character is in doubt, at a second look if that is surer: stretched, for thin letters get lost."""
    first = _look(strip)
    if min(first.chances, default=1.0) >= _DOUBT:
        return first
    wide = Image.fromarray(strip.pixels).resize((round(strip.width * _STRETCH), HEIGHT), Image.Resampling.BICUBIC)
    second = _look(Strip(np.asarray(wide)))
    return _narrowed(second, wide.width / strip.width) if second.score > first.score + _SURER else first


def _look(strip: Strip) -> Reading:
    batch = np.zeros((1, 3, HEIGHT, -(-strip.width // STEP) * STEP), np.float32)
    batch[0, :, :, : strip.width] = strip.pixels[..., ::-1].transpose(2, 0, 1) / np.float32(127.5) - 1
    return _reading(session(TEXT_READ)(batch)[0], ink_of(strip.pixels))


def _narrowed(reading: Reading, times: float) -> Reading:
    """With marks on the strip as it was before it was stretched."""
    western = reading.western and _narrowed(reading.western, times)
    marks = tuple(mark / times for mark in reading.marks)
    return replace(reading, marks=marks, western=western, missed=reading.missed / times)


def _reading(chances: NDArray[np.float32], ink: Ink) -> Reading:
    known = alphabet()
    decoded = decode(chances, known)
    found = placed(decoded, ink)
    eastern = [chance for character, chance in zip(decoded.text, decoded.chances, strict=True) if is_eastern(character)]
    if not eastern or (len(eastern) >= 0.3 * len(decoded.text) and len(eastern) >= (2 if min(eastern) > _CERTAIN else _MANY)):
        return found
    return replace(found, western=placed(decode(chances, known, western=True), ink))


def _joined(parts: Sequence[Strip], readings: Sequence[Reading]) -> Reading:
    """Pieces of one line as one. They were cut in a wide gap: between words, where there are any."""
    found, start = readings[0], float(parts[0].width)
    for part, reading in zip(parts[1:], readings[1:], strict=True):
        space = bool(found.text) and bool(reading.text) and " " not in (found.text[-1], reading.text[0])
        marks = (
            (*found.marks[: None if space else -1], *(start + mark for mark in reading.marks)) if reading.text else found.marks
        )
        found = Reading(
            found.text + " " * space + reading.text,
            (*found.chances, *[1.0] * space, *reading.chances),
            marks,
            missed=found.missed + reading.missed,
        )
        start += part.width
    return found


def _pieces(whole: Strip) -> list[Strip]:
    """The strip, cut into pieces of at most _LONGEST pixels in the widest gaps of their last third."""
    cuts = [0]
    if whole.width > _LONGEST:
        ink = ink_of(whole.pixels)
        while whole.width - cuts[-1] > _LONGEST:
            cuts.append(ink.widest_gap(cuts[-1] + _LONGEST * 2 // 3, cuts[-1] + _LONGEST))
    return [Strip(whole.pixels[:, a:b]) for a, b in zip(cuts, [*cuts[1:], whole.width], strict=True)]
