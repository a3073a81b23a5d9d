"""What a line of text says: strips of a picture to characters with their places, in batches of strips about equally long.

Promises that memory does not grow with the number or the length of lines: a batch holds at most so many pixels, and a long line
is read in pieces that are cut where nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.recognition.ctc import Reading, alphabet, decode, joined
from inference.recognition.files import TEXT_READ
from inference.recognition.runtime import session

__all__ = ["HEIGHT", "Strip", "read"]

HEIGHT = 48
"""Pixels of a strip, as the network wants them."""
_LONGEST = 1280
"""Pixels of a piece of a line. Attention within a line grows with the square of its length."""
_SHORTEST = 16
_BATCH = 3200
"""Pixels that the strips of a batch are wide together: the network gives 75 KB for each 8 of them."""
_STEP = 8
"""The network gives one distribution for so many pixels."""


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


def read(strips: Sequence[Strip]) -> list[Reading]:
    """What each says, in their order."""
    pieces = [(number, piece) for number, whole in enumerate(strips) for piece in _pieces(whole)]
    readings: list[Reading | None] = [None] * len(pieces)
    for batch in _batches([piece.width for _, piece in pieces]):
        for index, reading in zip(batch, _read([pieces[index][1] for index in batch]), strict=True):
            readings[index] = reading
    found: list[list[Reading]] = [[] for _ in strips]
    for (number, _), reading in zip(pieces, readings, strict=True):
        assert reading is not None
        found[number].append(reading)
    return [joined(parts) for parts in found]


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
    known = alphabet()
    return [decode(row, known, strip.width / _STEP) for row, strip in zip(chances, strips, strict=True)]


def _pieces(whole: Strip) -> list[Strip]:
    """The strip, cut into pieces of at most _LONGEST pixels in the widest gaps of their last third."""
    cuts = [0]
    if whole.width > _LONGEST:
        light = whole.pixels.astype(np.int16).sum(2)
        busy = np.abs(np.diff(light, axis=0)).max(0) > 60  # a column with something written in it
        while whole.width - cuts[-1] > _LONGEST:
            start, stop = cuts[-1] + _LONGEST * 2 // 3, cuts[-1] + _LONGEST
            cuts.append(start + _widest_gap(busy[start:stop]))
    return [Strip(whole.pixels[:, a:b]) for a, b in zip(cuts, [*cuts[1:], whole.width], strict=True)]


def _widest_gap(busy: NDArray[np.bool_]) -> int:
    """The middle of the longest run of quiet columns; the end where there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], busy, [True])).astype(np.int8)))
    starts, stops = edges[::2], edges[1::2]
    if not len(starts):
        return len(busy) - 1
    widest = int(np.argmax(stops - starts))
    return int(starts[widest] + stops[widest]) // 2
