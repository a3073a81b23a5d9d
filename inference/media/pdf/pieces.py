"""The characters of a page as pieces: words that stand together on a line. The cells of a table are pieces of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inference.layout.item import Item
from inference.layout.order import in_rows
from inference.media.pdf.characters import Character
from inference.media.pdf.writing import in_order

__all__ = ["Piece", "pieces"]

_APART = 0.8
"""Of the height of a line: a gap this wide is between two cells, or two columns."""
_SPACE = 0.12
"""Of the height: between pieces that are drawn apart, a gap this wide is a space."""
_WIDE = 0.5
"""Of the height: within a word, where letters may be spaced out, only such a gap is a space."""
_BACK = 0.4
"""Of the height: what begins so far left of where the last one ended does not go on with it."""
_LEVEL = 0.5
"""Of the lower one's height, what both share on one line."""
_SHARED = 0.7
"""As `_LEVEL`, between pieces that are drawn apart."""
_SAME = 0.15
"""Of the height: the same character so near is drawn twice, to look bold."""


@dataclass(frozen=True)
class Piece:
    """Text on one line, from `left` to `right`; see `Character` for its places. `drawn` is its place in the order of drawing."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    drawn: int = 0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class _Run:
    """Characters that are drawn one after another on one line."""

    characters: tuple[Character, ...]
    left: float
    top: float
    right: float
    bottom: float
    drawn: int

    @property
    def height(self) -> float:
        return max(1e-3, self.bottom - self.top)


def pieces(found: Iterable[Character]) -> list[Piece]:
    """Those of characters that run the same way, given in the order in which they are drawn."""
    runs = [_Run(tuple(run), *_around(run), index) for index, run in enumerate(_runs(found))]
    items = [Item(index, run.left, run.top, run.right, run.bottom, len(run.characters)) for index, run in enumerate(runs)]
    joined = [one for row in in_rows(items, _SHARED) for one in _join([runs[item.index] for item in row])]
    return [Piece(in_order(one.characters), one.left, one.top, one.right, one.bottom, one.drawn) for one in joined]


def _runs(found: Iterable[Character]) -> list[list[Character]]:
    """Characters that are drawn one after another on one line, without a wide gap between them. None is empty."""
    runs: list[list[Character]] = []
    before: Character | None = None
    blank: Character | None = None
    for one in found:
        if one.text.isspace() or one.text == "\u200b":
            blank = replace(one, text=" ")
            continue
        if before is None or not _goes_on(before, one):
            runs.append([one])
        elif _is_double(before, one):
            continue
        else:
            if blank is not None or not one.continues or one.left - before.right > _WIDE * _height(one):
                runs[-1].append(blank or _space(before, one))
            runs[-1].append(one)
        before, blank = one, None
    return runs


def _goes_on(before: Character, one: Character) -> bool:
    """Whether both are of one run. Text from right to left may be drawn either way."""
    high = _height(one)
    if min(before.bottom, one.bottom) - max(before.top, one.top) < _LEVEL * min(high, _height(before)):
        return False
    return -_BACK * high < one.left - before.right < _APART * high or -_BACK * high < before.left - one.right < _APART * high


def _is_double(before: Character, one: Character) -> bool:
    return before.text == one.text and abs(one.left - before.left) < _SAME * _height(one) and one.text.isprintable()


def _space(before: Character, one: Character) -> Character:
    left, right = (one.right, before.left) if one.right + one.left < before.right + before.left else (before.right, one.left)
    return replace(one, text=" ", left=left, right=right)


def _height(one: Character) -> float:
    return max(1e-3, one.bottom - one.top)


def _around(run: Sequence[Character]) -> tuple[float, float, float, float]:
    left, top = min(one.left for one in run), min(one.top for one in run)
    return left, top, max(one.right for one in run), max(one.bottom for one in run)


def _join(row: Sequence[_Run]) -> list[_Run]:
    """The runs of a row that stand close together as one, whichever was drawn first."""
    joined: list[_Run] = []
    for run in row:
        last = joined[-1] if joined else None
        gap, high = (run.left - last.right, min(run.height, last.height)) if last is not None else (0.0, 0.0)
        if last is None or not -_BACK * high < gap < _APART * high:
            joined.append(run)
        elif not (abs(run.left - last.left) < _SAME * high and len(run.characters) == len(last.characters)):
            blank = replace(run.characters[0], text=" ", left=last.right, right=run.left)
            between = (blank,) if gap > _SPACE * high else ()
            both = (*last.characters, *between, *run.characters)
            joined[-1] = _Run(both, *_around(both), min(last.drawn, run.drawn))
    return joined
