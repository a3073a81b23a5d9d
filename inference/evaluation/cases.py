"""The held-out cases: always the same requests of each task, with their right answers.

Six tasks as wide as they are, the short line that one tries first, and three of the small world that the starter learned first:
one line in a DejaVu font, digits said one by one, a `name: value` line; they tell how far a model with little training has come.
They are ordinary requests, so the same bytes go the whole way a person's files would. Pictures need the fonts of `screens.page`
and DejaVu, sound needs espeak-ng.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from PIL import Image, ImageDraw

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request, Sampling, TextPart
from inference.evaluation import dictation
from inference.evaluation.documents.papers import random_paper, write
from inference.evaluation.drawing import Fact, Screen, font, font_file
from inference.evaluation.screens.drawn import BUDGET, random_line, random_screen
from inference.evaluation.speech import Voice, say, wav
from inference.evaluation.world import PLACE, digits, held_out, line, lists, name, value, word

__all__ = ["CASES", "TASKS", "Case", "Task", "cases", "random_request", "random_scene", "random_scene_question"]

Task = Literal["read", "ask_picture", "hear", "point_and_speak", "documents", "elsewhere", "line", "small_read", "small_hear",
               "small_documents"]  # fmt: skip
TASKS: tuple[Task, ...] = get_args(Task)
CASES = 120
"""Of each task, unless a limit is given."""

_SCENES = 0.2
_MAX_TOKENS = 600  # the longest text to read has about 400 characters
_READ = ("What does it say?", "Read the text.", "What does the screenshot say?", "Transcribe the text.", "What is written here?")
_SMALL_READ = (*_READ[:2], "Read it.", "What is written here?", "What does the picture say?", "Transcribe the text.",
               "What text is in the picture?", "What does the screenshot say?")  # fmt: skip
_SMALL_HEAR = ("", "", "What number do you hear?", "Transcribe.", "What is the number?", "Which digits do you hear?",
               "Transcribe the recording.", "What number is spoken?")  # fmt: skip
_SMALL_FONTS = ("DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf")
_SMALL_VOICES = ("en-us", "en-us+f3", "en", "en+f3")  # a man and a woman, each with an American and a British accent
_DECLINED = lists("declined")


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
    screen, budget, fact = _ask(rng)
    question = TextPart(rng.choice(fact.questions))
    return (_picture(screen.image, budget), question), fact.answer, ""


def _point_and_speak(rng: random.Random) -> _Made:
    screen, budget, fact = _ask(rng)
    said = _recording(rng, rng.choice(fact.questions))
    return (_picture(screen.image, budget), said), fact.answer, ""


def _hear(rng: random.Random) -> _Made:
    sentence = dictation.random_sentence(rng)
    return (_recording(rng, sentence.said),), sentence.text, ""


def _document(rng: random.Random) -> _Made:
    paper = random_paper(rng)
    parts = (DocumentPart(file.name, write(file.texts)) for file in paper.files)
    return (*parts, TextPart(paper.question)), paper.answer, paper.source


def _elsewhere(rng: random.Random) -> _Made:
    """Mostly words alone; one in five about a picture without any text."""
    if rng.random() < _SCENES:
        width, height = rng.randint(240, 460), rng.randint(160, 300)
        question = TextPart(random_scene_question(rng))
        return (_picture(random_scene(rng, width, height), 140), question), PLACE, ""
    return (TextPart(random_request(rng)),), PLACE, ""


def _line(rng: random.Random) -> _Made:
    screen = random_line(rng)
    return (_picture(screen.image, BUDGET), TextPart(rng.choice(_READ))), screen.text, ""


def _small_read(rng: random.Random) -> _Made:
    """A line of 1 to 12 characters in a picture of 160-420 x 48-110 pixels: dark on light, 24-32 pixels high."""
    width, height = rng.randint(160, 420), rng.randint(48, 110)
    face = font(font_file(rng.choice(_SMALL_FONTS), "fonts-dejavu-core"), rng.randint(24, 32))
    while not held_out(text := line(rng)) or face.getlength(text) > width - 8:
        pass
    white = rng.random() < 0.4
    image = Image.new("RGB", (width, height), (255, 255, 255) if white else _colour(rng, 215, 255))
    x = rng.uniform(4, max(4.0, width - 4 - face.getlength(text)))
    y = rng.uniform(0, max(0.0, height - sum(face.getmetrics())))
    ImageDraw.Draw(image).text((round(x), round(y)), text, fill=(0, 0, 0) if white else _colour(rng, 0, 90), font=face)
    return (_picture(image, None), TextPart(rng.choice(_SMALL_READ))), text, ""


def _small_hear(rng: random.Random) -> _Made:
    """One to four digits, at any level, with silence around and now and then a little noise."""
    while len(text := digits(rng, rng.choice((1, 2, 3, 3, 4, 4)))) > 2 and not held_out(text):
        pass
    said = say(" ".join(text), Voice(rng.choice(_SMALL_VOICES), rng.randint(120, 200), rng.randint(30, 70)))
    wave = np.pad(said, (rng.randrange(0, 8000), rng.randrange(800, 6400)))
    wave *= rng.uniform(0.1, 1.0) / max(float(np.abs(said).max()), 1e-3)
    if rng.random() < 0.5:
        noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(len(wave), np.float32)
        wave += noise * np.float32(10 ** rng.uniform(-4.5, -2.5))
    question = rng.choice(_SMALL_HEAR)
    asked = (TextPart(question),) if question else ()
    return (*asked, AudioPart("memo.wav", wav(np.clip(wave, -1, 1)))), text, ""


def _small_documents(rng: random.Random) -> _Made:
    """2 to 8 `name: value` lines with different names; values of up to 14 characters."""
    lines: dict[str, tuple[str, str]] = {}
    count = rng.randint(2, 8)
    while len(lines) < count:
        title, said = name(rng), value(rng)
        if held_out(title) and held_out(said):
            lines.setdefault(title.lower(), (title, said))
    title, said = rng.choice(list(lines.values()))
    asked = title.lower() if rng.random() < 0.6 else title
    question = rng.choice((f"What is the {asked}?",) * 4 + (f"What is {asked}?", f"{asked}?", f"Give me the {asked}."))
    file = rng.choice(("notes", "document", "page", "invoice", "report", word(rng))) + ".txt"
    text = "\n".join(f"{each}: {what}" for each, what in lines.values())
    return (DocumentPart(file, text.encode()), TextPart(question)), said, text


_MAKERS = {
    "read": _read, "ask_picture": _ask_picture, "hear": _hear, "point_and_speak": _point_and_speak, "documents": _document,
    "elsewhere": _elsewhere, "line": _line, "small_read": _small_read, "small_hear": _small_hear,
    "small_documents": _small_documents,
}  # fmt: skip


def random_request(rng: random.Random) -> str:
    """What the starter cannot meet, worded as its training words none; one time in eight with a document's text before it."""
    if rng.random() < 0.125:
        paper = random_paper(rng)
        return paper.prompt.removesuffix(paper.question) + _fill(rng, rng.choice(_DECLINED["after_paper"]))
    if rng.random() < 0.08:
        return " ".join(_fill(rng, rng.choice(_DECLINED["alone"])) for _ in range(2))
    return _fill(rng, rng.choice(_DECLINED["alone"]))


