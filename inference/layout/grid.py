"""Tables among the rows of a page: which rows are one, and where its columns are, so that an empty cell keeps its place.

The fullest rows say how many columns there are, cell by cell, however each is aligned; a row with fewer cells is laid over them.
Only what stands in three columns or more is a table here: of two, none is ever stepped over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from inference.layout.item import Item

__all__ = ["Grid", "apart", "grids", "tabs"]

_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
_APART = 3.0
"""Times the height of a row: further apart are two tables."""
_TRIED = 6
"""Numbers of columns that are tried, the highest first."""
_ALIGNED = 0.6
"""Share of a column's cells that begin, end or have their middles at one place."""
_FLUSH = 0.5
"""Of the height of text: so near is one place."""
_FULL = 0.4
"""Share of its cells that a table has filled at least."""
_HEADINGS = 2
"""Rows in a row that reach across columns, as a heading of several: more are not of the table."""
_WIDER = 1.3
"""Times the usual gap between rows: there two tables may meet."""
_DEEPEST = 16
Row = Sequence[Item]
Spans = list[tuple[float, float]]


@dataclass(frozen=True)
class Grid:
    """A table: the rows from `first` to before `behind`. Columns are cut at `edges`, from left to right."""

    first: int
    behind: int
    edges: tuple[float, ...]

    def column(self, item: Item) -> int:
        """In which it begins, from 0."""
        return bisect_right(self.edges, item.left)


def grids(rows: Sequence[Row]) -> list[Grid]:
    """The tables, from above; rows as `inference.layout.order.rows` gives them, each from left to right."""
    rows = [_as_cells(row) for row in rows]
    found: list[Grid] = []
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or _is_apart(rows[at - 1], rows[at]):
            found += _within(rows, first, at, 0)
            first = at
    return found


def tabs(rows: Sequence[Row]) -> list[list[str]]:
    """What stands before each piece of each row: a tab for each column that is stepped over, where it is a table; elsewhere one
    before what stands apart, and a space before the rest."""
    found = [apart(row) for row in rows]
    for grid in grids(rows):
        for at in range(grid.first, grid.behind):
            columns = [0, *map(grid.column, rows[at])]
            steps = [after - before for before, after in pairwise(columns)]
            found[at] = ["\t" * step or before for step, before in zip(steps, found[at], strict=True)]
    return found


def apart(row: Row) -> list[str]:
    """What stands before each piece of a row of no table: a tab where it is further off than a line is high, else a space."""
    gaps = ((after.left - before.right, min(before.height, after.height)) for before, after in pairwise(row))
    return ["", *("\t" if gap > high else " " for gap, high in gaps)]


def _as_cells(row: Row) -> Row:
    """The lines of a cell as one: what does not stand beside the piece before it stands below."""
    found: list[Item] = []
    for item in row:
        if found and item.left < found[-1].right:
            last = found[-1]
            left, right = min(last.left, item.left), max(last.right, item.right)
            top, bottom = min(last.top, item.top), max(last.bottom, item.bottom)
            found[-1] = replace(last, left=left, top=top, right=right, bottom=bottom)
        else:
            found.append(item)
    return found


def _is_apart(above: Row, below: Row) -> bool:
    high = max(item.height for item in above)
    return not -0.5 * high < _gap(above, below) < _APART * high


def _within(rows: Sequence[Row], first: int, behind: int, depth: int) -> Iterator[Grid]:
    """Those of the rows from `first` to before `behind`: one in them, and what is above and below it; else of both halves."""
    if behind - first < _LEAST_ROWS or depth > _DEEPEST:
        return
    for spans in _guesses(rows[first:behind]):
        grid = _grid(rows, first, behind, spans)
        if grid is not None:
            yield from _within(rows, first, grid.first, depth + 1)
            yield grid
            yield from _within(rows, grid.behind, behind, depth + 1)
            return
    gaps = [_gap(rows[at - 1], rows[at]) for at in range(first + 1, behind)]
    if max(gaps) > max(0.0, _WIDER * median(gaps)):
        middle = first + 1 + gaps.index(max(gaps))
        yield from _within(rows, first, middle, depth + 1)
        yield from _within(rows, middle, behind, depth + 1)


def _guesses(rows: Sequence[Row]) -> Iterator[Spans]:
    """Where the columns may be, from the likeliest: those of the fullest rows; what stands below each other in any rows."""
    counts = sorted({len(row) for row in rows if len(row) >= _LEAST_COLUMNS}, reverse=True)
    for count in counts[:_TRIED]:
        spans = _columns([row for row in rows if len(row) == count])
        if spans is not None:
            yield _with_more(spans, rows)
    if counts:
        spans = list(map(_span, _piled([item for row in rows if len(row) > 1 for item in row])))
        if len(spans) >= _LEAST_COLUMNS:
            yield spans


def _gap(above: Row, below: Row) -> float:
    return min(item.top for item in below) - max(item.bottom for item in above)


