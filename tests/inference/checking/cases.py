"""An answer with errors planted in it, and how many of them the check marks, and what else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inference.checking.check import check
from inference.checking.values import Claim, Source

__all__ = ["Case", "Score", "score"]


@dataclass(frozen=True)
class Case:
    """An answer about `sources`; `planted` are the places of its errors."""

    name: str
    sources: tuple[Source, ...]
    answer: str
    planted: tuple[tuple[int, int], ...]
    question: str = ""


@dataclass(frozen=True)
class Score:
    """Errors planted and marked; right sentences and lines, and those marked; pieces looked up; what went wrong."""

    planted: int
    marked: int
    right: int
    wrongly: int
    claims: int
    notes: tuple[str, ...] = ()

    @staticmethod
    def sum(scores: Iterable[Score]) -> Score:
        held = list(scores)
        counts = (sum(getattr(one, name) for one in held) for name in ("planted", "marked", "right", "wrongly", "claims"))
        return Score(*counts, notes=tuple(note for one in held for note in one.notes))

    @property
    def caught(self) -> float:
        return self.marked / max(1, self.planted)

    @property
    def false(self) -> float:
        return self.wrongly / max(1, self.right)


def score(found: Sequence[Case]) -> Score:
    """What the check makes of them."""
    return Score.sum(_scored(case) for case in found)


def _scored(case: Case) -> Score:
    claims = check(case.answer, case.sources, case.question)
    marks = [claim for claim in claims if claim.verdict == "not found"]
    missed = [span for span in case.planted if not _within(marks, *span)]
    right = [
        span for span in _sentences(case.answer) if not any(start < span[1] and span[0] < stop for start, stop in case.planted)
    ]
    wrongly = [span for span in right if _within(marks, *span)]
    notes = [
        *(f"missed in {case.name}: {case.answer[a:b]!r} as {_within(claims, a, b)}" for a, b in missed),
        *(f"marked in {case.name}: {[mark.text for mark in _within(marks, a, b)]} of {case.answer[a:b]!r}" for a, b in wrongly),
    ]
    return Score(len(case.planted), len(case.planted) - len(missed), len(right), len(wrongly), len(claims), tuple(notes))


def _within(claims: Iterable[Claim], start: int, stop: int) -> list[Claim]:
    return [claim for claim in claims if claim.start < stop and start < claim.stop]


def _sentences(answer: str) -> list[tuple[int, int]]:
    ends = [m.end() for m in re.finditer(r"\n+|(?<=[.!?])(?<!\d\.)(?<!Dr\.)(?<!No\.)(?<!m\.) +", answer)]
    return [(a, b) for a, b in zip([0, *ends], [*ends, len(answer)], strict=True) if answer[a:b].strip()]
