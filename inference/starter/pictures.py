"""Pictures of text: what a cropped screenshot of one line looks like, and pages filled with lines for dense supervision.

Every picture goes through the resizing the engine uses (`inference.media.image`), so that the model is trained on the pixels
it will be given.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from inference.media.image import fit, resize
from inference.starter.shape import Shape
from inference.starter.world import ALPHABET, held_out, line

__all__ = [
    "CLASSES",
    "FONTS",
    "SLOTS",
    "Layout",
    "Picture",
    "Targets",
    "draw_line",
    "draw_page",
    "font_file",
    "layout",
    "patches",
    "random_layout",
    "targets",
]

FONTS = ("DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf")
CLASSES = ALPHABET.replace(" ", "")  # what dense supervision tells apart
HARD = 0.35  # of the training's lines are of the hard kinds alone; evaluation keeps to the mix
SLOTS = 3  # characters told apart within one patch
_PLACES = (Path("/usr/share/fonts/truetype/dejavu"), Path("/usr/share/fonts/dejavu"), Path("/usr/share/fonts/TTF"))


@dataclass(frozen=True)
class Layout:
    """A canvas and the size the engine gives it, in pixels; `columns` x `rows` patches."""

    width: int
    height: int
    resized: tuple[int, int]
    columns: int
    rows: int


@dataclass(frozen=True)
class Picture:
    """An RGB picture, and each visible character with the middle of it (x, y) and its place in its line."""

    image: Image.Image
    characters: tuple[tuple[str, float, float, int], ...]


@dataclass(frozen=True)
class Targets:
    """What the patches of one picture hold. All [N, ...] for N patches.

    slots: int64 [N, SLOTS], the characters whose middles lie in the patch, from left to right, len(CLASSES) for none;
    place: int64 [N], the place in the line of the leftmost of them, -1 for none.
    """

    slots: NDArray[np.int64]
    place: NDArray[np.int64]


def random_layout(rng: random.Random, shape: Shape) -> Layout:
    """A canvas as a person crops one: 160-420 x 48-110 pixels and a little beyond."""
    return layout(rng.randint(140, 460), rng.randint(42, 120), shape)


def layout(width: int, height: int, shape: Shape) -> Layout:
    resized = fit(width, height, budget=shape.image_tokens, patch=shape.patch, positions=shape.positions)
    return Layout(width, height, resized, resized[0] // shape.patch, resized[1] // shape.patch)


def draw_line(rng: random.Random, canvas: Layout, *, longest: int, evaluation: bool) -> tuple[str, Picture]:
    """A random line in dark on light, in one of the three fonts at 24-32 pixels, anywhere it fits, and what it says."""
    font = _font(rng.choice(FONTS), rng.randint(24, 32))
    hard = not evaluation and rng.random() < HARD
    while (text := line(rng, longest=longest, hard=hard)) and (
        held_out(text) != evaluation or font.getlength(text) > canvas.width - 8
    ):
        pass
    image, ink = _ground(rng, canvas)
    x = rng.uniform(4, max(4.0, canvas.width - 4 - font.getlength(text)))
    y = rng.uniform(0, max(0.0, canvas.height - sum(font.getmetrics())))
    return text, Picture(image, _write(image, text, (round(x), round(y)), font, ink))


def draw_page(rng: random.Random, canvas: Layout) -> Picture:
    """The canvas filled with lines of text: several times as many characters to learn from as a single line."""
    image, ink = _ground(rng, canvas)
    font = _font(rng.choice(FONTS), rng.randint(24, 32))
    pitch = sum(font.getmetrics()) + rng.randint(0, 3)
    characters: list[tuple[str, float, float, int]] = []
    y = rng.randint(-pitch // 3, max(0, min(pitch // 2, canvas.height - pitch)))
    while y < canvas.height - pitch * 0.6:
        text = line(rng, longest=20)
        while font.getlength(text) < canvas.width * 0.75:
            text += " " + line(rng, longest=12)
        while font.getlength(text) > canvas.width - 6:
            text = text[:-1]
        characters += _write(image, text.strip(), (rng.randint(2, 8), y), font, ink)
        y += pitch
    return Picture(image, tuple(characters))


def patches(picture: Picture, canvas: Layout, shape: Shape) -> NDArray[np.uint8]:
    """Pixels [rows * columns, patch * patch * 3] as the engine's resizing leaves them, colour fastest."""
    pixels = np.asarray(resize(picture.image, canvas.resized))
    side = shape.patch
    cut = pixels.reshape(canvas.rows, side, canvas.columns, side, 3).transpose(0, 2, 1, 3, 4)
    return cut.reshape(canvas.rows * canvas.columns, -1)


def targets(picture: Picture, canvas: Layout, shape: Shape) -> Targets:
    count = canvas.rows * canvas.columns
    slots = np.full((count, SLOTS), len(CLASSES), np.int64)
    place = np.full(count, -1, np.int64)
    across, down = canvas.resized[0] / canvas.width / shape.patch, canvas.resized[1] / canvas.height / shape.patch
    for character, x, y, at in picture.characters:
        column, row = int(x * across), int(y * down)
        if not (0 <= column < canvas.columns and 0 <= row < canvas.rows):
            continue
        patch = row * canvas.columns + column
        kind = CLASSES.index(character)
        free = np.flatnonzero(slots[patch] == len(CLASSES))
        if len(free):
            slots[patch, free[0]] = kind
        if place[patch] < 0:
            place[patch] = at
    return Targets(slots, place)


def font_file(name: str) -> Path:
    """Where `name` is installed; FileNotFoundError says what to install."""
    for folder in _PLACES:
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"{name} is not installed: apt-get install fonts-dejavu")


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file(name)), size, layout_engine=ImageFont.Layout.BASIC)


def _ground(rng: random.Random, canvas: Layout) -> tuple[Image.Image, tuple[int, int, int]]:
    if rng.random() < 0.4:
        ground, ink = (255, 255, 255), (0, 0, 0)
    else:
        ground, ink = _colour(rng, 215, 255), _colour(rng, 0, 90)
    return Image.new("RGB", (canvas.width, canvas.height), ground), ink


def _colour(rng: random.Random, low: int, high: int) -> tuple[int, int, int]:
    if rng.random() < 0.5:
        grey = rng.randint(low, high)
        return grey, grey, grey
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)


def _write(
    image: Image.Image, text: str, at: tuple[int, int], font: ImageFont.FreeTypeFont, ink: tuple[int, int, int]
) -> tuple[tuple[str, float, float, int], ...]:
    ImageDraw.Draw(image).text(at, text, fill=ink, font=font)
    ascent, _ = font.getmetrics()
    middle = at[1] + ascent * 0.62  # halfway up a small letter, more or less
    ends = [font.getlength(text[: i + 1]) for i in range(len(text))]
    starts = [0.0, *ends[:-1]]
    return tuple(
        (c, at[0] + (a + b) / 2, middle, i) for i, (c, a, b) in enumerate(zip(text, starts, ends, strict=True)) if c != " "
    )
