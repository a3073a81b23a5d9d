"""Files that unfold: each ends in one sentence within its limits, and neither the caller nor the next file is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import psutil
import pytest

from inference.child import DECODER
from inference.decoding.decoder import Decoder
from inference.errors import MediaError
from tests.bombs import BOMBS, deep_png, large_jpeg
from tests.factories import picture_bytes

MIB = 2**20


@pytest.fixture(scope="module")
def hasty() -> Iterator[Decoder]:
    """As the real one, with less of both so that the tests need not wait."""
    opener = Decoder(replace(DECODER, memory=400 * MIB, seconds=3.0))
    yield opener
    opener.close()


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_in_one_sentence(hasty: Decoder, name: str) -> None:
    make, words = BOMBS[name]
    data = make()
    before = psutil.Process().memory_info().rss
    with pytest.raises(MediaError, match=words) as refused:
        hasty.look(name, data, side=480, peaks=48)
    assert name in str(refused.value)
    assert refused.value.advice
    assert psutil.Process().memory_info().rss < before + 30 * MIB
    assert hasty.look("a.png", picture_bytes(), side=480, peaks=48).width == 60


def test_bomb_is_smaller_than_what_it_does() -> None:
    assert max(len(make()) for make, _ in BOMBS.values()) < 100_000


@pytest.mark.parametrize(("make", "size"), [(deep_png, (10_000, 10_000)), (large_jpeg, (10_000, 5_000))])
def test_very_large_picture_fits_into_the_limit(make: Callable[[], bytes], size: tuple[int, int]) -> None:
    """The JPEG has 200 megapixels, and is decoded to half its sides."""
    data, opener = make(), Decoder()
    before = psutil.Process().memory_info().rss
    try:
        seen = opener.look("large", data, side=480, peaks=48)
    finally:
        opener.close()
    assert (seen.width, seen.height) == size
    assert psutil.Process().memory_info().rss < before + 30 * MIB
