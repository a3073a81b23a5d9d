"""The small world that the starter learned first: one line in a DejaVu font, digits said one by one, a `name: value` line.

Its cases are easy beside the others, and tell how far a model with little training has come. Every string is held out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from inference.evaluation.drawing import font_file
from inference.evaluation.speech import Samples, Voice, say
from inference.evaluation.world import digits, held_out, line, name, value, word

__all__ = ["FONTS", "HEAR", "READ", "Lines", "picture", "random_lines", "recording"]

FONTS = ("DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf")
READ = ("What does it say?", "Read the text.", "Read it.", "What is written here?", "What does the picture say?",
        "Transcribe the text.", "What text is in the picture?", "What does the screenshot say?")  # fmt: skip
HEAR = ("", "", "What number do you hear?", "Transcribe.", "What is the number?", "Which digits do you hear?",
        "Transcribe the recording.", "What number is spoken?")  # fmt: skip
_VOICES = ("en-us", "en-us+f3", "en", "en+f3")  # a man and a woman, each with an American and a British accent


@dataclass(frozen=True)
class Lines:
    """A document of `name: value` lines, the file it comes from, and one question with its answer."""

    file: str
    text: str
    question: str
    answer: str


def picture(rng: random.Random) -> tuple[str, Image.Image]:
    """A line of 1 to 12 characters, and a picture of 160-420 x 48-110 pixels that says it: dark on light, 24-32 pixels high."""
    width, height = rng.randint(160, 420), rng.randint(48, 110)
    font = _font(rng.choice(FONTS), rng.randint(24, 32))
    while not held_out(text := line(rng)) or font.getlength(text) > width - 8:
        pass
    white = rng.random() < 0.4
    image = Image.new("RGB", (width, height), (255, 255, 255) if white else _colour(rng, 215, 255))
    x = rng.uniform(4, max(4.0, width - 4 - font.getlength(text)))
    y = rng.uniform(0, max(0.0, height - sum(font.getmetrics())))
    ImageDraw.Draw(image).text((round(x), round(y)), text, fill=(0, 0, 0) if white else _colour(rng, 0, 90), font=font)
    return text, image


def recording(rng: random.Random) -> tuple[str, Samples]:
    """One to four digits and a recording of them, at any level, with silence around and now and then a little noise."""
    while True:
        text = digits(rng, rng.choice((1, 2, 3, 3, 4, 4)))
        if len(text) < 3 or held_out(text):
            break
    voice = Voice(rng.choice(_VOICES), rng.randint(120, 200), rng.randint(30, 70))
    return text, _from_afar(say(" ".join(text), voice), rng)


def random_lines(rng: random.Random) -> Lines:
    """2 to 8 lines with different names; values of up to 14 characters."""
    lines: dict[str, tuple[str, str]] = {}
    count = rng.randint(2, 8)
    while len(lines) < count:
        title, text = name(rng), value(rng)
        if title.lower() not in lines and held_out(title) and held_out(text):
            lines[title.lower()] = (title, text)
    title, text = rng.choice(list(lines.values()))
    asked = title.lower() if rng.random() < 0.6 else title
    question = rng.choice((f"What is the {asked}?",) * 4 + (f"What is {asked}?", f"{asked}?", f"Give me the {asked}."))
    file = rng.choice(("notes", "document", "page", "invoice", "report", word(rng))) + ".txt"
    return Lines(file, "\n".join(f"{each}: {said}" for each, said in lines.values()), question, text)


def _from_afar(samples: Samples, rng: random.Random) -> Samples:
    before = rng.randrange(0, 8000)
    out = np.zeros(before + len(samples) + rng.randrange(800, 6400), np.float32)
    out[before : before + len(samples)] = samples * (rng.uniform(0.1, 1.0) / max(float(np.abs(samples).max()), 1e-3))
    if rng.random() < 0.5:
        noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(len(out), np.float32)
        out += noise * np.float32(10 ** rng.uniform(-4.5, -2.5))
    return np.clip(out, -1, 1)


def _colour(rng: random.Random, low: int, high: int) -> tuple[int, int, int]:
    if rng.random() < 0.5:
        grey = rng.randint(low, high)
        return grey, grey, grey
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)


@cache
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(file, "fonts-dejavu-core"), size, layout_engine=ImageFont.Layout.BASIC)
