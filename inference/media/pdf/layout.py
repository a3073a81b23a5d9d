"""A page's pieces of text as its text: rows on lines of their own, columns one after the other, a tab between cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from inference.layout import order
from inference.layout.grid import apart, tabs
from inference.layout.item import Item
from inference.media.pdf.hyphens import Hyphens
from inference.media.pdf.pieces import Piece

__all__ = ["text_of"]

_MOST = 3_000
"""Pieces of a page that columns are looked for among: of more, only rows are made."""
_ENDS_IN_HYPHEN = re.compile(r"[^\W_][-\u00ad\u2010]$")


def text_of(pieces: Sequence[Piece], hyphens: Hyphens) -> str:
    """The pieces in the order in which a person reads them. Words that a hyphen parts at the end of a line are joined."""
    items = [Item(index, one.left, one.top, one.right, one.bottom, len(one.text), one.drawn) for index, one in enumerate(pieces)]
    if len(items) > _MOST:
        blocks = order.level_rows(items)
        before = [apart(row) for block in blocks for row in block]
    else:
        blocks = order.rows(items)
        before = tabs([row for block in blocks for row in block])
    lines = iter(before)
    return "\n\n".join(_block([_row(row, next(lines), pieces) for row in block], hyphens) for block in blocks)


def _block(rows: Sequence[tuple[str, bool]], hyphens: Hyphens) -> str:
    """The lines below each other; of each is known whether it is a single piece."""
    lines = [rows[0][0]]
    for (_, above), (line, alone) in pairwise(rows):
        if above and alone and _ENDS_IN_HYPHEN.search(lines[-1][-2:]) and line[0].isalnum():
            lines[-1] = hyphens.join(lines[-1], line)
        else:
            lines.append(line)
    return "\n".join(lines)


def _row(row: Sequence[Item], before: Sequence[str], pieces: Sequence[Piece]) -> tuple[str, bool]:
    text = "".join(separator + pieces[item.index].text for separator, item in zip(before, row, strict=True))
    return text.rstrip().strip(" "), len(row) == 1
