"""Lines that were read across a gap between two columns or two cells, cut there.

The gap is wider than a space, but not wide enough to part what stands on one line: only that the lines above and below leave it
free as well tells it from a wide space.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.recognition.text import Line

__all__ = ["cut"]

_GAP = 0.45
"""Of the height of a line with its ground: wider than a space is."""
_WIDER = 1.1
_FREE = 0.3
"""Of the height: so much of the gap the lines above and below leave free as well."""
_AROUND = 4.0
"""Times the height: as far above and below it is looked."""
_BESIDE = 3.0
"""Times the height: what has nothing written this near to the gap on both sides says nothing of it."""
_LEAST = 3
"""Lines that leave it free."""
_BLOCKED = 0.2
"""Share of the lines above and below that may be written across it."""
_FLUSH = 0.2
"""Times the height: what ends or begins so near to where the gap does is flush with it, as columns are, and chance is not."""
_LEVEL = 0.5
Span = tuple[float, float]


@dataclass(frozen=True)
class _Row:
    """What is written from where to where, from left to right, in lines whose middles are near `middle`."""

    middle: float
    written: tuple[Span, ...]


def cut(lines: Sequence[Line]) -> list[Line]:
    """The same lines, those in pieces that reach across a gap between columns; in their order."""
    rows = _rows([line for line in lines if line.turned == 0])
    middles = [row.middle for row in rows]
    found: list[Line] = []
    for line in lines:
        places = [place for place in _wide_gaps(line) if _is_free(line, place, rows, middles)] if line.turned == 0 else []
        found += _cut(line, places)
    return found


def _rows(lines: Sequence[Line]) -> list[_Row]:
    groups: list[list[Line]] = []
    for line in sorted(lines, key=_middle):
        if groups and _middle(line) - _middle(groups[-1][0]) < _LEVEL * _high(groups[-1][0]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_Row(_middle(group[0]), tuple(sorted(span for line in group for span in _written(line)))) for group in groups]


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _high(line: Line) -> float:
    return line.box[3] - line.box[1]


def _written(line: Line) -> list[Span]:
    return [(word.box[0], word.box[2]) for word in line.words]


def _wide_gaps(line: Line) -> list[int]:
    """Places of the spaces that are wider than spaces are, and than the narrowest of this line: it may be stretched."""
    gaps = {at: line.marks[at + 1] - line.marks[at] for at, letter in enumerate(line.text) if letter == " "}
    least = max(_GAP * _high(line), _WIDER * min(gaps.values()) if len(gaps) > 1 else 0.0)
    return [at for at, wide in gaps.items() if wide >= least]


def _is_free(line: Line, place: int, rows: Sequence[_Row], middles: Sequence[float]) -> bool:
    """Whether the lines above and below leave that gap free as well."""
    high, middle = _high(line), _middle(line)
    gap = line.box[0] + line.marks[place], line.box[0] + line.marks[place + 1]
    near = rows[bisect_left(middles, middle - _AROUND * high) : bisect_right(middles, middle + _AROUND * high)]
    said = [_leaves_free(row, gap, high) for row in near if abs(row.middle - middle) > _LEVEL * high]
    free, blocked = said.count(True), said.count(False)
    return free >= _LEAST and blocked <= _BLOCKED * free


def _leaves_free(row: _Row, gap: Span, high: float) -> bool | None:
    """None where it says nothing of the gap."""
    start, stop = gap
    before = [span for span in row.written if span[0] + span[1] < start + stop]
    after = row.written[len(before) :]
    end = max((right for _, right in before), default=None)
    begin = min((left for left, _ in after), default=None)
    if end is None or begin is None or start - end > _BESIDE * high or begin - stop > _BESIDE * high:
        return False if _crosses(row, gap) else None
    if begin - end < _GAP * high or min(begin, stop) - max(end, start) < _FREE * high:
        return False
    return True if min(abs(begin - stop), abs(end - start)) < _FLUSH * high else None


def _crosses(row: _Row, gap: Span) -> bool:
    return any(left < gap[0] and right > gap[1] for left, right in row.written)


def _cut(line: Line, places: Sequence[int]) -> list[Line]:
    """In pieces, at these spaces of it."""
    edges = [-1, *places, len(line.text)]
    return [_piece(line, before + 1, after) for before, after in pairwise(edges)] if places else [line]


def _piece(line: Line, start: int, stop: int) -> Line:
    """The characters from `start` to before `stop`, with half of the gaps beside them."""
    marks, (left, top, right, bottom) = line.marks, line.box
    begin = (marks[start - 1] + marks[start]) / 2 if start else 0.0
    end = (marks[stop] + marks[stop + 1]) / 2 if stop < len(line.text) else right - left
    kept = tuple(round(mark - begin, 2) for mark in marks[start : stop + 1])
    return replace(line, box=(left + begin, top, left + end, bottom), text=line.text[start:stop], marks=kept)
