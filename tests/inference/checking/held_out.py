"""Answers over papers of their own: written by hand, in the way models write, and those that the first model gave.

Each lot by hand was written without the check at hand and met it once unseen; what it showed was mended since. So it now is a
floor, no measure of what is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from inference.checking.values import Source, SourceKind
from tests.inference.checking.cases import Case

__all__ = ["held_out"]

_KINDS: dict[str, SourceKind] = {"picture": "picture", "scan": "scan", "recording": "recording"}


def held_out(file: str) -> list[Case]:
    """All of a file beside this one, which says how it is written."""
    found: list[Case] = []
    for paper in Path(__file__).with_name(file).read_text("utf-8").split("\n=== ")[1:]:
        text, *answers = re.split(r"\n--- ?", paper.rstrip("\n"))
        head, _, said = text.partition("\n")
        name, _, kind = head.rpartition(" | ")
        source = Source(name, _KINDS[kind], said.rstrip("\n"))
        for answer in answers:
            question, _, marked_up = answer.partition("\n")
            found.append(_case(source, question, marked_up.rstrip("\n")))
    return found


def _case(source: Source, question: str, marked_up: str) -> Case:
    pieces = list(_pieces(marked_up))
    planted: list[tuple[int, int]] = []
    length = 0
    for text, wrong in pieces:
        if wrong:
            planted.append((length, length + len(text)))
        length += len(text)
    return Case(source.name, (source,), "".join(text for text, _ in pieces), tuple(planted), question)


def _pieces(marked_up: str) -> Iterator[tuple[str, bool]]:
    for number, piece in enumerate(re.split(r"\[\[(.*?)\]\]", marked_up)):
        yield piece, number % 2 == 1
