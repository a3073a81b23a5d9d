"""How small the text of a picture is, and how many soft tokens it takes to keep it readable.

Promises a measure on pixels alone: no model, no recognition. It is made for pictures of screens and pages, where lines of
text lie level on a plain ground; in a photograph it finds no text and says so.

A large picture of small text is cut into tiles that can each be read: they cover the picture, overlap so that every line of text
is whole in one of them, are within a pixel of the same size, and cost exactly what is said, the sum of the soft tokens that `fit`
gives each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.conversation import IMAGE_BUDGETS, PATCH
from inference.media.prepared import fit

__all__ = ["LEGIBLE", "POSITIONS", "Choice", "Tile", "Tiling", "budget_for", "choices", "tiling", "x_height"]

LEGIBLE = 5.2
"""Pixels that an x should have once the picture is resized: those of a font of 9.5 pixels, about the smallest that screens are
set in. A rule of thumb, to be measured on a real model: no figure is published for Gemma 4."""

POSITIONS = 1120
"""Rows of the position tables of Gemma 4's projector. Pass what the loaded one says, and its patch."""

WITHOUT_TEXT = 280
"""Budget of a picture without text: Gemma 4's default."""

_STRIP = 64
"""Width in pixels of the columns a picture is looked at in: some letters of small text, but seldom two paragraphs."""
_CONTRAST = 36
"""Steps of 255 between neighbouring pixels that count as an edge."""
_RULE = 48
"""An upright edge at least this long, in pixels, is a frame or a rule; letters taller than that are no concern."""
_SHORTEST = 5
_EDGES = 3.0
"""Edges that each row of a line of text has on average in one strip: an upright stroke has two."""
_QUANTILE = 0.25
"""Of the text, by the number of its edges, at most this share is smaller than the height that is said."""


@dataclass(frozen=True)
class Choice:
    """One budget for one picture: the soft tokens it really takes, and the pixels an x of its text is left with."""

    budget: int
    tokens: int
    x_height: float | None

    @property
    def legible(self) -> bool:
        """Whether the text can be read at this size; True when there is none."""
        return self.x_height is None or self.x_height >= LEGIBLE


def x_height(pixels: NDArray[np.uint8]) -> float | None:
    """Height in pixels of an x in the smaller text of a picture; None where no text is found.

    `pixels` is [height, width, 3]. In strips of 64 columns a line of text is a run of rows with several upright edges,
    between rows without any. Most edges are in the rows that every letter crosses, from the top of an x to its foot: the
    rows with at least half as many as the fullest one are counted. Three quarters of the text are at least as tall as said.
    """
    height, width = pixels.shape[:2]
    if height < _SHORTEST or width < 2:
        return None
    edges = _upright_edges(pixels)
    strips = math.ceil(edges.shape[1] / _STRIP)
    edges = np.pad(edges, ((1, 1), (0, strips * _STRIP - edges.shape[1])))
    heights, weights = _lines(edges.reshape(height + 2, strips, _STRIP).sum(axis=2, dtype=np.int32).T)
    if not heights.size:
        return None
    order = np.argsort(heights)
    reached = np.cumsum(weights[order])
    return float(heights[order][np.searchsorted(reached, reached[-1] * _QUANTILE)])


