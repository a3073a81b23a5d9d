"""What is known of the pieces of an answer, and where on screen each stands: written as Markdown, shown without its marks.

Promises that a remark is never put on other words than its own; where its words cannot be told from others it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.conversation.asked import HearFrom, OpenPage, OpenPicture

__all__ = ["Checked", "Placed", "Remark", "place"]

_ALONE = "\u3040-\u30ff\u3400-\u9fff"
"""Letters of scripts without spaces: each is a word of its own."""
_WORD = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
_AHEAD = 60
"""Words of an answer that are no words on screen, the address of a link say, at most."""


@dataclass(frozen=True)
class Remark:
    """On the characters from `start` to before `stop` of an answer as it was written. `wish`: what a click on them asks for."""

    start: int
    stop: int
    words: str
    missing: bool = False
    """It was not found: marked, so that one need not point at it."""
    wish: OpenPicture | OpenPage | HearFrom | None = None


@dataclass(frozen=True)
class Checked:
    """What the look at an answer brought: `unfound` says in one sentence what was not found, empty where all was."""

    remarks: tuple[Remark, ...] = ()
    unfound: str = ""


@dataclass(frozen=True)
class Placed:
    """A remark on the characters `begin` to `end`, in UTF-16, of the block `piece`."""

    piece: int
    begin: int
    end: int
    remark: Remark


@dataclass(frozen=True)
class _Word:
    piece: int
    begin: int
    text: str


def place(remarks: Sequence[Remark], written: str, shown: Sequence[str]) -> list[Placed]:
    """Where the remarks on an answer stand in its blocks; `shown` is the text of each of these."""
    words = [(found.start(), found[0]) for found in _WORD.finditer(written)] if remarks else []
    there = [_Word(n, found.start(), found[0]) for n, text in enumerate(shown) for found in _WORD.finditer(text)]
    seen = _align([text for _, text in words], there)
    placed: list[Placed] = []
    at = 0
    for remark in sorted(remarks, key=lambda remark: remark.start):
        while at < len(words) and words[at][0] + len(words[at][1]) <= remark.start:
            at += 1
        own = range(at, next((n for n in range(at, len(words)) if words[n][0] >= remark.stop), len(words)))
        found = [seen[n] for n in own]
        whole = [(words[n][0], there[k]) for n, k in zip(own, found, strict=True) if k is not None]
        if whole and len(whole) == len(found):
            placed += _cut_by_piece(remark, written, whole, shown)
    return placed


def _align(words: Sequence[str], there: Sequence[_Word]) -> list[int | None]:
    """For each word of the answer which one on screen it is; None for those that are marks, addresses and the like."""
    seen: list[int | None] = [None] * len(words)
    at = 0
    for number, word in enumerate(there):
        found = next((n for n in range(at, min(len(words), at + _AHEAD)) if words[n] == word.text), None)
        if found is None:
            continue
        following = there[number + 1].text if number + 1 < len(there) else ""
        if found + 1 < len(words) and words[found + 1] == word.text != following:
            found += 1  # "1. 1 apple": the number of an item is drawn beside it
        seen[found], at = number, found + 1
    return seen


def _cut_by_piece(remark: Remark, written: str, own: Sequence[tuple[int, _Word]], shown: Sequence[str]) -> list[Placed]:
    """From its first word to its last of each block, with the signs right before and after that belong to it."""
    found: list[Placed] = []
    for piece in dict.fromkeys(word.piece for _, word in own):
        text, within = shown[piece], [(start, word) for start, word in own if word.piece == piece]
        (start, first), (last, word) = within[0], within[-1]
        begin, end, stop = first.begin, word.begin + len(word.text), last + len(word.text)
        if (cut := remark.start - start) > 0:
            begin += cut
        while start > remark.start and begin > 0 and written[start - 1] == text[begin - 1]:
            start, begin = start - 1, begin - 1
        if (cut := stop - remark.stop) > 0:
            end -= cut
        while stop < remark.stop and end < len(text) and written[stop] == text[end]:
            stop, end = stop + 1, end + 1
        found.append(Placed(piece, _utf16(text, begin), _utf16(text, end), remark))
    return found


def _utf16(text: str, place: int) -> int:
    """As Qt counts."""
    return place if text.isascii() else len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
