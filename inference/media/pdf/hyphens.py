"""Hyphens at the ends of lines: those that only part a word go, those of AB-1234, well-known and www.a-b.example stay."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["Hyphens"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST = re.compile(r"[^\W\d_]+")
_SOFT = ("\u00ad", "\u2010")
_COMPOUNDS = frozenset(
    """all anti best cross ex full half hard high in jet left long low mid mini multi non off on one open over part post pre
    pro quasi re right self semi short single so sub super top two three four five ten twenty thirty forty fifty sixty seventy
    eighty ninety ultra under up well x""".split()
)
"""What stands before a hyphen that is written in the middle of a line as well: well-known, self-employed, twenty-one."""


class Hyphens:
    """Decides by the words of the page: one that stands there whole is joined whole."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = {word.lower() for text in texts for word in _WORD.findall(text)}

    def join(self, line: str, following: str) -> str:
        """`line`, which ends in a hyphen, with the line that follows it."""
        if line.endswith(_SOFT):
            return line[:-1] + following
        last = re.split(r"[^\w.@/:-]", line[:-1])[-1]
        first = _FIRST.match(following)
        return (line if self._stays(last, first[0] if first else "") else line[:-1]) + following

    def _stays(self, last: str, first: str) -> bool:
        before = last.rpartition("-")[2]
        if not (before.isalpha() and first and first.islower() and before[1:] == before[1:].lower()):
            return True  # a number, a name in capitals, an address, a compound of two names
        if "-" in last:
            return True
        whole = f"{last}{first}".lower()
        if whole in self._words:
            return False
        return f"{last}-{first}".lower() in self._words or before.lower() in _COMPOUNDS
