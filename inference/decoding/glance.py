"""What a person sees of a file at a glance: a thumbnail of a picture or a page, the wave of a recording. In the child."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["Wave", "thumbnail"]

_GLANCE = 64
"""Samples of which the loudest is looked at, 4 ms."""


def thumbnail(picture: Image.Image, side: int) -> Image.Image:
    """An RGB picture, its longer side at most `side` pixels."""
    small = picture.convert("RGB")
    small.thumbnail((side, side))
    return small


class Wave:
    """Gathered block by block: all the samples of an hour would take a gigabyte."""

    def __init__(self) -> None:
        self.samples = 0
        self._loudest: list[NDArray[np.float32]] = []
        self._rest = np.zeros(0, np.float32)

    def add(self, block: NDArray[np.float32]) -> None:
        """The next samples of the recording."""
        self.samples += len(block)
        waiting = np.abs(np.concatenate([self._rest, block]))
        whole = len(waiting) // _GLANCE * _GLANCE
        self._loudest.append(waiting[:whole].reshape(-1, _GLANCE).max(axis=1))
        self._rest = waiting[whole:]

    def peaks(self, count: int) -> list[float]:
        """The loudest of each of `count` stretches, the loudest of all being 1."""
        glances = np.concatenate([*self._loudest, self._rest.max(keepdims=True, initial=0.0)])
        loudest = float(glances.max(initial=0.0))
        return [peak / loudest if loudest > 0 else 0.0 for peak in _each(np.array_split(glances, count))]


def _each(stretches: Iterable[NDArray[np.float32]]) -> Iterable[float]:
    return (float(stretch.max()) for stretch in stretches if stretch.size)
