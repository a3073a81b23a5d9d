"""Held-out cases of each task of the starter's small world, and how well any model answers them.

Cases come from fixed seeds and from strings that training never sees (`world.held_out`); they are ordinary requests, so the same
bytes go the whole way a person's files would. Pictures need the DejaVu fonts, sound needs espeak-ng.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import soundfile

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request, Sampling, TextPart
from inference.starter import pictures
from inference.starter.documents import random_document
from inference.starter.shape import STARTER
from inference.starter.speech import SAMPLE_RATE, random_clip, varied
from inference.starter.world import HEAR_QUESTIONS, READ_QUESTIONS

__all__ = ["TASKS", "Case", "Task", "cases", "distance", "evaluate", "score"]

Task = Literal["read", "hear", "documents"]
TASKS: tuple[Task, ...] = ("read", "hear", "documents")
CASES = 120
"""Of each task, unless a limit is given."""

_SEEDS: dict[Task, int] = {"read": 101, "hear": 102, "documents": 103}
_MAX_TOKENS = 32


@dataclass(frozen=True)
class Case:
    """A request and its right answer; `source` is the text of its document, if it has one."""

    task: Task
    request: Request
    expected: str
    source: str = ""


def cases(task: Task, count: int = CASES) -> Iterator[Case]:
    """The first `count` held-out cases of `task`: always the same ones."""
    make = {"read": _read_case, "hear": _hear_case, "documents": _document_case}[task]
    rng = random.Random(_SEEDS[task])
    for _ in range(count):
        yield make(rng)


def evaluate(
    answer: Callable[[Request], str], *, limit: int | None = None, tasks: Sequence[Task] = TASKS
) -> dict[str, dict[str, float]]:
    """Ask `answer` every case and score each task.

    read: {cer, exact, n}; hear: {wer, exact, n}; documents: {exact, invented, n}. `exact` is the share of answers that are right
    to the letter, `cer` and `wer` errors for each character and each spoken digit, `invented` the share of answers that are
    nowhere in the document.
    """
    results: dict[str, dict[str, float]] = {}
    for task in tasks:
        asked = list(cases(task, CASES if limit is None else min(limit, CASES)))
        results[task] = score(task, asked, [answer(case.request) for case in asked])
    return results


def score(task: Task, asked: Sequence[Case], answers: Sequence[str]) -> dict[str, float]:
    """Figures of one task (see `evaluate`). Spaces and line feeds around an answer do not count."""
    told = [answer.strip() for answer in answers]
    n = len(asked)
    exact = sum(case.expected == answer for case, answer in zip(asked, told, strict=True)) / max(1, n)
    if task == "documents":
        invented = sum(not answer or answer not in case.source for case, answer in zip(asked, told, strict=True)) / max(1, n)
        return {"exact": exact, "invented": invented, "n": n}
    wrong = sum(distance(case.expected, answer) for case, answer in zip(asked, told, strict=True))
    rate = wrong / max(1, sum(len(case.expected) for case in asked))
    # A spoken string is written as digits, one for each word that was said: errors by character are errors by word.
    return {"cer" if task == "read" else "wer": rate, "exact": exact, "n": n}


def distance(a: str, b: str) -> int:
    """Levenshtein distance: characters to insert, delete or replace."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def _read_case(rng: random.Random) -> Case:
    canvas = pictures.layout(rng.randint(160, 420), rng.randint(48, 110), STARTER)
    text, picture = pictures.draw_line(rng, canvas, longest=12, evaluation=True)
    data = io.BytesIO()
    picture.image.save(data, "PNG")
    question = rng.choice([q for q in READ_QUESTIONS if q])
    return Case("read", _request(ImagePart("line.png", data.getvalue()), TextPart(question)), text)


def _hear_case(rng: random.Random) -> Case:
    clip = random_clip(rng, evaluation=True)
    data = io.BytesIO()
    soundfile.write(data, varied(clip.samples, rng), SAMPLE_RATE, format="WAV", subtype="PCM_16")
    question = rng.choice(HEAR_QUESTIONS)
    asked = (TextPart(question),) if question else ()
    return Case("hear", _request(*asked, AudioPart("memo.wav", data.getvalue())), clip.digits)


def _document_case(rng: random.Random) -> Case:
    document = random_document(rng, evaluation=True)
    text = "\n".join(document.pages)
    part = DocumentPart(document.file.replace(".pdf", ".txt"), text.encode())
    return Case("documents", _request(part, TextPart(document.question)), document.answer, text)


def _request(*parts: Part) -> Request:
    return Request((Message("user", parts),), sampling=Sampling.exact(), max_tokens=_MAX_TOKENS)
