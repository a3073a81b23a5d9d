"""The held-out cases: always the same requests of each task, with their right answers.

Six tasks as wide as they are, the short line that one tries first, and three of the small world. They are ordinary requests, so
the same bytes go the whole way a person's files would. Pictures need the fonts of `screens.look` and DejaVu, sound needs
espeak-ng.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from PIL import Image

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request, Sampling, TextPart
from inference.evaluation import declined, dictation, small_world
from inference.evaluation.documents import papers
from inference.evaluation.drawing import Fact, Screen
from inference.evaluation.screens.drawn import BUDGET, random_line, random_screen
from inference.evaluation.speech import wav
from inference.evaluation.world import PLACE

__all__ = ["CASES", "TASKS", "Case", "Task", "cases"]

Task = Literal["read", "ask_picture", "hear", "point_and_speak", "documents", "elsewhere", "line", "small_read", "small_hear",
               "small_documents"]  # fmt: skip
TASKS: tuple[Task, ...] = get_args(Task)
CASES = 120
"""Of each task, unless a limit is given."""

_SCENES = 0.2
_MAX_TOKENS = 600  # the longest text to read has about 400 characters
_READ = ("What does it say?", "Read the text.", "What does the screenshot say?", "Transcribe the text.", "What is written here?")


@dataclass(frozen=True)
class Case:
    """A request and its right answer; `source` is the text of its document, if it has one."""

    task: Task
    request: Request
    expected: str
    source: str = ""


def cases(task: Task, count: int = CASES) -> Iterator[Case]:
    """The first `count` cases of `task`: always the same ones."""
    rng = random.Random(f"held out: {task}")
    for _ in range(count):
        parts, expected, source = _MAKERS[task](rng)
        request = Request((Message("user", parts),), sampling=Sampling.exact(), max_tokens=_MAX_TOKENS)
        yield Case(task, request, expected, source)


_Made = tuple[tuple[Part, ...], str, str]  # what is asked, the right answer, the text of the document


def _read(rng: random.Random) -> _Made:
    screen, budget = random_screen(rng)
    return (_picture(screen.image, budget), TextPart(rng.choice(_READ))), screen.text, ""


def _ask_picture(rng: random.Random) -> _Made:
    screen, budget, fact = _asked(rng)
    question = TextPart(rng.choice(fact.questions))
    return (_picture(screen.image, budget), question), fact.answer, ""


def _point_and_speak(rng: random.Random) -> _Made:
    screen, budget, fact = _asked(rng)
    said = _recording(rng, rng.choice(fact.questions))
    return (_picture(screen.image, budget), said), fact.answer, ""


def _hear(rng: random.Random) -> _Made:
    sentence = dictation.random_sentence(rng)
    return (_recording(rng, sentence.said),), sentence.text, ""


def _document(rng: random.Random) -> _Made:
    paper = papers.random_paper(rng)
    parts = (DocumentPart(file.name, papers.written(file.texts)) for file in paper.files)
    return (*parts, TextPart(paper.question)), paper.answer, paper.source


def _elsewhere(rng: random.Random) -> _Made:
    """Mostly words alone; one in five about a picture without any text."""
    if rng.random() < _SCENES:
        width, height = rng.randint(240, 460), rng.randint(160, 300)
        question = TextPart(declined.random_scene_question(rng))
        return (_picture(declined.random_scene(rng, width, height), 140), question), PLACE, ""
    return (TextPart(declined.random_request(rng)),), PLACE, ""


def _line(rng: random.Random) -> _Made:
    screen = random_line(rng)
    return (_picture(screen.image, BUDGET), TextPart(rng.choice(_READ))), screen.text, ""


def _small_read(rng: random.Random) -> _Made:
    text, image = small_world.picture(rng)
    return (_picture(image, None), TextPart(rng.choice(small_world.READ))), text, ""


def _small_hear(rng: random.Random) -> _Made:
    text, samples = small_world.recording(rng)
    question = rng.choice(small_world.HEAR)
    asked = (TextPart(question),) if question else ()
    return (*asked, AudioPart("memo.wav", wav(samples))), text, ""


def _small_documents(rng: random.Random) -> _Made:
    lines = small_world.random_lines(rng)
    return (DocumentPart(lines.file, lines.text.encode()), TextPart(lines.question)), lines.answer, lines.text


_MAKERS = {
    "read": _read, "ask_picture": _ask_picture, "hear": _hear, "point_and_speak": _point_and_speak, "documents": _document,
    "elsewhere": _elsewhere, "line": _line, "small_read": _small_read, "small_hear": _small_hear,
    "small_documents": _small_documents,
}  # fmt: skip


def _asked(rng: random.Random) -> tuple[Screen, int, Fact]:
    while True:
        screen, budget = random_screen(rng)
        if screen.facts:
            return screen, budget, rng.choice(screen.facts)


def _picture(image: Image.Image, budget: int | None) -> ImagePart:
    data = io.BytesIO()
    image.save(data, "PNG")
    return ImagePart("screen.png", data.getvalue(), tokens=budget)


def _recording(rng: random.Random, said: str) -> AudioPart:
    return AudioPart("memo.wav", wav(dictation.spoken(said, rng)))
