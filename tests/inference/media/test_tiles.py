"""Tiles of a dense screenshot: they cover it, overlap, can be read, and cost what is said."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from inference.decoding.decoder import decoder
from inference.errors import MediaError
from inference.media.density import LEGIBLE, choices, tiling, x_height
from inference.media.image import decode
from tests.opened import prepare_pixels

DENSE = [((3840, 2160), 6.0), ((2560, 1440), 5.0), ((5120, 1440), 7.0), ((1600, 4000), 6.0), ((3840, 2160), 9.0)]


@pytest.mark.parametrize(("size", "height"), DENSE)
def test_tiles_cover_overlap_and_can_be_read(size: tuple[int, int], height: float) -> None:
    found = tiling(*size, height)
    assert found is not None
    assert len(found.tiles) == found.rows * found.columns > 1
    rights = [(tile.left, tile.left + tile.width) for tile in found.tiles[: found.columns]]
    bottoms = [(tile.top, tile.top + tile.height) for tile in found.tiles[:: found.columns]]
    for spans, length in ((rights, size[0]), (bottoms, size[1])):
        assert (spans[0][0], spans[-1][1]) == (0, length)
        assert all(end - begin >= 6 * height for (_, end), (begin, _) in itertools.pairwise(spans))
    assert len({(tile.width, tile.height) for tile in found.tiles}) == 1
    for tile in found.tiles:
        choice = next(choice for choice in choices(tile.width, tile.height, height) if choice.budget == tile.budget)
        assert choice.x_height is not None
        assert choice.x_height >= LEGIBLE
        assert choice.tokens == tile.tokens
    assert found.tokens == sum(tile.tokens for tile in found.tiles)


@pytest.mark.parametrize(
    ("size", "height"), [((1920, 1080), 7.0), ((3840, 2160), None), ((3840, 2160), 14.0), ((30000, 20000), 5.0)]
)
def test_no_tiles_where_one_is_enough_or_sixteen_are_not(size: tuple[int, int], height: float | None) -> None:
    assert tiling(*size, height) is None


def test_cut_gives_the_pixels_and_the_price_of_each_tile() -> None:
    y, x = np.mgrid[0:1440, 0:2560].astype(np.uint16)
    pixels = np.stack([x & 255, y & 255, (x >> 8) * 16 + (y >> 8)], axis=2).astype(np.uint8)
    whole = io.BytesIO()
    Image.fromarray(pixels).save(whole, "PNG", compress_level=1)
    found = tiling(2560, 1440, 5.0)
    assert found is not None
    pieces = decoder().cut("screenshot", whole.getvalue(), [tile.box for tile in found.tiles])
    for tile, data in zip(found.tiles, pieces, strict=True):
        piece = np.asarray(Image.open(io.BytesIO(data)))
        assert (piece == pixels[tile.top : tile.top + tile.height, tile.left : tile.left + tile.width]).all()
        prepared = prepare_pixels(decode(data, "tile"), "tile", budget=tile.budget, patch=48, positions=1120)
        assert prepared.tokens == tile.tokens
    assert x_height(pixels) is None  # a pattern, not a page: tiles follow from the height that is given


def test_broken_picture_cannot_be_cut() -> None:
    found = tiling(2560, 1440, 5.0)
    assert found is not None
    with pytest.raises(MediaError, match="screenshot"):
        decoder().cut("screenshot", b"\x89PNG\r\n\x1a\n and no more", [tile.box for tile in found.tiles])