def choices(
    width: int, height: int, x_height: float | None, *, patch: int = PATCH, positions: int = POSITIONS
) -> tuple[Choice, ...]:
    """What each budget makes of a picture of `width` x `height` pixels, in the order of the budgets."""
    found: list[Choice] = []
    for budget in IMAGE_BUDGETS:
        size = fit(width, height, budget=budget, patch=patch, positions=positions)
        left = None if x_height is None else x_height * min(size[0] / width, size[1] / height)
        found.append(Choice(budget, size[0] * size[1] // patch**2, left))
    return tuple(found)


def budget_for(width: int, height: int, x_height: float | None, *, patch: int = PATCH, positions: int = POSITIONS) -> int:
    """The smallest budget that leaves the text legible, the largest where none does.

    Without text: the usual 280, or less where that already keeps every pixel.
    """
    if x_height is None:
        return next(budget for budget in IMAGE_BUDGETS if budget * patch**2 >= width * height or budget == WITHOUT_TEXT)
    offered = choices(width, height, x_height, patch=patch, positions=positions)
    return next((choice.budget for choice in offered if choice.legible), IMAGE_BUDGETS[-1])


_OVERLAP = 6.0
"""Times the height of an x: two lines of text."""
_MOST_A_SIDE = 4
_SPARE = 1.25
"""Tokens that a cut may take more than the cheapest, if it cuts through fewer lines of text."""


@dataclass(frozen=True)
class Tile:
    """A part of a picture in its pixels, the budget it should have and the soft tokens that takes."""

    left: int
    top: int
    width: int
    height: int
    budget: int
    tokens: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.left + self.width, self.top + self.height


@dataclass(frozen=True)
class Tiling:
    """Tiles row by row from the top left."""

    rows: int
    columns: int
    tiles: tuple[Tile, ...]

    @property
    def tokens(self) -> int:
        """Soft tokens of all tiles. The marks around each picture, a few tokens of text, come on top."""
        return sum(tile.tokens for tile in self.tiles)


def tiling(width: int, height: int, x_height: float | None, *, patch: int = PATCH, positions: int = POSITIONS) -> Tiling | None:
    """A cut of a picture of `width` x `height` pixels that leaves its text legible: of the cheap ones that with fewest columns.

    None where one piece is enough, where there is no text, and where even 4 x 4 tiles would not do.
    """
    whole = choices(width, height, x_height, patch=patch, positions=positions)
    if x_height is None or whole[-1].legible:
        return None
    grids = ((rows, columns) for rows in range(1, _MOST_A_SIDE + 1) for columns in range(1, _MOST_A_SIDE + 1))
    cuts = [_grid((width, height), grid, x_height, patch=patch, positions=positions) for grid in grids]
    found = [grid for grid in cuts if grid is not None]
    enough = _SPARE * min((grid.tokens for grid in found), default=0)
    return min((grid for grid in found if grid.tokens <= enough), key=lambda grid: (grid.columns, grid.rows), default=None)


def _grid(size: tuple[int, int], grid: tuple[int, int], x_height: float, *, patch: int, positions: int) -> Tiling | None:
    """This many rows and columns of tiles, None if a tile would not be legible."""
    overlap = math.ceil(_OVERLAP * x_height)
    across, down = _spans(size[0], grid[1], overlap), _spans(size[1], grid[0], overlap)
    tiles: list[Tile] = []
    for top, height in down:
        for left, width in across:
            offered = choices(width, height, x_height, patch=patch, positions=positions)
            if (choice := next((choice for choice in offered if choice.legible), None)) is None:
                return None
            tiles.append(Tile(left, top, width, height, choice.budget, choice.tokens))
    return Tiling(*grid, tuple(tiles))


def _spans(length: int, parts: int, overlap: int) -> list[tuple[int, int]]:
    """Start and length of `parts` equal spans over `length` pixels, each overlapping the next by `overlap` or a pixel more."""
    each = min(length, math.ceil((length + (parts - 1) * overlap) / parts))
    return [(math.floor(part * (length - each) / max(1, parts - 1)), each) for part in range(parts)]


def _upright_edges(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where a pixel differs from its right neighbour, without the long upright lines of frames and rules."""
    light = pixels[..., 1].astype(np.int16)  # green is most of what is seen, and a third of the work
    edges = np.abs(np.diff(light, axis=1)) >= _CONTRAST
    if edges.shape[0] < _RULE:
        return edges
    sums = np.zeros((edges.shape[0] + 1, edges.shape[1]), np.int32)
    np.cumsum(edges, axis=0, out=sums[1:])
    begun = (sums[_RULE:] - sums[:-_RULE]) == _RULE  # a line of that length goes down from here
    for column in np.flatnonzero(begun.any(axis=0)):
        steps = np.zeros(edges.shape[0] + 1, np.int32)
        np.add.at(steps, np.flatnonzero(begun[:, column]), 1)
        np.add.at(steps, np.flatnonzero(begun[:, column]) + _RULE, -1)
        edges[np.cumsum(steps)[:-1] > 0, column] = False
    return edges


def _lines(counts: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """x-heights in pixels and numbers of edges of the runs that look like text.

    `counts` is [strip, row], its first and last row 0.
    """
    steps = np.diff((counts > 0).astype(np.int8), axis=1)
    strip, start = np.nonzero(steps == 1)
    heights = np.nonzero(steps == -1)[1] - start
    if not heights.size:
        return heights, heights
    first = np.cumsum(heights) - heights  # of each run, among the rows of all runs
    row = np.arange(int(heights.sum())) + np.repeat(start + 1 - first, heights)
    flat = counts[np.repeat(strip, heights), row]
    edges = np.add.reduceat(flat, first, dtype=np.int64)
    fullest = np.repeat(np.maximum.reduceat(flat, first), heights)
    x_heights = np.add.reduceat(flat * 2 >= fullest, first, dtype=np.int64)
    text = (heights >= _SHORTEST) & (heights < _RULE) & (edges >= _EDGES * heights)
    return x_heights[text], edges[text]
