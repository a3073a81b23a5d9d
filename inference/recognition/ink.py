"""Where on a line something is written and where nothing is: the gaps between its characters and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ink", "ink_of"]

_EDGE = 6
"""Rows of a strip at its top and bottom that are left out: the neighbouring lines reach into them."""
_FAINT = 0.25
"""Of the strongest contrast of a column: less is nothing."""
_LEAST = 12
_WIDE = 0.55
"""Of the height of a line: a gap this wide is between words in any font."""


@dataclass(frozen=True, eq=False)
class Ink:
    """Runs of columns without ink, from `starts` to before `stops`, in pixels of a strip `width` wide."""

    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    width: int
    wide: float
    """Pixels of a gap that is between words whatever the network says."""

    def gap(self, before: float, after: float) -> tuple[float, float]:
        """The widest run whose middle is between two characters' middles; their own middle where they touch."""
        middles = (self.starts + self.stops) / 2
        between = np.flatnonzero((middles >= before) & (middles <= after))
        if not len(between):
            return (before + after) / 2, (before + after) / 2
        widest = between[np.argmax((self.stops - self.starts)[between])]
        return float(self.starts[widest]), float(self.stops[widest])

    def begins(self, first: float) -> float:
        """Where the ink of the first character, whose middle is given, begins."""
        before = self.stops[self.stops <= first]
        return float(before[-1]) if len(before) else 0.0

    def ends(self, last: float) -> float:
        """Where the ink of the last character, whose middle is given, ends."""
        after = self.starts[self.starts >= last]
        return float(after[0]) if len(after) else float(self.width)

    def missed(self, places: Sequence[tuple[int, int]], reach: int) -> int:
        """Columns with ink that are further than `reach` from every place (start, stop): what was written there is unread."""
        unread = np.ones(self.width, np.bool_)
        for start, stop in (*zip(self.starts.tolist(), self.stops.tolist(), strict=True), *_widened(places, reach)):
            unread[start:stop] = False
        return int(unread.sum())

    def widest_gap(self, start: int, stop: int) -> int:
        """The middle of the widest run within a stretch; its end where there is none."""
        starts, stops = np.clip(self.starts, start, stop), np.clip(self.stops, start, stop)
        if not len(starts) or (stops - starts).max() <= 0:
            return stop
        widest = int(np.argmax(stops - starts))
        return int(starts[widest] + stops[widest]) // 2


def _widened(places: Sequence[tuple[int, int]], reach: int) -> list[tuple[int, int]]:
    return [(max(0, start - reach), stop + reach) for start, stop in places]


def ink_of(pixels: NDArray[np.uint8]) -> Ink:
    """The gaps of a strip, RGB [height, width, 3]: columns in which nothing differs from what is above and below."""
    grey = pixels[_EDGE:-_EDGE].astype(np.int16).sum(axis=2)
    contrast = (grey.max(axis=0) - grey.min(axis=0)) / 3
    empty = contrast < max(_LEAST, _FAINT * float(np.percentile(contrast, 95)))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], empty, [False])).astype(np.int8)))
    return Ink(edges[::2], edges[1::2], pixels.shape[1], _WIDE * pixels.shape[0])
