"""What the starter cannot do, for training: chat, writing, code, sums, the world, advice; and pictures without text.

Promises requests that no task of the starter answers: the right answer to each is `world.PLACE`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from inference.starter.synthesis.papers import random_paper
from inference.starter.world import digits, word

__all__ = ["random_request", "random_scene", "random_scene_question"]

_WORKS = ("write", "translate", "explain", "code", "world", "advice", "opinion", "do")
_SUMS = (
    "What is {a} {said} {b}?", "{a} {sign} {b}", "{a}{sign}{b}=?", "How much is {a} {said} {b}?", "Calculate {a} {sign} {b}.",
    "What is {a} percent of {b}?", "Solve x + {a} = {b}.", "What is the square root of {a}?", "Add {a} and {b}.",
    "Is {a} a prime number?", "Round {a}.{b} to a whole number.", "Convert {a} km to miles.", "{a} EUR in dollars?",
)  # fmt: skip


def _sections(source: str) -> dict[str, list[str]]:
    """Lines under ``# requests of a kind`` and under ``= what fills a slot``, by the text after the mark."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in filter(None, source.split("\n")):
        if line[:2] in ("# ", "= "):
            lines = found.setdefault(line[2:], [])
        else:
            lines.append(line)
    return found


_TEXTS = _sections(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))


def random_request(rng: random.Random) -> str:
    """The text of a request, with a document's text before it one time in seven."""
    makers: tuple[tuple[Callable[[random.Random], str], int], ...] = (
        (_works, 11), (_chat, 4), (_short, 1), (_nothing_attached, 3), (_with_paper, 3), (_sum, 2), (_nonsense, 1), (_long, 2),
    )  # fmt: skip
    make = rng.choices([make for make, _ in makers], [weight for _, weight in makers])[0]
    return _as_typed(rng, make(rng))


def random_scene_question(rng: random.Random) -> str:
    """A question about a picture that has no text in it."""
    return _as_typed(rng, _filled(rng, rng.choice(_TEXTS["scene"])))


