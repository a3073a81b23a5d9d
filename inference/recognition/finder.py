"""Where text stands in a picture: a network that gives each pixel its chance of being the middle of text, and lines from that.

Promises that the map is made in tiles of about a megapixel whatever the picture's size, so that memory does not grow with it,
and that neighbouring tiles overlap by more than is thrown away, so that no seam cuts a line. The network and the way from its
map to boxes are those of differentiable binarisation (Liao et al., 2020): the map shows each line shrunk, and it is grown again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.recognition.components import Runs, regions
from inference.recognition.files import TEXT_FIND
from inference.recognition.runtime import session, side_by_side

__all__ = ["SMALL_TILE", "TILE", "Found", "chances", "find"]

TILE, SMALL_TILE = 720_000, 240_000
"""Pixels of the largest tile, margins included: the network takes 350 bytes for each."""
_LONGEST = 2048
"""Pixels of its longer side."""
_MARGIN = 64
"""Pixels of each tile that are thrown away where there is a neighbour: at an edge the network sees half a letter."""
_PLAIN = 16
"""Of 255: a tile whose colours differ by less has no text."""
_STEP = 32
"""The network wants sides that are multiples of it."""
_CHANCE = 0.3
"""From which a pixel belongs to text."""
_SURE = 0.5
"""Mean chance that a region needs."""
_GROWTH = 1.6
"""Times area by perimeter of a region: how far its box is grown."""
_LEAST = 3
"""Pixels a region is high and wide at least."""


@dataclass(frozen=True)
class Found:
    """A piece of a line of text, in pixels of the map: its box, and the `slope` in radians, the length and the thickness of its
    middle, as the map shows it.
    """

    left: float
    top: float
    right: float
    bottom: float
    slope: float
    length: float
    thickness: float


def chances(picture: Image.Image, scale: float, lanes: int = 1, tile: int = TILE) -> Image.Image:
    """The map of an RGB picture: 0 to 255 for each pixel, `scale` times as wide and high.

    `lanes` tiles are made at a time, each of at most `tile` pixels.
    """
    width, height = (max(1, round(side * scale)) for side in picture.size)
    drawn = Image.new("L", (width, height))
    columns, rows = _grid(width, height, tile)
    tiles = [(left, top, right, low) for left, right in _spans(width, columns) for top, low in _spans(height, rows)]

    def draw(place: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = place
        seen = (max(0, left - _MARGIN), max(0, top - _MARGIN), min(width, right + _MARGIN), min(height, bottom + _MARGIN))
        found = _tile(picture, seen, scale)[top - seen[1] : bottom - seen[1], left - seen[0] : right - seen[0]]
        drawn.paste(Image.fromarray(found), (left, top))

    side_by_side(draw, tiles, lanes)
    return drawn


def find(drawn: Image.Image) -> list[Found]:
    """The pieces of text on a map."""
    chance = np.asarray(drawn)
    mask = chance > 255 * _CHANCE
    thick = mask.copy()  # by a pixel to the right and below: what hangs together by a thread stays together
    thick[:, 1:] |= mask[:, :-1]
    thick[1:] |= thick[:-1].copy()
    runs = regions(thick)
    return _boxes(runs, chance) if runs.count else []


def _grid(width: int, height: int, tile: int) -> tuple[int, int]:
    """Columns and rows of the tiles: of the grids whose tiles are small enough, the one with the fewest pixels in margins."""

    def sides(columns: int, rows: int) -> tuple[float, float]:
        return width / columns + 2 * _MARGIN * (columns > 1), height / rows + 2 * _MARGIN * (rows > 1)

    grids: list[tuple[float, int, int]] = []
    for columns in range(1, math.ceil(width / (2 * _MARGIN)) + 1):
        across = sides(columns, 1)[0]
        most = min(_LONGEST, tile / across)
        rows = 1 if height <= most else math.ceil(height / (most - 2 * _MARGIN)) if most > 3 * _MARGIN else 0
        if rows and across <= _LONGEST:
            wide, high = sides(columns, rows)
            grids.append((columns * rows * wide * high, columns, rows))
    return min(grids)[1:]


def _spans(length: int, count: int) -> list[tuple[int, int]]:
    """The length cut into so many equal spans."""
    return list(pairwise(round(length * i / count) for i in range(count + 1)))


def _tile(picture: Image.Image, seen: tuple[int, int, int, int], scale: float) -> NDArray[np.uint8]:
    """The map of what lies in `seen`, left, top, right and bottom in pixels of the map."""
    width, height = seen[2] - seen[0], seen[3] - seen[1]
    box = tuple(min(side / scale, limit) for side, limit in zip(seen, picture.size * 2, strict=True))
    part = picture.resize((width, height), Image.Resampling.BILINEAR, box=box)  # pyright: ignore[reportArgumentType]
    pixels = np.asarray(part, np.uint8)
    if int(pixels.max()) - int(pixels.min()) < _PLAIN:
        return np.zeros((height, width), np.uint8)
    low, right = -height % _STEP, -width % _STEP
    pixels = np.pad(pixels, ((0, low), (0, right), (0, 0)), "edge")
    batch = np.ascontiguousarray(pixels[..., ::-1].transpose(2, 0, 1), np.float32)[None] / 127.5 - 1
    return np.round(session(TEXT_FIND)(batch)[0, 0, :height, :width] * 255).astype(np.uint8)


def _boxes(runs: Runs, chance: NDArray[np.uint8]) -> list[Found]:
    """Each region that is large and sure enough, grown to the text it stands for."""
    length = (runs.stop - runs.start).astype(np.float64)
    middle = (runs.start + runs.stop - 1) / 2

    def summed(of: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(runs.region, of, runs.count).astype(np.float64)

    area = summed(length)
    sums = np.zeros((chance.shape[0], chance.shape[1] + 1), np.int32)
    np.cumsum(chance, axis=1, dtype=np.int32, out=sums[:, 1:])
    sure = summed((sums[runs.row, runs.stop] - sums[runs.row, runs.start]).astype(np.float64)) / area
    left, top = np.full(runs.count, np.inf), np.full(runs.count, np.inf)
    right, bottom = np.zeros(runs.count), np.zeros(runs.count)
    np.minimum.at(left, runs.region, runs.start)
    np.minimum.at(top, runs.region, runs.row)
    np.maximum.at(right, runs.region, runs.stop)
    np.maximum.at(bottom, runs.region, runs.row + 1)
    # Second moments: the direction in which a region is longest.
    x, y = summed(length * middle) / area, summed(length * runs.row) / area
    xx = summed(length * (middle**2 + (length**2 - 1) / 12)) / area - x**2
    yy = summed(length * runs.row**2) / area - y**2
    xy = summed(length * middle * runs.row) / area - x * y
    slope = 0.5 * np.arctan2(2 * xy, xx - yy)
    long = np.sqrt(6 * (xx + yy + np.hypot(xx - yy, 2 * xy)) + 1)  # of a bar with these moments
    wide, high = right - left, bottom - top
    grown = np.where(np.minimum(wide, high) > 0, wide * high * _GROWTH / (2 * (wide + high)), 0)
    kept = np.flatnonzero((wide >= _LEAST) & (high >= _LEAST) & (sure >= 255 * _SURE))
    return [
        Found(float(left[i] - grown[i]), float(top[i] - grown[i]), float(right[i] + grown[i]), float(bottom[i] + grown[i]),
              float(slope[i]), float(long[i]), float(area[i] / long[i]))
        for i in kept
    ]  # fmt: skip
