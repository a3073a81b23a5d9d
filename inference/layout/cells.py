"""Cells of a table with more than one line: they belong to one row with what stands beside them, at whatever height.

Only where it is known in which order the pieces were drawn: the lines of a cell are drawn one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from inference.layout.item import Item

__all__ = ["in_cells"]

_NEXT = 0.8
"""Of the height of a line: the next line of a cell is no further below."""
_FLUSH = 0.5
"""Of the height: the lines of a cell begin, end or have their middles at one place, give or take so much."""
_MOST_LINES = 8
"""Of a cell. What is longer is a text of its own beside something."""
Row = list[Item]


def in_cells(rows: list[Row]) -> list[Row]:
    """The same pieces with the rows of a table as one each: cell by cell, and within a cell line by line."""
    if any(item.drawn is None for row in rows for item in row):
        return rows
    cells = _cells(sorted((item for row in rows for item in row), key=lambda item: item.drawn or 0))
    if all(len(cell) == 1 for cell in cells):
        return rows
    merged = [group for group in _beside(cells) if _is_row(group)]
    taken = {item.index for group in merged for cell in group for item in cell}
    left = [kept for row in rows if (kept := [item for item in row if item.index not in taken])]
    found = left + [[item for cell in sorted(group, key=lambda cell: cell[0].left) for item in cell] for group in merged]
    return sorted(found, key=lambda row: min(item.top for item in row))


def _cells(drawn: Sequence[Item]) -> list[Row]:
    """Lines that are drawn one after the other, one below the other and flush."""
    cells: list[Row] = []
    for item in drawn:
        if cells and len(cells[-1]) < _MOST_LINES + 1 and _goes_on(cells[-1][-1], item):
            cells[-1].append(item)
        else:
            cells.append([item])
    return cells


def _goes_on(above: Item, item: Item) -> bool:
    high = max(above.height, item.height)  # a line without tall letters may be measured low
    if not -0.5 * high < item.top - above.bottom < _NEXT * high or item.middle <= above.middle:
        return False
    places = ((above.left, item.left), (above.right, item.right), (above.left + above.right, item.left + item.right))
    return any(abs(one - other) < _FLUSH * high for one, other in places)


def _beside(cells: Sequence[Row]) -> list[list[Row]]:
    """Cells that share some of their height with each other, together."""
    groups: list[list[Row]] = []
    end = float("-inf")
    for cell in sorted(cells, key=lambda cell: cell[0].top):
        shared = end - cell[0].top
        if groups and shared > 0.3 * cell[0].height:
            groups[-1].append(cell)
        else:
            groups.append([cell])
            end = float("-inf")
        end = max(end, cell[-1].bottom)
    return groups


def _is_row(group: Sequence[Row]) -> bool:
    """Whether it is a row of a table: a cell of one line and one of more, none above another."""
    lengths = [len(cell) for cell in group]
    if len(group) < 2 or min(lengths) > 1 or not 1 < max(lengths) <= _MOST_LINES:
        return False
    spans = sorted((min(item.left for item in cell), max(item.right for item in cell)) for cell in group)
    return all(before[1] <= after[0] for before, after in pairwise(spans))
