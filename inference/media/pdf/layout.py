"""A page's pieces of text as its text: rows on lines of their own, columns one after the other, a tab between cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from inference.layout import order
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
    blocks = order.rows(items) if len(items) <= _MOST else order.level_rows(items)
    return "\n\n".join(_block([[pieces[item.index] for item in row] for row in block], hyphens) for block in blocks)


def _block(rows: Sequence[Sequence[Piece]], hyphens: Hyphens) -> str:
    lines = [_row(rows[0])]
    for above, row in pairwise(rows):
        line = _row(row)
        if len(above) == len(row) == 1 and _ENDS_IN_HYPHEN.search(lines[-1][-2:]) and line[0].isalnum():
            lines[-1] = hyphens.join(lines[-1], line)
        else:
            lines.append(line)
    return "\n".join(lines)


def _row(row: Sequence[Piece]) -> str:
    text = row[0].text
    for before, after in pairwise(row):
        text += ("\t" if after.left - before.right > min(before.height, after.height) else " ") + after.text
    return text.strip()
