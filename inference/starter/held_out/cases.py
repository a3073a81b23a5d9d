"""The held-out cases: always the same requests of each task, with their right answers.

Six tasks as wide as they are, the short line that one tries first (`held_out.short_lines`), and three of the small world
(`held_out.small_world`). They are ordinary requests, so the same bytes go the whole way a person's files would. Pictures need
the fonts of `held_out.fonts` and DejaVu, sound needs espeak-ng.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import soundfile
from PIL import Image

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request, Sampling, TextPart
from inference.starter.held_out import elsewhere, papers, pdf, screens, sentences, short_lines, small_world, voices
from inference.starter.scene import Fact, Screen
from inference.starter.speech import SAMPLE_RATE
from inference.starter.world import PLACE

__all__ = ["CASES", "TASKS", "Case", "Task", "cases"]

Task = Literal[
    "read", "ask_picture", "hear", "point_and_speak", "documents", "elsewhere", "line", "small_read", "small_hear",
    "small_documents",
]  # fmt: skip
TASKS: tuple[Task, ...] = (
    "read", "ask_picture", "hear", "point_and_speak", "documents", "elsewhere", "line", "small_read", "small_hear",
    "small_documents",
)  # fmt: skip
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
    makers: dict[Task, Callable[[random.Random], Case]] = {
        "read": _read,
        "ask_picture": _ask_picture,
        "hear": _hear,
        "point_and_speak": _point_and_speak,
        "documents": _document,
        "elsewhere": _elsewhere,
        "line": _line,
        "small_read": _small_read,
        "small_hear": _small_hear,
        "small_documents": _small_documents,
    }
    rng = random.Random(f"held out: {task}")
    for _ in range(count):
        yield makers[task](rng)


def _read(rng: random.Random) -> Case:
    screen, budget = screens.random_screen(rng)
    return Case("read", _request(_picture(screen.image, budget), TextPart(rng.choice(_READ))), screen.text)


def _ask_picture(rng: random.Random) -> Case:
    screen, budget, fact = _asked(rng)
    question = TextPart(rng.choice(fact.questions))
    return Case("ask_picture", _request(_picture(screen.image, budget), question), fact.answer)


def _point_and_speak(rng: random.Random) -> Case:
    screen, budget, fact = _asked(rng)
    said = _recording(rng, rng.choice(fact.questions))
    return Case("point_and_speak", _request(_picture(screen.image, budget), said), fact.answer)


def _hear(rng: random.Random) -> Case:
    sentence = sentences.random_sentence(rng)
    return Case("hear", _request(_recording(rng, sentence.said)), sentence.text)


def _document(rng: random.Random) -> Case:
    paper = papers.random_paper(rng)
    parts = (DocumentPart(file.name, pdf.written(file.texts)) for file in paper.files)
    return Case("documents", _request(*parts, TextPart(paper.question)), paper.answer, paper.source)


def _elsewhere(rng: random.Random) -> Case:
    """Mostly words alone; one in five about a picture without any text."""
    if rng.random() < _SCENES:
        width, height = rng.randint(240, 460), rng.randint(160, 300)
        question = TextPart(elsewhere.random_scene_question(rng))
        return Case("elsewhere", _request(_picture(elsewhere.random_scene(rng, width, height), 140), question), PLACE)
    return Case("elsewhere", _request(TextPart(elsewhere.random_request(rng))), PLACE)


def _line(rng: random.Random) -> Case:
    screen = short_lines.random_line(rng)
    return Case("line", _request(_picture(screen.image, short_lines.BUDGET), TextPart(rng.choice(_READ))), screen.text)


def _small_read(rng: random.Random) -> Case:
    text, image = small_world.picture(rng)
    return Case("small_read", _request(_picture(image, None), TextPart(rng.choice(small_world.READ))), text)


def _small_hear(rng: random.Random) -> Case:
    text, data = small_world.recording(rng)
    question = rng.choice(small_world.HEAR)
    asked = (TextPart(question),) if question else ()
    return Case("small_hear", _request(*asked, AudioPart("memo.wav", data)), text)


def _small_documents(rng: random.Random) -> Case:
    lines = small_world.random_lines(rng)
    part = DocumentPart(lines.file, lines.text.encode())
    return Case("small_documents", _request(part, TextPart(lines.question)), lines.answer, lines.text)


def _asked(rng: random.Random) -> tuple[Screen, int, Fact]:
    while True:
        screen, budget = screens.random_screen(rng)
        if screen.facts:
            return screen, budget, rng.choice(screen.facts)


def _picture(image: Image.Image, budget: int | None) -> ImagePart:
    data = io.BytesIO()
    image.save(data, "PNG")
    return ImagePart("screen.png", data.getvalue(), tokens=budget)


def _recording(rng: random.Random, said: str) -> AudioPart:
    data = io.BytesIO()
    soundfile.write(data, voices.spoken(said, rng), SAMPLE_RATE, format="WAV", subtype="PCM_16")
    return AudioPart("memo.wav", data.getvalue())


def _request(*parts: Part) -> Request:
    return Request((Message("user", parts),), sampling=Sampling.exact(), max_tokens=_MAX_TOKENS)
