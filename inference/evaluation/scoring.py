"""How well any model answers the starter's held-out cases: six tasks, short lines, and the small world, each with its measure.

Answers are asked for, compared and counted here; `cases` makes the questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from inference.conversation import Request
from inference.evaluation.cases import CASES, TASKS, Case, Task, cases
from inference.evaluation.world import NOT_THERE

__all__ = ["distance", "evaluate", "score"]

_PAGE = re.compile(r"\s*\[p\. \d+\]\s*$")


def evaluate(
    answer: Callable[[Request], str], *, limit: int | None = None, tasks: Sequence[Task] = TASKS
) -> dict[str, dict[str, float]]:
    """Ask `answer` every case, or the first `limit` of each task, and score each task (see `score`)."""
    results: dict[str, dict[str, float]] = {}
    for task in tasks:
        asked = list(cases(task, CASES if limit is None else min(limit, CASES)))
        results[task] = score(task, asked, [answer(case.request) for case in asked])
    return results


def score(task: Task, asked: Sequence[Case], answers: Sequence[str]) -> dict[str, float]:
    """Figures of one task, all shares of 1 but `n`, the number of cases.

    read: cer, the errors for each character, any white space counting as one space; exact. hear: wer, the errors for each word,
    whatever its letter case and without punctuation; exact, the share without any such error. documents: exact, the page
    included; invented, the share of answers that are nowhere in the document, or are one where it says nothing. The others:
    exact. line, small_read and small_hear: cer, by the character and the spoken digit; exact. small_documents: exact and
    invented, whether a page is named or not. Spaces and line feeds around an answer never count.
    """
    told = [answer.strip() for answer in answers]
    n = len(asked)
    if task in ("line", "small_read", "small_hear"):
        return _errors("cer", [case.expected for case in asked], told)
    if task == "small_documents":
        told = [_PAGE.sub("", answer) for answer in told]
    if task == "read":
        return _errors("cer", [_space(case.expected) for case in asked], [_space(answer) for answer in told])
    if task == "hear":
        return _errors("wer", [_words(case.expected) for case in asked], [_words(answer) for answer in told])
    exact = sum(case.expected == answer for case, answer in zip(asked, told, strict=True)) / max(1, n)
    if task in ("documents", "small_documents"):
        invented = sum(_is_invented(case, answer) for case, answer in zip(asked, told, strict=True)) / max(1, n)
        return {"exact": exact, "invented": invented, "n": n}
    return {"exact": exact, "n": n}


def distance(a: Sequence[str], b: Sequence[str]) -> int:
    """Levenshtein distance: elements (characters of a string, words of a list) to insert, delete or replace."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def _errors(name: str, wanted: Sequence[Sequence[str]], told: Sequence[Sequence[str]]) -> dict[str, float]:
    each = [distance(right, answer) for right, answer in zip(wanted, told, strict=True)]
    asked = sum(len(right) for right in wanted)
    return {name: sum(each) / max(1, asked), "exact": each.count(0) / max(1, len(each)), "n": len(each)}


def _space(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> list[str]:
    return re.sub(r"[^\w\s']", " ", text.lower()).split()


def _is_invented(case: Case, answer: str) -> bool:
    if answer == NOT_THERE:
        return False
    said = _PAGE.sub("", answer)
    return case.expected == NOT_THERE or not said or said not in case.source
