"""Connected regions of a mask, found over the runs of its rows: numpy alone, some milliseconds for a screenshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Runs", "regions"]

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs of set pixels, row by row: run i is `row[i]`, columns `start[i]` to before `stop[i]`, of region `region[i]`.

    Regions count from 0 to before `count`.
    """

    row: Numbers
    start: Numbers
    stop: Numbers
    region: Numbers
    count: int


def regions(mask: NDArray[np.bool_]) -> Runs:
    """The 8-connected regions of `mask` [height, width]."""
    height, width = mask.shape
    padded = np.zeros((height, width + 2), np.int8)
    padded[:, 1:-1] = mask
    edges = np.diff(padded, axis=1)
    row, start = np.nonzero(edges == 1)
    stop = np.nonzero(edges == -1)[1]
    above, below = _touching(row, start, stop, width)
    found, region = np.unique(_labels(len(row), above, below), return_inverse=True)
    return Runs(row, start, stop, region, len(found))


def _touching(row: Numbers, start: Numbers, stop: Numbers, width: int) -> tuple[Numbers, Numbers]:
    """Pairs of runs of neighbouring rows that touch, corners included."""
    # Runs are sorted by row and column, so those of the next row that touch one are neighbours in the list.
    span = width + 2
    first = np.searchsorted(row * span + stop, (row + 1) * span + start, "left")
    last = np.searchsorted(row * span + start, (row + 1) * span + stop, "right")
    counts = np.maximum(last - first, 0)
    above = np.repeat(np.arange(len(row)), counts)
    below = np.arange(len(above)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    return above, below


def _labels(count: int, one: Numbers, other: Numbers) -> Numbers:
    """The smallest index reachable from each, by hooking roots to smaller ones and halving paths until nothing changes."""
    label = np.arange(count)
    while True:
        smaller = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, label[one], smaller)
        np.minimum.at(label, label[other], smaller)
        while not np.array_equal(shorter := label[label], label):
            label = shorter
        if np.array_equal(before, label):
            return label
