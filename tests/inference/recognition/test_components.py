from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.recognition.components import regions


def flooded(mask: NDArray[np.bool_]) -> set[frozenset[tuple[int, int]]]:
    """The regions, pixel by pixel."""
    left = {(int(y), int(x)) for y, x in np.argwhere(mask)}
    found: set[frozenset[tuple[int, int]]] = set()
    while left:
        reached, edge = set[tuple[int, int]](), [left.pop()]
        while edge:
            y, x = edge.pop()
            reached.add((y, x))
            beside = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= beside
            edge += beside
        found.add(frozenset(reached))
    return found


@given(st.integers(0, 12), st.integers(0, 12), st.randoms(use_true_random=False), st.sampled_from([0.2, 0.5, 0.8]))
def test_regions_are_those_of_a_flood(height: int, width: int, rng: np.random.Generator, share: float) -> None:
    mask = np.array([[rng.random() < share for _ in range(width)] for _ in range(height)], bool).reshape(height, width)
    runs = regions(mask)
    found: list[set[tuple[int, int]]] = [set() for _ in range(runs.count)]
    for row, start, stop, region in zip(runs.row, runs.start, runs.stop, runs.region, strict=True):
        found[region] |= {(int(row), column) for column in range(start, stop)}
    assert set(map(frozenset, found)) == flooded(mask)


def test_a_snake_is_one_region() -> None:
    """Labels have to travel through every row and back."""
    mask = np.zeros((201, 50), bool)
    mask[::2] = True
    mask[1::4, -1] = True
    mask[3::4, 0] = True
    assert regions(mask).count == 1