def random_scene(rng: random.Random, width: int, height: int) -> Image.Image:
    """An RGB picture without any text: light that changes, blobs and shapes, grain, as photographs have."""
    noise = np.random.default_rng(rng.getrandbits(32))
    small = (max(2, height // 6), max(2, width // 6))
    palette = _palette(rng)
    corners = np.array([rng.choice(palette) for _ in range(4)], np.float32).reshape(2, 2, 3)
    light = _enlarged(corners, small)
    for octave in range(rng.randint(0, 4)):  # clouds, leaves, walls: noise from coarse to fine
        cells = (rng.randint(2, 4) * 2**octave, rng.randint(2, 5) * 2**octave)
        coarse = noise.uniform(-1, 1, (*cells, 1)) + noise.uniform(-0.3, 0.3, (*cells, 3))
        light = light + _enlarged(128 + coarse * rng.uniform(10, 60) / (octave + 1), small) - 128
    if rng.random() < 0.4:  # sky above ground
        horizon = round(small[0] * rng.uniform(0.3, 0.8))
        light[horizon:] = light[horizon:] * rng.uniform(0.3, 0.8) + np.array(rng.choice(palette), np.float32) * rng.uniform(
            0, 0.4
        )
    image = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(0, 9)):
        _shape(rng, draw, palette)
    if rng.random() < 0.6:
        image = image.filter(ImageFilter.BoxBlur(rng.uniform(0.5, 4)))
    if rng.random() < 0.4:
        _shape(rng, ImageDraw.Draw(image), palette)
    if rng.random() < 0.6:
        grain = noise.standard_normal((height, width, 1), np.float32) * rng.uniform(2, 14)
        image = Image.fromarray(np.clip(np.asarray(image, np.float32) + grain, 0, 255).astype(np.uint8))
    return image


def _palette(rng: random.Random) -> list[tuple[int, ...]]:
    """A few colours that go together: most pictures are rather grey."""
    tint, strength = [rng.uniform(-1, 1) for _ in range(3)], rng.uniform(5, 50)
    colours: list[tuple[int, ...]] = []
    for _ in range(rng.randint(3, 7)):
        light, own = rng.uniform(15, 240), rng.choice((10, 10, 25, 90))
        colours.append(tuple(round(min(255, max(0, light + strength * shift + rng.uniform(-own, own)))) for shift in tint))
    return colours


def _enlarged(values: NDArray[np.floating], shape: tuple[int, int]) -> NDArray[np.float32]:
    """[h, w, 3] from 0 to 255, as large as `shape`, with smooth changes in between."""
    picture = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return np.asarray(picture.resize((shape[1], shape[0]), Image.Resampling.BICUBIC), np.float32)


def _shape(rng: random.Random, draw: ImageDraw.ImageDraw, palette: list[tuple[int, ...]]) -> None:
    """Something to see: large enough that nobody takes it for a letter."""
    width, height = draw.im.size
    side = min(width, height)
    colour = rng.choice(palette)
    x, y = rng.randint(-side // 3, width), rng.randint(-side // 3, height)
    across, down = rng.randint(side // 4 + 2, side + 4), rng.randint(side // 4 + 2, side + 4)
    kind = rng.randrange(4)
    if kind == 0:
        draw.ellipse((x, y, x + across, y + down), fill=colour)
    elif kind == 1:
        draw.rectangle((x, y, x + across, y + down), fill=colour)
    elif kind == 2:
        corners = [(x + rng.randint(0, across), y + rng.randint(0, down)) for _ in range(rng.randint(3, 6))]
        draw.polygon(corners, fill=colour)
    else:
        end = (rng.randint(0, width), rng.randint(0, height))
        draw.line((x, y, *end), fill=colour, width=rng.randint(side // 10 + 2, side // 3 + 3))


def _works(rng: random.Random) -> str:
    return _filled(rng, rng.choice(_TEXTS[rng.choice(_WORKS)]))


def _chat(rng: random.Random) -> str:
    return _filled(rng, rng.choice(_TEXTS["chat" if rng.random() < 0.75 else "languages"]))


def _short(rng: random.Random) -> str:
    return rng.choice(_TEXTS["short"])


def _nothing_attached(rng: random.Random) -> str:
    return _filled(rng, rng.choice(_TEXTS["nothing attached"]))


def _with_paper(rng: random.Random) -> str:
    paper = random_paper(rng, ease=rng.uniform(0, 0.8))
    labelled = paper.prompt[: -len(paper.question)]
    return labelled + _filled(rng, rng.choice(_TEXTS["with paper"]))


def _sum(rng: random.Random) -> str:
    a, b = digits(rng, rng.randint(1, 4)), digits(rng, rng.randint(1, 3))
    sign, said = rng.choice((("+", "plus"), ("-", "minus"), ("*", "times"), ("/", "divided by"), ("x", "times")))
    return rng.choice(_SUMS).format(a=a, b=b, sign=sign, said=said)


def _nonsense(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return " ".join(word(rng) for _ in range(rng.randint(1, 8)))
    return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz    1234567890.,;?!", k=rng.randint(2, 40))).strip() or "?"


def _long(rng: random.Random) -> str:
    """Two or three requests in one."""
    pieces = [rng.choice((_works, _chat))(rng) for _ in range(rng.randint(2, 3))]
    return rng.choice((" ", "\n", " ")).join(pieces)


def _filled(rng: random.Random, template: str) -> str:
    """`template` with something for each of its slots."""
    while "{" in template:
        start, rest = template.split("{", 1)
        slot, end = rest.split("}", 1)
        template = start + (word(rng) if slot == "word" else rng.choice(_TEXTS[slot])) + end
    return template


def _as_typed(rng: random.Random, text: str) -> str:
    style = rng.random()
    if style < 0.1:
        return text[:1].lower() + text[1:]
    if style < 0.17:
        return text.rstrip("?.! ") or text
    if style < 0.21:
        return text + rng.choice(("!", " Please.", " Thanks!", " Thank you.", "??"))
    return text
