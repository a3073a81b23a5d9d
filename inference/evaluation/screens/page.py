"""A sheet with a look for one held-out screen. It refuses text that is cut off or touches other text, and rows that are unclear.

Layouts place text by its baseline, so that different sizes stand on one line. A look is dark or light, with its colours, how its
text is smoothed, and its family of fonts: Carlito, Caladea and Hack, of which training sees none.
"""

from __future__ import annotations

import colorsys
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PIL import Image, ImageDraw

from inference.evaluation.drawing import Colour, Face, Fact, Screen, Sheet, Smoothing, contrast, font_file
from inference.evaluation.world import lists

__all__ = ["FONTS", "ICONS", "LARGEST", "MONO", "SANS", "SERIF", "SMALLEST", "Family", "Look", "NoRoom", "Page", "random_look",
           "tint", "wallpaper"]  # fmt: skip

FONTS = {
    "Carlito-Regular.ttf": "fonts-crosextra-carlito",
    "Carlito-Bold.ttf": "fonts-crosextra-carlito",
    "Caladea-Regular.ttf": "fonts-crosextra-caladea",
    "Hack-Regular.ttf": "fonts-hack",
    "Hack-Bold.ttf": "fonts-hack",
}
"""File names, and the Debian package that holds each."""

_SMOOTHINGS: tuple[Smoothing, ...] = ("hinted", "hinted", "smooth", "subpixel")
_CLEAR = 85  # of 255: the least contrast between any text and what it stands on


@dataclass(frozen=True)
class Family:
    """File names of a family's weights; a family without a bold one says everything in its regular weight."""

    regular: str
    bold: str

    def face(self, size: int, *, bold: bool = False) -> Face:
        """At `size` pixels. Raises FileNotFoundError if the font is not installed."""
        name = self.bold if bold else self.regular
        return Face(font_file(name, FONTS[name]), size)


SANS = Family("Carlito-Regular.ttf", "Carlito-Bold.ttf")
SERIF = Family("Caladea-Regular.ttf", "Caladea-Regular.ttf")
MONO = Family("Hack-Regular.ttf", "Hack-Bold.ttf")


@dataclass(frozen=True)
class Look:
    """Colours by what they are for. `accent` marks what is chosen, with `on_accent` written on it."""

    dark: bool
    ground: Colour
    panel: Colour
    ink: Colour
    faint: Colour
    line: Colour
    accent: Colour
    on_accent: Colour
    family: Family
    smoothing: Smoothing


def random_look(rng: random.Random, family: Family, *, dark: bool | None = None) -> Look:
    """A look in which all text can be read with ease."""
    dark = rng.random() < 0.45 if dark is None else dark
    hue = rng.random()
    if dark:
        ground = _colour(hue, rng.uniform(0, 0.45), rng.uniform(0.07, 0.19))
        panel, ink = _colour(hue, rng.uniform(0, 0.35), rng.uniform(0.2, 0.27)), _colour(hue, 0.05, rng.uniform(0.86, 1))
    else:
        ground = _colour(hue, rng.uniform(0, 0.07), rng.uniform(0.91, 0.98))
        panel, ink = _colour(hue, 0.015, 1), _colour(hue, rng.uniform(0, 0.5), rng.uniform(0.05, 0.22))
    accent, on_accent = _accent(rng, ground)
    faint = tint(ink, ground, rng.uniform(0.22, 0.36))
    line = tint(ground, ink, rng.uniform(0.16, 0.28))
    return Look(dark, ground, panel, ink, faint, line, accent, on_accent, family, rng.choice(_SMOOTHINGS))


