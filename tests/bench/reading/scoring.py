"""How far a reading is from what a picture says: characters wrong wherever they stand, numbers that are not there exactly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inference.evaluation.scoring import distance
from tests.bench.reading.page import Piece

__all__ = ["Score", "numbers", "plain", "score", "score_text"]

_ALIKE = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2014": "-", "\u2013": "-"})
"""What a keyboard writes one way and a printer another."""


@dataclass(frozen=True)
class Score:
    """Characters of the truth and how many differ; numbers of the truth and how many are missing."""

    characters: int
    wrong: int
    numbers: int
    missed: int

    @staticmethod
    def sum(scores: Iterable[Score]) -> Score:
        held = list(scores)
        return Score(*(sum(getattr(one, name) for one in held) for name in ("characters", "wrong", "numbers", "missed")))

    @property
    def cer(self) -> float:
        return self.wrong / max(1, self.characters)

    @property
    def lost(self) -> float:
        return self.missed / max(1, self.numbers)


def plain(text: str) -> str:
    """Any white space as one space, typographic quotes and dashes as typed ones."""
    return " ".join(text.translate(_ALIKE).split())


def numbers(text: str) -> Counter[str]:
    """The words with a digit in them, without punctuation around."""
    words = (word.strip(".,;:()\"'[]") for word in plain(text).split())
    return Counter(word for word in words if re.search(r"\d", word))


def score(truth: Sequence[Piece], told: Sequence[Piece]) -> Score:
    """By groups of pieces of both that overlap on the picture: the order of what stands elsewhere plays no part."""
    groups = _groups(truth, told)
    wrong = sum(_least(a, b) for a, b in groups)
    wanted = numbers("\n".join(piece.text for piece in truth))
    missed = sum((wanted - numbers("\n".join(piece.text for piece in told))).values())
    return Score(sum(len(plain(_rows(a))) for a, _ in groups), wrong, sum(wanted.values()), missed)


def score_text(truth: str, told: str) -> Score:
    """Of whole texts, order included."""
    wanted = numbers(truth)
    wrong = distance(plain(truth), plain(told))
    return Score(len(plain(truth)), wrong, sum(wanted.values()), sum((wanted - numbers(told)).values()))


def _least(truth: list[Piece], told: list[Piece]) -> int:
    if not told or not truth:
        return len(plain(_rows(truth or told)))
    a, b = plain(_rows(truth)), plain(_rows(told))
    return 0 if a == b else distance(a, b)


def _rows(pieces: list[Piece]) -> str:
    """Row by row: a piece stands in a row if it shares half of its height with the row's first."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box[1] + piece.box[3]):
        row = next((row for row in reversed(rows[-4:]) if _shared(row[0], piece, 1) > 0.5), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return " ".join(piece.text for row in rows for piece in sorted(row, key=lambda piece: piece.box[0]))


def _shared(a: Piece, b: Piece, axis: int) -> float:
    """What they share along an axis, as a share of the shorter."""
    common = min(a.box[axis + 2], b.box[axis + 2]) - max(a.box[axis], b.box[axis])
    return common / max(1e-6, min(a.box[axis + 2] - a.box[axis], b.box[axis + 2] - b.box[axis]))


def _groups(truth: Sequence[Piece], told: Sequence[Piece]) -> list[tuple[list[Piece], list[Piece]]]:
    every = [*truth, *told]
    root = list(range(len(every)))

    def find(i: int) -> int:
        while root[i] != i:
            i = root[i]
        return i

    for i, a in enumerate(truth):
        for j, b in enumerate(told, len(truth)):
            if _shared(a, b, 1) > 0.5 and _shared(a, b, 0) > 0.2:
                root[find(i)] = find(j)
    groups: dict[int, tuple[list[Piece], list[Piece]]] = {}
    for i, piece in enumerate(every):
        groups.setdefault(find(i), ([], []))[i >= len(truth)].append(piece)
    return list(groups.values())
