"""What a line of text says: strips of a picture to characters with their places, in batches of strips about equally long.

Promises that memory does not grow with the number or the length of lines: a batch holds at most so many pixels, and a long line
is read in pieces that are cut where nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.recognition.ctc import Decoded, alphabet, decode, is_eastern
from inference.recognition.files import TEXT_READ
from inference.recognition.ink import Ink, ink_of
from inference.recognition.runtime import session

__all__ = ["HEIGHT", "Reading", "Strip", "read", "strip"]

HEIGHT = 48
"""Pixels of a strip, as the network wants them."""
_LONGEST = 1280
"""Pixels of a piece of a line. Attention within a line grows with the square of its length."""
_SHORTEST = 16
_BATCH = 3200
"""Pixels that the strips of a batch are wide together: the network gives 75 KB for each 8 of them."""
_STEP = 8
"""The network gives one distribution for so many pixels."""
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


@dataclass(frozen=True)
class Reading:
    """`text` with the chance of each character, and `marks`: where each begins and the last one ends, in pixels of the strip.

    `western` is the reading without East Asian characters where this one has a few: for a page that has no others.
    """

    text: str
    chances: tuple[float, ...]
    marks: tuple[float, ...]
    western: Reading | None = None

    @property
    def score(self) -> float:
        return sum(self.chances) / len(self.chances) if self.chances else 0.0


def strip(picture: Image.Image, box: tuple[float, float, float, float]) -> Strip:
    """What lies in `box` (left, top, right, bottom), at HEIGHT pixels."""
    width = max(_SHORTEST, round((box[2] - box[0]) * HEIGHT / (box[3] - box[1])))
    return Strip(np.asarray(picture.resize((width, HEIGHT), Image.Resampling.BICUBIC, box=box)))


def read(strips: Sequence[Strip]) -> list[Reading]:
    """What each says, in their order."""
    pieces = [(number, piece) for number, whole in enumerate(strips) for piece in _pieces(whole)]
    readings: dict[int, Reading] = {}
    for batch in _batches([piece.width for _, piece in pieces]):
        readings.update(zip(batch, _read([pieces[index][1] for index in batch]), strict=True))
    found: list[list[Reading]] = [[] for _ in strips]
    for index, (number, _) in enumerate(pieces):
        found[number].append(readings[index])
    return [_joined(parts) for parts in found]


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of strips to read at once: of about the same width, for each is padded to the widest."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=lambda index: widths[index]):
        if batch and (widths[index] > widths[batch[0]] * 1.25 + 16 or (len(batch) + 1) * widths[index] > _BATCH):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _read(strips: Sequence[Strip]) -> list[Reading]:
    width = -(-max(strip.width for strip in strips) // _STEP) * _STEP
    batch = np.zeros((len(strips), 3, HEIGHT, width), np.float32)
    for row, strip in zip(batch, strips, strict=True):
        row[:, :, : strip.width] = strip.pixels[..., ::-1].transpose(2, 0, 1) / np.float32(127.5) - 1
    chances = session(TEXT_READ)(batch)
    return [_reading(row[: -(-strip.width // _STEP)], ink_of(strip.pixels)) for row, strip in zip(chances, strips, strict=True)]


def _reading(chances: NDArray[np.float32], ink: Ink) -> Reading:
    known = alphabet()
    decoded = decode(chances, known)
    found = _placed(decoded, ink)
    eastern = [chance for character, chance in zip(decoded.text, decoded.chances, strict=True) if is_eastern(character)]
    if not eastern or (len(eastern) >= 0.3 * len(decoded.text) and len(eastern) >= (2 if min(eastern) > _CERTAIN else _MANY)):
        return found
    return replace(found, western=_placed(decode(chances, known, western=True), ink))


def _placed(decoded: Decoded, ink: Ink) -> Reading:
    """With marks in the gaps between characters, and the spaces that only the gaps tell of."""
    if not decoded.text:
        return Reading("", (), (0.0,))
    text, chances = "", list[float]()
    marks: list[float] = []
    before = 0.0
    for character, chance, (start, stop) in zip(decoded.text, decoded.chances, decoded.spans, strict=True):
        middle = (start + stop) / 2 * _STEP
        low, high = ink.gap(before, middle) if text else (0, ink.begins(middle))
        if text and character != " " and text[-1] != " " and high - low >= ink.wide:
            text, chances = text + " ", [*chances, 1.0]
            marks.append(low)
        marks.append(high if text.endswith(" ") or not text else low if character == " " else (low + high) / 2)
        text, chances, before = text + character, [*chances, chance], middle
    marks.append(ink.ends(before))
    return Reading(text, tuple(chances), tuple(float(mark) for mark in np.maximum.accumulate(marks)))


def _joined(parts: Sequence[Reading]) -> Reading:
    """Pieces of one line as one. They were cut in a wide gap: between words, where there are any."""
    found = parts[0]
    for part in parts[1:]:
        start = found.marks[-1]
        space = bool(found.text) and bool(part.text) and " " not in (found.text[-1], part.text[0])
        found = Reading(
            found.text + " " * space + part.text,
            (*found.chances, *[1.0] * space, *part.chances),
            (*found.marks[: None if space else -1], *(start + mark for mark in part.marks)),
        )
    return found


def _pieces(whole: Strip) -> list[Strip]:
    """The strip, cut into pieces of at most _LONGEST pixels in the widest gaps of their last third."""
    cuts = [0]
    if whole.width > _LONGEST:
        ink = ink_of(whole.pixels)
        while whole.width - cuts[-1] > _LONGEST:
            cuts.append(ink.widest_gap(cuts[-1] + _LONGEST * 2 // 3, cuts[-1] + _LONGEST))
    return [Strip(whole.pixels[:, a:b]) for a, b in zip(cuts, [*cuts[1:], whole.width], strict=True)]
