"""Pieces of text that belong to one line, joined before they are read; and lines let out to the signs at their ends.

The network that finds text cuts a line where words stand far apart, and then a lone sign between them is not found at all, or is
read without what stands beside it. So pieces that nearly touch are joined, and those that have something written between them.
Rules of tables and frames are no writing: cells stay apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["joined"]

Box = tuple[float, float, float, float]
Grey = NDArray[np.uint8]
Part = NDArray[np.int16]

_SAME_ROW = 0.6
"""Of the lower piece's height, what both share."""
_ALIKE = 1.8
"""Times as high as the other, at most: else it is a heading beside small text."""
_SIGN = 1.3
"""Of the height of the line: what is no wider may be as low as it likes, a dash or a quotation mark."""
_TOUCHING = 0.3
"""Of the height: pieces this close are one line. Boxes reach about a third of the height beyond their text."""
_NEAR = 3.5
"""Of the height: pieces this close are one line if something is written between them."""
_BLANK = 0.8
"""Of the height: what is written between them leaves no longer gap free than this."""
_BEYOND = 1.5
"""Of the height: how far past its end a line is looked for more signs."""
_LETTERS = 0.22
"""Of the height: signs of one word leave no longer gap free than this. An icon beside a line stands further off."""
_UPRIGHT = 0.85
"""Of the height of a line with the space around it: as long as that is a rule, or the edge of a button, and no letter."""
_CONTRAST = 0.35
"""Of the line's own contrast: what is written differs as much from its ground."""


def joined(boxes: Sequence[Box], grey: Grey) -> list[Box]:
    """The boxes of whole lines, from those of pieces; `grey` is the picture, 0 to 255, [height, width]."""
    lines: list[Box] = []
    for box in sorted(boxes, key=lambda box: box[0]):
        before = [i for i, line in enumerate(lines) if _share_a_row(line, box)]
        nearest = max(before, key=lambda i: lines[i][2], default=None)
        if nearest is not None and _continues(lines[nearest], box, grey):
            lines[nearest] = _around(lines[nearest], box)
        else:
            lines.append(box)
    return [_let_out(box, lines, grey) for box in lines]


def _share_a_row(a: Box, b: Box) -> bool:
    return min(a[3], b[3]) - max(a[1], b[1]) >= _SAME_ROW * min(a[3] - a[1], b[3] - b[1])


def _around(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _continues(line: Box, box: Box, grey: Grey) -> bool:
    """Whether `box` goes on with the line before it in its row."""
    lower, higher = sorted((line, box), key=lambda one: one[3] - one[1])
    high = higher[3] - higher[1]
    gap = box[0] - line[2]
    is_sign = lower[2] - lower[0] < _SIGN * high
    if gap > _NEAR * high or (high > _ALIKE * (lower[3] - lower[1]) and not is_sign):
        return False
    margin = round(0.3 * high)
    left, right = sorted((line[2], box[0]))
    part = _part(grey, (left - margin, min(line[1], box[1]), right + margin, max(line[3], box[3])))
    ink, rule = _written(part, _contrast(grey, line))
    if rule:
        return False
    if gap <= _TOUCHING * high:
        return True
    between = ink[margin : len(ink) - margin]
    return bool(between.any()) and _longest_blank(between) <= _BLANK * high


def _longest_blank(ink: NDArray[np.bool_]) -> int:
    """Columns of the longest run without ink."""
    return int(np.diff(np.flatnonzero(np.concatenate(([True], ink, [True])))).max()) - 1


def _let_out(box: Box, lines: Sequence[Box], grey: Grey) -> Box:
    """The box, further out to the left and right as long as its word goes on there and no other line stands."""
    left, top, right, bottom = box
    reach = _BEYOND * (bottom - top)
    beside = [other for other in lines if other is not box and min(other[3], bottom) - max(other[1], top) > 0.4 * (bottom - top)]
    low = max([left - reach, *(other[2] for other in beside if other[0] < left)])
    high = min([right + reach, *(other[0] for other in beside if other[2] > right)])
    gap = _LETTERS * (bottom - top)
    contrast = _contrast(grey, box)
    before = _goes_on(_part(grey, (low, top, left, bottom))[:, ::-1], gap, contrast)
    return left - before, top, right + _goes_on(_part(grey, (right, top, high, bottom)), gap, contrast), bottom


def _goes_on(part: Part, gap: float, contrast: float) -> int:
    """For how many columns writing goes on from the left of a part; 0 if it reaches the other end: that is more than signs."""
    ink, rule = _written(part, contrast)
    columns = np.flatnonzero(ink)
    if rule or not len(columns):
        return 0
    apart = np.flatnonzero(np.diff(columns, prepend=-1) > gap)
    end = int(columns[apart[0] - 1]) + 1 if len(apart) and apart[0] else 0 if len(apart) else int(columns[-1]) + 1
    return end + min(2, len(ink) - end) if end < len(ink) - gap else 0


def _part(grey: Grey, box: Box) -> Part:
    height, width = grey.shape
    left, top, right, bottom = max(0, round(box[0])), max(0, round(box[1])), min(width, round(box[2])), min(height, round(box[3]))
    return grey[top:bottom, left:right].astype(np.int16)


def _contrast(grey: Grey, line: Box) -> float:
    """Between the ink of a line and its ground, by its last few letters: more than the grain of a scan."""
    high = line[3] - line[1]
    part = _part(grey, (max(line[0], line[2] - 4 * high), *line[1:]))
    return float(np.ptp(part)) if part.size else 0.0


def _written(part: Part, contrast: float) -> tuple[NDArray[np.bool_], bool]:
    """Which columns of a part as high as a line have something written in them, and whether an upright rule runs through it."""
    if part.shape[0] < 3 or part.shape[1] < 2:
        return np.zeros(max(0, part.shape[1]), np.bool_), False
    level = part - np.median(part, axis=1, keepdims=True)  # rules across the whole part are gone
    least, most = level.min(axis=0), level.max(axis=0)
    strong = np.maximum(abs(least), abs(most))
    ink = most - least > max(30.0, _CONTRAST * contrast)
    rule = (abs(level) > np.maximum(12.0, 0.4 * strong)).mean(axis=0) > _UPRIGHT
    return ink & ~rule, bool(rule.any())
