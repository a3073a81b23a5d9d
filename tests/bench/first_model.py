"""How many questions about documents, screens and memos the first model answers rightly, and how many it invents answers to.

Asked through the engine, as the window asks: those that instructions were tried on, and those that were held back from it.
HUSH_BENCH_TOLD=FOLDER keeps there what was answered.

What was tried (temperature 0, on half of "tuning": 25 questions with an answer, 7 without; right, and rightly refused):

    nothing                                                                 21  2
    the rule in the system turn                                             21  2
    the rule between text and question                                      21  3
    the rule behind the question                                            17  5
    examples as turns before the conversation                               24  2
    other examples as turns, the rule behind the question                   19  4
    examples in the system turn, the rule behind everything that is asked   21  6

The rule behind what is to be done makes summaries of one sentence, so it stands behind questions alone. On most of the other half
(18 and 6), two refused examples against four: 18 and 1, 17 and 3. Four are what inference.prompt.manner has.

With them 30 of the 39 held back were right and 16 of 20 refused. The words of a recording then stood behind the question, and
memos were the worst of it; since they stand before it, it is 33 of 39 and 16 of 20 (so memos are not quite held back any more).
Those figures are of many questions evaluated at once; this asks them one by one.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from inference.loading import ModelFiles
from tests.answering.asking import Answer, load_answerer
from tests.answering.cases import Answered, Kind, ask_all, read_questions
from tests.bench.figures import Figure

__all__ = ["figures"]

_ANSWERABLE: tuple[Kind, ...] = ("fact", "quote", "summary")


def figures(files: ModelFiles) -> list[Figure]:
    with load_answerer(files) as answer:
        return [*_of("tuning", answer), *_of("held_back", answer)]


def _of(name: str, answer: Answer) -> list[Figure]:
    started = time.monotonic()
    done = ask_all(read_questions(name), answer)
    seconds = time.monotonic() - started
    _keep(name, done)
    called, absent = name.replace("_", " "), _of_kinds(done, ("absent",))
    return [
        _right(f"{called}: right", _of_kinds(done, _ANSWERABLE), goal=85),
        *(_right(f"{called}: {kind} right", _of_kinds(done, (kind,))) for kind in _ANSWERABLE),
        Figure(f"{called}: refused though there is an answer", Counter(one.verdict for one in done)["refused"]),
        Figure(f"{called}: invented, of {len(absent)}", 100 - _right("", absent).value, "%", goal=10, at_most=True),
        Figure(f"{called}: a question", seconds / len(done), "s"),
    ]


def _right(name: str, done: Sequence[Answered], *, goal: float | None = None) -> Figure:
    share = sum(one.verdict == "right" for one in done) / len(done)
    return Figure(f"{name}, of {len(done)}", 100 * share, "%", goal=goal)


def _of_kinds(done: Sequence[Answered], kinds: Sequence[Kind]) -> list[Answered]:
    return [one for one in done if one.ask.kind in kinds]


def _keep(name: str, done: Sequence[Answered]) -> None:
    if folder := os.environ.get("HUSH_BENCH_TOLD"):
        lines = [f"{one.verdict}  {one.ask.kind}  {one.ask.source}: {one.ask.question}\n    {one.answer}" for one in done]
        Path(folder, f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
