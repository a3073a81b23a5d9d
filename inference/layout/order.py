"""The order in which a person reads pieces of text that lie about on a page: rows, columns, blocks.

A page is cut in two, again and again: between columns where there are such, else at the widest gap between rows. Columns are what
does not share its lines with what stands beside it, as a sidebar; or what does, but is running text. The cells of a table do and
are not: a table is read row by row. So is a chat, whose sides take turns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from inference.layout.cells import in_cells
from inference.layout.item import Item

__all__ = ["in_rows", "level_rows", "rows"]

_COLUMN_GAP = 0.5
"""Of the height of text: at least this far apart are columns."""
_COLUMN_ROWS = 4
"""Lines that each side of a cut between columns has at least."""
_PROSE = 20
"""Characters of a usual line of running text."""
_FILLED = 0.55
"""Of the width of its column, what a usual line of running text takes."""
_LEVEL = 0.2
"""Of the height: lines whose middles differ by less are level."""
_FEWEST = 4
"""Pieces that are cut at all."""
_BESIDE = 3
"""Lines that have to stand beside something to tell."""
_BLOCK_GAP = 1.0
"""Of the height of text: rows further apart than this begin a new block."""
_DEEPEST = 200


def rows(items: Sequence[Item]) -> list[list[list[Item]]]:
    """Blocks of rows of items, all in reading order."""
    if not items:
        return []
    height = median(item.height for item in items)
    return [block for region in _regions(list(items), height, 0) for block in _blocks(in_cells(in_rows(region)), height)]


def level_rows(items: Sequence[Item]) -> list[list[list[Item]]]:
    """As `rows`, with no columns looked for: what takes the same time for each item, however many there are."""
    return _blocks(in_rows(items), median(item.height for item in items)) if items else []


def _regions(items: list[Item], height: float, depth: int) -> list[list[Item]]:
    """The items, cut into parts that are read one after the other."""
    if len(items) < _FEWEST or depth > _DEEPEST:
        return [items]
    for _, x in sorted(_gaps(((item.left, item.right) for item in items), height * _COLUMN_GAP), reverse=True):
        left = [item for item in items if item.left + item.right < 2 * x]
        right = [item for item in items if item.left + item.right >= 2 * x]
        if _are_columns(left, right):
            return _regions(left, height, depth + 1) + _regions(right, height, depth + 1)
    between = _gaps(((item.top, item.bottom) for item in items), height * 0.1)
    if not between:
        return [items]
    y = max(between)[1]
    above = _regions([item for item in items if item.middle < y], height, depth + 1)
    below = _regions([item for item in items if item.middle >= y], height, depth + 1)
    if len(above) == len(below) == 1:  # neither has columns: the cut was for nothing
        return [items]
    return above + below


def _are_columns(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether the two sides stand beside each other and are to be read one after the other."""
    beside = level = 0
    ordered = sorted(right, key=lambda item: item.top)
    tops, highest = [item.top for item in ordered], max(item.height for item in right)
    for item in left:
        near = ordered[bisect_left(tops, item.top - highest) : bisect_left(tops, item.bottom)]
        others = [other for other in near if other.bottom > item.top]
        beside += bool(others)
        level += any(abs(item.middle - other.middle) < _LEVEL * min(item.height, other.height) for other in others)
    if beside < _BESIDE:
        return beside > 1 and _were_drawn_apart(left, right)
    if any(item.drawn is None for item in (*left, *right)):
        apart = level < beside / 2
    else:  # cells of a table may stand at different heights, but are drawn row by row
        apart = _were_drawn_apart(left, right) or (
            level < beside / 2 and min(len(left), len(right)) >= _BESIDE and _come_before(left, right)
        )
    return apart or (2 * beside >= min(len(left), len(right)) and _is_prose(left) and _is_prose(right))


def _were_drawn_apart(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether all of the left was drawn before all of the right, and both are running text, be it of two lines: a table is drawn
    row by row, or has short cells in most columns."""
    return _come_before(left, right) and _is_prose(left, least=2) and _is_prose(right, least=1)


def _come_before(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether all of one side was drawn before all of the other."""
    first, second = [[item.drawn for item in side if item.drawn is not None] for side in (left, right)]
    if len(first) < len(left) or len(second) < len(right):
        return False
    return max(first) < min(second) or max(second) < min(first)


def _is_prose(items: Sequence[Item], least: int = _COLUMN_ROWS) -> bool:
    """Whether they look like running text, in one column or several: enough lines in each, long ones, that fill it."""
    between = _gaps(((item.left, item.right) for item in items), median(item.height for item in items) * _COLUMN_GAP)
    edges = [x for _, x in between]
    columns: list[list[Item]] = [[] for _ in range(len(edges) + 1)]
    for item in items:
        columns[bisect_left(edges, item.left)].append(item)
    return all(_is_column(column, least) for column in columns)


def _is_column(items: Sequence[Item], least: int) -> bool:
    if len(items) < least:
        return False
    width = max(item.right for item in items) - min(item.left for item in items)
    usual = median(item.right - item.left for item in items)
    return median(item.length for item in items) >= _PROSE and usual >= _FILLED * width


def _gaps(spans: Iterable[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Width and middle of each stretch wider than `least` that no span covers."""
    ordered = sorted(spans)
    found: list[tuple[float, float]] = []
    end = ordered[0][1]
    for start, stop in ordered[1:]:
        if start - end > least:
            found.append((start - end, (start + end) / 2))
        end = max(end, stop)
    return found


def in_rows(items: Sequence[Item], shared: float = 0.5) -> list[list[Item]]:
    """Items side by side, from left to right: each shares more than `shared` of its height with the first of its row."""
    found: list[list[Item]] = []
    for item in sorted(items, key=lambda item: item.middle):
        for row in reversed(found[-6:]):
            first = row[0]
            if min(first.bottom, item.bottom) - max(first.top, item.top) > shared * min(first.height, item.height):
                row.append(item)
                break
        else:
            found.append([item])
    return [sorted(row, key=lambda item: item.left) for row in found]


def _blocks(lines: list[list[Item]], height: float) -> list[list[list[Item]]]:
    """Rows, apart where more than a line's height is between them."""
    found = [[lines[0]]]
    for before, after in pairwise(lines):
        if min(item.top for item in after) - max(item.bottom for item in before) > height * _BLOCK_GAP:
            found.append([])
        found[-1].append(after)
    return found
