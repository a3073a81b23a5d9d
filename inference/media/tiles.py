"""A large picture of small text, cut into tiles that can each be read.

Promises that the tiles cover the picture, overlap so that every line of text is whole in one of them, are within a pixel
of the same size, and cost exactly what is said: the sum of the soft tokens that `fit` gives each.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from inference.conversation import PATCH
from inference.media.density import POSITIONS, Choice, choices
from inference.media.image import decode

__all__ = ["Tile", "Tiling", "cut", "tiling"]

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


def cut(data: bytes, tiling: Tiling) -> tuple[bytes, ...]:
    """Each tile of the picture in `data` as a PNG. Raises MediaError for a picture that cannot be decoded."""
    picture = decode(data, "screenshot")
    pieces: list[bytes] = []
    for tile in tiling.tiles:
        piece = io.BytesIO()
        box = (tile.left, tile.top, tile.left + tile.width, tile.top + tile.height)
        picture.crop(box).save(piece, "PNG", compress_level=1)
        pieces.append(piece.getvalue())
    return tuple(pieces)


def _grid(size: tuple[int, int], grid: tuple[int, int], x_height: float, *, patch: int, positions: int) -> Tiling | None:
    """This many rows and columns of tiles, None if a tile would not be legible."""
    overlap = math.ceil(_OVERLAP * x_height)
    across, down = _spans(size[0], grid[1], overlap), _spans(size[1], grid[0], overlap)
    tiles: list[Tile] = []
    for top, height in down:
        for left, width in across:
            offered = choices(width, height, x_height, patch=patch, positions=positions)
            choice = _first_legible(offered)
            if choice is None:
                return None
            tiles.append(Tile(left, top, width, height, choice.budget, choice.tokens))
    return Tiling(*grid, tuple(tiles))


def _spans(length: int, parts: int, overlap: int) -> list[tuple[int, int]]:
    """Start and length of `parts` equal spans over `length` pixels, each overlapping the next by `overlap` or a pixel more."""
    each = min(length, math.ceil((length + (parts - 1) * overlap) / parts))
    return [(math.floor(part * (length - each) / max(1, parts - 1)), each) for part in range(parts)]


def _first_legible(offered: tuple[Choice, ...]) -> Choice | None:
    return next((choice for choice in offered if choice.legible), None)