def _grid(rows: Sequence[Row], first: int, behind: int, spans: Spans) -> Grid | None:
    """The table with these columns, if there is one."""
    fitting = [at for at in range(first, behind) if _fits(rows[at], spans)]
    stretch = _trimmed(rows, max(_stretches(fitting), key=len))
    table = [rows[at] for at in stretch]
    filled = sum(len(row) for row in table)
    if sum(len(row) > 1 for row in table) < _LEAST_ROWS or filled < _FULL * len(spans) * len(table):
        return None
    cells = _cells(table, spans)
    if not all(map(_is_aligned, cells)):
        return None
    edges = tuple(_edge(left, right) for left, right in pairwise(cells))
    apart = all(max(item.left for item in left) < edge for left, edge in zip(cells, edges, strict=False))
    return Grid(stretch[0], stretch[-1] + 1, edges) if apart else None


def _columns(full: Sequence[Row]) -> Spans | None:
    """From where to where the columns reach whose cells these rows have, all of them; None where two would overlap."""
    spans = [_span(cells) for cells in zip(*full, strict=True)]
    return None if any(before[1] >= after[0] for before, after in pairwise(spans)) else spans


def _with_more(spans: Spans, rows: Sequence[Row]) -> Spans:
    """With the columns that none of the fullest rows has: where pieces of several rows stand in no column, beside the cell of the
    nearest."""
    lone: list[Item] = []
    for row in rows:
        reached = [_reached(item, spans) for item in row]
        taken = {number for numbers in reached for number in numbers}
        lone += [item for item, numbers in zip(row, reached, strict=True) if not numbers and _nearest(item, spans) in taken]
    return sorted([*spans, *(_span(pile) for pile in _piled(lone) if len(pile) > 1)])


def _piled(items: Sequence[Item]) -> list[list[Item]]:
    """What reaches over each other, from left to right."""
    found: list[list[Item]] = []
    end = float("-inf")
    for item in sorted(items, key=lambda item: item.left):
        if item.left >= end:
            found.append([])
        found[-1].append(item)
        end = max(end, item.right)
    return found


def _span(cells: Sequence[Item]) -> tuple[float, float]:
    return min(item.left for item in cells), max(item.right for item in cells)


def _fits(row: Row, spans: Spans) -> bool:
    """Whether each of its pieces is a cell of a column of its own."""
    places = [_places(item, spans) for item in row]
    return all(len(place) == 1 for place in places) and all(a[0] < b[0] for a, b in pairwise(places))


def _places(item: Item, spans: Spans) -> list[int]:
    """The columns it reaches into; where there is none, the nearest."""
    return _reached(item, spans) or [_nearest(item, spans)]


def _reached(item: Item, spans: Spans) -> list[int]:
    return [number for number, (left, right) in enumerate(spans) if item.left < right and left < item.right]


def _nearest(item: Item, spans: Spans) -> int:
    return min(range(len(spans)), key=lambda number: max(item.left - spans[number][1], spans[number][0] - item.right))


def _stretches(fitting: Sequence[int]) -> Iterator[list[int]]:
    """Rows that fit, with no more than a heading between them."""
    stretch: list[int] = []
    for at in fitting:
        if stretch and at - stretch[-1] > _HEADINGS + 1:
            yield stretch
            stretch = []
        stretch.append(at)
    yield stretch


def _trimmed(rows: Sequence[Row], stretch: list[int]) -> list[int]:
    """Without a title above, and without lone pieces below that stand further off than the lines of a cell."""
    while stretch and len(rows[stretch[0]]) < 2:
        stretch = stretch[1:]
    while len(stretch) > 1 and len(rows[stretch[-1]]) < 2:
        above, below = rows[stretch[-2]], rows[stretch[-1]]
        if _gap(above, below) <= max(item.height for item in below):
            break
        stretch = stretch[:-1]
    return stretch


def _cells(table: Sequence[Row], spans: Spans) -> list[list[Item]]:
    """By their columns."""
    cells: list[list[Item]] = [[] for _ in spans]
    for row in table:
        for item in row:
            cells[_places(item, spans)[0]].append(item)
    return cells


def _is_aligned(cells: Sequence[Item]) -> bool:
    """Whether most begin, end or have their middles at one place; of two nobody can tell."""
    if len(cells) < _LEAST_ROWS:
        return bool(cells)
    near = _FLUSH * median(item.height for item in cells)
    for places in ([i.left for i in cells], [i.right for i in cells], [(i.left + i.right) / 2 for i in cells]):
        middle = median(places)
        if sum(abs(place - middle) <= near for place in places) >= _ALIGNED * len(places):
            return True
    return False


def _edge(left: Sequence[Item], right: Sequence[Item]) -> float:
    """Between two columns; where long cells of one reach beyond where others of the next begin, that place."""
    end, begin = max(item.right for item in left), min(item.left for item in right)
    return (end + begin) / 2 if end < begin else begin