def random_scene_question(rng: random.Random) -> str:
    """A question about a picture that has no text in it."""
    return _fill(rng, rng.choice(_DECLINED["about_scene"]))


def random_scene(rng: random.Random, width: int, height: int) -> Image.Image:
    """An RGB picture without any text: hills before a sky, perhaps a sun, and grain."""
    grain = np.random.default_rng(rng.getrandbits(32))
    sky, ground = ([rng.uniform(20, 235) for _ in range(3)] for _ in range(2))
    fade = np.linspace(rng.uniform(0.5, 1), rng.uniform(0.8, 1.3), height)[:, None, None]
    pixels = np.clip(np.broadcast_to(np.array(sky) * fade, (height, width, 3)), 0, 255).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(pixels))
    draw = ImageDraw.Draw(image)
    side = min(width, height)
    if rng.random() < 0.5:
        x, y, r = rng.uniform(0, width), rng.uniform(0, height / 2), side * rng.uniform(0.1, 0.25)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(rng.randint(180, 255), rng.randint(120, 240), rng.randint(40, 200)))
    hills = rng.randint(1, 4)
    for hill in range(hills):
        top, swing = height * (hill + 1) / (hills + 1), side * rng.uniform(0.03, 0.2)
        waves, start = rng.uniform(0.5, 3), rng.uniform(0, 6)
        across = np.linspace(0, width, 40)
        ridge = top + swing * np.sin(across / width * waves * 6.28 + start)
        shade = tuple(round(value * (1 - 0.6 * hill / hills)) for value in ground)
        points = [(float(x), float(y)) for x, y in zip(across, ridge, strict=True)]
        draw.polygon([*points, (width, height), (0, height)], fill=shade)
    noisy = np.asarray(image, np.float32) + grain.standard_normal((height, width, 1), np.float32) * rng.uniform(1, 12)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _fill(rng: random.Random, template: str) -> str:
    """`template` with something of the lists in each of its slots."""
    while "{" in template:
        start, rest = template.split("{", 1)
        slot, end = rest.split("}", 1)
        template = start + rng.choice(_DECLINED["fill"][slot]) + end
    return template


def _ask(rng: random.Random) -> tuple[Screen, int, Fact]:
    while True:
        screen, budget = random_screen(rng)
        if screen.facts:
            return screen, budget, rng.choice(screen.facts)


def _picture(image: Image.Image, budget: int | None) -> ImagePart:
    data = io.BytesIO()
    image.save(data, "PNG")
    return ImagePart("screen.png", data.getvalue(), tokens=budget)


def _recording(rng: random.Random, said: str) -> AudioPart:
    return AudioPart("memo.wav", wav(dictation.speak(said, rng)))


def _colour(rng: random.Random, low: int, high: int) -> tuple[int, int, int]:
    if rng.random() < 0.5:
        grey = rng.randint(low, high)
        return grey, grey, grey
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)
