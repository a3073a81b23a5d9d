"""The source of a web page made fit for the parser, whose time is squared in how deep tags are nested.

Promises time in proportion to the source, whatever stands in it.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape

from inference.media.web.elements import OPEN_ENDED

__all__ = ["Source"]

_DEEPEST = 512
"""As browsers have it: what is nested deeper stands beside what it would stand in."""
_RAW = "script|style|iframe|noembed|noframes|title|textarea|xmp"
_PIECE = re.compile(
    rf"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|(?P<empty><(?:{_RAW})\b[^<>]*/>)|"
    rf"<(?P<raw>{_RAW})(?=[\s/>]).*?(?:</(?P=raw)(?=[\s/>])|\Z)|<(?P<closes>/?)(?P<name>[a-z][^\s/><]*)",
    re.DOTALL | re.IGNORECASE,
)
_UNNESTED = OPEN_ENDED | frozenset("area base br col embed hr html body head img input link meta source track wbr".split())
_OVERLAPPING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
"""Their ends end nothing else."""


class Source:
    """`page` is fit to be parsed; `unclosed` are the elements that have no end."""

    def __init__(self, page: str) -> None:
        self._open: list[str] = []
        self._counted = Counter[str]()
        self.page = _PIECE.sub(self._take, page)
        self.unclosed = frozenset(self._open)
        if "template" in self.unclosed:  # what it holds is no part of the tree
            self.page = re.sub(r"<(/?)template(?=[\s/>])", r"<\1span", self.page, flags=re.IGNORECASE)

    def _take(self, piece: re.Match[str]) -> str:
        if piece["name"] is None:
            # in pages of HTML such a piece would be a comment, and an element that closes itself would hold all that comes
            return "" if piece["empty"] else escape(piece["data"]) if piece["data"] is not None else piece[0]
        name, before = piece["name"].lower(), ""
        if piece["closes"]:
            if name in self._counted:
                last = len(self._open) - 1 - self._open[::-1].index(name)
                self._end(slice(last, last + 1 if name in _OVERLAPPING else None))
        elif name not in _UNNESTED:
            if len(self._open) == _DEEPEST:
                before = f"</{self._open[-1]}>"
                self._end(slice(-1, None))
            self._open.append(name)
            self._counted[name] += 1
        return before + piece[0]

    def _end(self, ended: slice) -> None:
        self._counted -= Counter(self._open[ended])
        del self._open[ended]
