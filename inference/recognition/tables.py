"""Tables among the lines of a picture, as rows of cells: to be copied, or said with tabs between.

A table is a run of rows that leave the same gaps free from top to bottom. Where two cells were read as one piece, the piece is
cut at the gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from inference.recognition.text import Box, Line

__all__ = ["Table", "tables"]

_LEAST_ROWS = 3
_FULL = 0.6
"""Share of the rows that have text in two columns or more."""
_APART = 3.0
"""Times the height of a row: further apart are two tables."""
_GAP = 0.35
"""Of the height of a row, between columns."""
_SPACE = 0.5
"""Of the height of a line: a gap this wide within a piece is between two cells."""
_CROSSED = 0.08
"""Share of the rows in which something may reach across a gap: a cell too long, two cells read as one."""


@dataclass(frozen=True)
class Table:
    """Rows of cells, each row as long as the first; a cell without text is empty."""

    box: Box
    rows: tuple[tuple[str, ...], ...]

    @property
    def tsv(self) -> str:
        """With tabs between cells and a line for each row, as spreadsheets paste it."""
        return "\n".join("\t".join(row) for row in self.rows)


def tables(lines: Sequence[Line]) -> tuple[Table, ...]:
    """The tables among lines in reading order."""
    rows = [list(row) for _, row in groupby((line for line in lines if line.turned == 0), key=lambda line: line.row)]
    found: list[Table] = []
    for run in _runs(rows):
        edges = _gaps(run)
        cells = [_cells(row, edges) for row in run]
        full = sum(sum(map(bool, row)) >= max(2, len(row) / 2) for row in cells)
        if edges and full >= _LEAST_ROWS and full >= _FULL * len(cells):
            found.append(Table(_around([line for row in run for line in row]), tuple(cells)))
    return tuple(found)


def _runs(rows: Sequence[list[Line]]) -> list[list[list[Line]]]:
    """Rows below each other that may be one table: it begins and ends with a row of at least two pieces."""
    found: list[list[list[Line]]] = [[]]
    for row in rows:
        if found[-1] and _is_apart(found[-1][-1], row):
            found.append([])
        if found[-1] or len(row) > 1:
            found[-1].append(row)
    for run in found:
        while run and len(run[-1]) < 2:
            run.pop()
    return [run for run in found if len(run) >= _LEAST_ROWS]


def _is_apart(above: Sequence[Line], below: Sequence[Line]) -> bool:
    a, b = _around(above), _around(below)
    return not -0.5 * (a[3] - a[1]) < b[1] - a[3] < _APART * (a[3] - a[1])


def _around(lines: Sequence[Line]) -> Box:
    boxes = [line.box for line in lines]
    lows, highs = [min(box[i] for box in boxes) for i in (0, 1)], [max(box[i] for box in boxes) for i in (2, 3)]
    return lows[0], lows[1], highs[0], highs[1]


def _gaps(rows: Sequence[Sequence[Line]]) -> list[float]:
    """Middles of the gaps that nearly all rows leave free."""
    height = median(line.box[3] - line.box[1] for row in rows for line in row)
    spans = [span for row in rows for line in row for span in _spans(line)]
    steps = sorted([(left, 1) for left, _ in spans] + [(right, -1) for _, right in spans])
    allowed, depth = int(len(rows) * _CROSSED), 0
    found: list[float] = []
    free: list[tuple[int, float, float]] = []  # of the gap so far: what reaches across, minus the width, and the right end
    for (x, step), (following, _) in pairwise(steps):
        depth += step
        if depth <= allowed:
            free.append((depth, x - following, following))
            continue
        if sum(-width for _, width, _ in free) > height * _GAP:
            found.append(_middle(free, height))
        free = []
    return found


def _spans(line: Line) -> list[tuple[float, float]]:
    """From where to where its words reach; a gap between two ends a span only where it is wider than a space."""
    found: list[tuple[float, float]] = []
    for left, _, right, _ in (word.box for word in line.words):
        if found and left - found[-1][1] < _SPACE * (line.box[3] - line.box[1]):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def _middle(free: Sequence[tuple[int, float, float]], height: float) -> float:
    """Where to cut a gap: in the widest of the stretches that least reaches across, near its right end: text is flush left."""
    least = min(depth for depth, width, _ in free if width < 0)
    _, width, end = min((stretch for stretch in free if stretch[0] == least and stretch[1] < 0), key=lambda stretch: stretch[1])
    return end - min(-width / 2, height / 2)


def _cells(row: Sequence[Line], edges: Sequence[float]) -> tuple[str, ...]:
    """What stands between the edges."""
    cells: list[list[str]] = [[] for _ in range(len(edges) + 1)]
    for line in row:
        for word in line.words:
            middle = (word.box[0] + word.box[2]) / 2
            cells[sum(edge < middle for edge in edges)].append(word.text)
    return tuple(" ".join(cell) for cell in cells)
