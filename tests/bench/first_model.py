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

As the third question of a chat, after two that were answered, far more is invented: of those held back and three more for each of
their texts 40 of 50, while 11 of 12 with an answer are right; of 20 of them 15, and 10 with nothing said before.
Tried against it, on "tuning" and three or four more each:

    a sterner reminder behind later questions, three wordings         4 of 8 invented, as without
    a refused question right behind the text, put by Hush             2 of 4 invented, as without
    the turns before told in the question ("Asked before: ...")       held back: 5 of 5 invented, 2 of 2 wrong, of one text
    asked afterwards "Does the text above state this? Yes or No"      AUC 0.65 (13 right, 20 invented)
    the same with question and answer repeated                        AUC about 0.4 (4 right, 4 invented)
    the mean log probability of the answer's own tokens               AUC 0.92; held back 0.78 (11 right, 40 invented)
    less 0.05 of that of "That", which begins its refusals            AUC 0.97; held back 0.79

The last costs nothing and is half of what doubts an answer. The other half needs no model: words of the question that stand
nowhere in the text, or not where the answer stands, and a number that counts something else there (inference.checking.fit). Both
were fitted on the first 24 texts of "chats", with 72 questions that they answer and 72 that they do not, these as the third of a
chat: 42 of them were invented. Fitted on half of the texts, on the other half:

    by the likelihood alone                                     14 of 23 caught, 5 of 30 right ones doubted; AUC 0.82
    by the text alone                                           11 of 23 caught, none of 30 doubted; AUC 0.79
    by both                                                     14 of 23 caught, 1 of 30 doubted; AUC 0.89
    by both, left out one text at a time, the bound as it is    34 of 42 caught, 4 of 60 doubted; AUC 0.93

So 8 of 72 are invented without a mark; put as first questions 16 are, 12 of them marked. The last eight texts are asked in other
words than theirs, which made 15 of 20 right answers doubted, before everyday words for one thing were known ([alike] in
question.txt): 4 of 23 then, with those questions in sight, and 6 of 24 invented without a mark. 47 more such questions, written
after that, still had 19 doubted; 4 since it is told which words name a thing, again with them in sight.
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
from tests.answering.chats import ask_in_chats
from tests.bench.figures import Figure

__all__ = ["figures"]

_REWORDED = "quote_moving.txt"
"""The first text of "chats" whose questions have other words than it has."""
_ANSWERABLE: tuple[Kind, ...] = ("fact", "quote", "summary")


def figures(files: ModelFiles) -> list[Figure]:
    with load_answerer(files) as answer:
        return [*_of("tuning", answer), *_of("held_back", answer), *_of_chats(answer)]


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


def _of_chats(answer: Answer) -> list[Figure]:
    asked = list(ask_in_chats(answer))
    _keep("chats", [one.answered for one in asked])
    found: list[Figure] = []
    reworded = next(n for n, one in enumerate(asked) if one.answered.ask.source == _REWORDED)
    for called, some in (("chats", asked[:reworded]), ("chats in other words", asked[reworded:])):
        absent = [one for one in some if one.answered.ask.kind == "absent"]
        right = [one for one in some if one.answered.ask.kind != "absent" and one.answered.verdict == "right"]
        invented = [one for one in absent if one.answered.verdict == "invented"]
        loose, marked = sum(not one.mark for one in invented), sum(bool(one.mark) for one in right)
        found += [
            _right(f"{called}: right", [one.answered for one in some if one not in absent]),
            Figure(f"{called}: invented, of {len(absent)}", len(invented)),
            Figure(f"{called}: invented without a mark, of {len(absent)}", 100 * loose / len(absent), "%", goal=10, at_most=True),
            Figure(f"{called}: right and marked, of {len(right)}", 100 * marked / len(right), "%", goal=10, at_most=True),
        ]
    return found


def _right(name: str, done: Sequence[Answered], *, goal: float | None = None) -> Figure:
    share = sum(one.verdict == "right" for one in done) / len(done)
    return Figure(f"{name}, of {len(done)}", 100 * share, "%", goal=goal)


def _of_kinds(done: Sequence[Answered], kinds: Sequence[Kind]) -> list[Answered]:
    return [one for one in done if one.ask.kind in kinds]


def _keep(name: str, done: Sequence[Answered]) -> None:
    if folder := os.environ.get("HUSH_BENCH_TOLD"):
        lines = [f"{one.verdict}  {one.ask.kind}  {one.ask.source}: {one.ask.question}\n    {one.answer}" for one in done]
        Path(folder, f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