def tint(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0..1) of the other colour in it."""
    r, g, b = (round(a + (c - a) * share) for a, c in zip(one, other, strict=True))
    return r, g, b


def _accent(rng: random.Random, ground: Colour) -> tuple[Colour, Colour]:
    """A strong colour that text can be written on and with, and the ink for writing on it."""
    while True:
        accent = _colour(rng.random(), rng.uniform(0.5, 0.95), rng.uniform(0.4, 1))
        on_accent = max(((255, 255, 255), (16, 18, 22)), key=lambda ink: contrast(ink, accent))
        if min(contrast(accent, on_accent), contrast(accent, ground)) > _CLEAR:
            return accent, on_accent


def _colour(hue: float, saturation: float, value: float) -> Colour:
    r, g, b = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
    return r, g, b


Box = tuple[float, float, float, float]
"""Left, top, right, bottom; the latter two outside it."""
_FINE = 4  # times the size at which a shape is drawn before it is scaled down
_STAR = tuple(
    (0.5 + r * math.sin(a), 0.52 - r * math.cos(a)) for a, r in ((i * math.pi / 5, (0.5, 0.2)[i % 2]) for i in range(10))
)
_FORMS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "sheet": (((0.2, 0.05), (0.6, 0.05), (0.82, 0.28), (0.82, 0.95), (0.2, 0.95)),),
    "folder": (((0.03, 0.2), (0.4, 0.2), (0.48, 0.3), (0.97, 0.3), (0.97, 0.85), (0.03, 0.85)),),
    "warning": (((0.5, 0.06), (0.98, 0.92), (0.02, 0.92)),),
    "star": (_STAR,),
    "bars": tuple(((x, y), (x + 0.2, y), (x + 0.2, 0.95), (x, 0.95)) for x, y in ((0.05, 0.6), (0.4, 0.35), (0.75, 0.08))),
    "house": (((0.5, 0.08), (0.97, 0.5), (0.82, 0.5), (0.82, 0.93), (0.18, 0.93), (0.18, 0.5), (0.03, 0.5)),),
    "cross": (((0.1, 0.2), (0.2, 0.1), (0.9, 0.8), (0.8, 0.9)), ((0.8, 0.1), (0.9, 0.2), (0.2, 0.9), (0.1, 0.8))),
    "onward": (((0.02, 0.42), (0.55, 0.42), (0.55, 0.18), (0.98, 0.5), (0.55, 0.82), (0.55, 0.58), (0.02, 0.58)),),
    "more": (((0.25, 0.1), (0.8, 0.5), (0.25, 0.9)),),
    "lines": tuple(((0.08, y), (0.92, y), (0.92, y + 0.12), (0.08, y + 0.12)) for y in (0.18, 0.44, 0.7)),
}
ICONS = (*(name for name in _FORMS if name not in ("cross", "onward", "more")), "disc", "ring", "block")
"""Small pictures that mean nothing by themselves."""


def _box(image: Image.Image, at: Box, fill: Colour | None, outline: Colour | None, radius: float, thick: int) -> None:
    """A box with rounded corners, its outline `thick` pixels wide."""
    left, top, right, bottom = (round(edge) for edge in at)
    size, radius = (right - left, bottom - top), min(radius, (right - left) / 2, (bottom - top) / 2)
    if outline is not None:
        rim = _round(size, radius)
        hollow = _round((size[0] - 2 * thick, size[1] - 2 * thick), max(0, radius - thick))
        rim.paste(0, (thick, thick), hollow)
        image.paste(outline, (left, top), rim)
        left, top, size, radius = left + thick, top + thick, (size[0] - 2 * thick, size[1] - 2 * thick), max(0, radius - thick)
    if fill is not None:
        image.paste(fill, (left, top), _round(size, radius))


def _icon(image: Image.Image, name: str, at: tuple[float, float], *, size: int, ink: Colour) -> None:
    """One of `ICONS`, or cross, onward or more, in a square of `size` pixels with its upper left corner at `at`."""
    image.paste(ink, (round(at[0]), round(at[1])), _mask(name, size))


def wallpaper(image: Image.Image, first: Colour, last: Colour) -> None:
    """The whole picture in colours that go from `first` at the top to `last` at the bottom."""
    ramp = Image.linear_gradient("L").resize(image.size)
    image.paste(Image.composite(Image.new("RGB", image.size, last), Image.new("RGB", image.size, first), ramp))


@cache
def _mask(name: str, size: int) -> Image.Image:
    fine = Image.new("L", (size * _FINE, size * _FINE))
    pen, whole = ImageDraw.Draw(fine), size * _FINE - 1
    if name == "disc":
        pen.ellipse((whole * 0.06, whole * 0.06, whole * 0.94, whole * 0.94), fill=255)
    elif name == "ring":
        pen.ellipse((whole * 0.06, whole * 0.06, whole * 0.94, whole * 0.94), outline=255, width=max(4, round(whole * 0.12)))
    elif name == "block":
        pen.rounded_rectangle((whole * 0.08, whole * 0.08, whole * 0.92, whole * 0.92), whole * 0.2, fill=255)
    else:
        for form in _FORMS[name]:
            pen.polygon([(x * whole, y * whole) for x, y in form], fill=255)
    return fine.resize((size, size), Image.Resampling.BOX)


def _round(size: tuple[int, int], radius: float) -> Image.Image:
    if radius < 1:
        return Image.new("L", size, 255)
    fine = Image.new("L", (size[0] * _FINE, size[1] * _FINE))
    ImageDraw.Draw(fine).rounded_rectangle((0, 0, fine.width - 1, fine.height - 1), radius * _FINE, fill=255)
    return fine.resize(size, Image.Resampling.BOX)


Side = Literal["left", "middle", "right"]
SMALLEST, LARGEST = 14, 48
"""Of all text, in pixels."""
_LEADING = 1.5  # from baseline to baseline, in sizes of the text
_RULER = 100
_TALLEST = 66  # pixels of a row
_ASKED: dict[str, list[str]] = lists("screens")["asked"]


class NoRoom(Exception):
    """What a layout made up does not fit on its page: another try is due."""


class Page:
    """`sheet` with what is known of its text; `rng` makes every choice of the layout."""

    def __init__(self, rng: random.Random, size: tuple[int, int], look: Look) -> None:
        self.rng = rng
        self.width, self.height = size
        self.look = look
        self.sheet = Sheet(*size, look.ground, look.smoothing)
        self._taken: list[tuple[float, float, float, int]] = []  # left, right, baseline, size

    def face(self, size: float, *, bold: bool = False) -> Face:
        """The look's font at `size` pixels, cut to what is allowed."""
        return self.look.family.face(min(LARGEST, max(SMALLEST, round(size))), bold=bold)

    def rows(self, least: int, most: int, *, beside: float = 0) -> int:
        """How many rows to show, so that text is neither too small nor lost in the height; `beside` rows are taken already."""
        low = max(least, min(most, math.ceil(self.height / _TALLEST - beside)))
        high = min(most, int(self.height / SMALLEST / _LEADING - beside))
        if high < low:
            raise NoRoom
        if self.rng.random() < 0.6:  # fewer rows, and so larger ones, more often than many
            high = self.rng.randint(low, high)
        return self.rng.randint(low, high)

    def size(self, rows: float, texts: Sequence[str] = (), *, room: float | None = None, bold: bool = False) -> int:
        """A size of text at which `rows` lines fill most of the height and the widest of `texts` fits into `room` pixels.

        Raises NoRoom where that is less than `SMALLEST`.
        """
        ruler = self.look.family.face(_RULER, bold=bold)
        widest = max((ruler.width(text) for text in texts), default=1) / _RULER
        most = min(LARGEST, self.height / rows / _LEADING, (self.width * 0.9 if room is None else room) / widest)
        if most < SMALLEST:
            raise NoRoom
        return self.rng.randint(max(SMALLEST, int(most * 0.7)), int(most))

    def say(self, at: tuple[float, float], text: str, face: Face, *, ink: Colour | None = None, side: Side = "left") -> float:
        """Write `text` with `side` of it at x and its baseline at y; the x at which it ends. Raises NoRoom."""
        width = face.width(text)
        x = round(at[0] - {"left": 0, "middle": width / 2, "right": width}[side])
        top = round(at[1]) - face.ascent
        if x < 1 or x + width > self.width - 1 or top < 0 or top + face.height > self.height:
            raise NoRoom
        self._claim(x, x + width, at[1], face.size)
        return self.sheet.write((x, top), text, face, self.look.ink if ink is None else ink)

    def words(self, at: tuple[float, float], parts: Sequence[tuple[str, Colour]], face: Face) -> float:
        """Parts of one line in several inks, a space between each two."""
        x, gap = at[0], face.width(" ")
        for text, ink in parts:
            x = self.say((x, at[1]), text, face, ink=ink) + gap
        return x - gap

    def box(
        self, at: Box, *, fill: Colour | None = None, outline: Colour | None = None, radius: float = 0, thick: int = 1
    ) -> None:
        """A box with rounded corners, see `_box`. Raises NoRoom if there is nothing in it."""
        if at[2] - at[0] < 2 * thick + 2 or at[3] - at[1] < 2 * thick + 2:
            raise NoRoom
        _box(self.sheet.image, at, fill, outline, radius, thick)

    def icon(self, name: str, at: tuple[float, float], *, size: float, ink: Colour | None = None) -> None:
        """A small picture with its upper left corner at `at`."""
        _icon(self.sheet.image, name, at, size=max(4, round(size)), ink=self.look.faint if ink is None else ink)

    def rule(self, left: float, right: float, y: float, *, ink: Colour | None = None) -> None:
        """A thin line across."""
        self.sheet.pen.line((left, round(y), right, round(y)), fill=self.look.line if ink is None else ink)

    def ask(self, *of: str, **answers: str) -> None:
        """Things that can be asked about this screen, in the wordings that words/screens.json has by their names, `of` put in."""
        for about, answer in answers.items():
            self.note([form.format(*of) for form in _ASKED[about]], answer)

    def note(self, questions: Sequence[str], answer: str) -> None:
        """Something that can be asked about this screen, in words of its own."""
        self.sheet.facts.append(Fact(tuple(questions), answer))

    def screen(self) -> Screen:
        return self.sheet.screen()

    def _claim(self, left: float, right: float, baseline: float, size: int) -> None:
        for other_left, other_right, other, other_size in self._taken:
            apart, small = abs(baseline - other), min(size, other_size)
            if 2 < apart < small * 0.8:
                raise NoRoom  # neither the same row nor clearly another
            over = baseline + size * 0.25 > other - other_size * 0.8 and other + other_size * 0.25 > baseline - size * 0.8
            if over and left < other_right + small * 0.15 and other_left < right + small * 0.15:
                raise NoRoom
        self._taken.append((left, right, baseline, size))
