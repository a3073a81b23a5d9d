"""How a held-out screen looks: dark or light, its colours, how its text is smoothed, and its family of fonts.

Training sees none of the fonts: Carlito, Caladea and Hack.
"""

from __future__ import annotations

import colorsys
import random
from dataclasses import dataclass

from inference.evaluation.drawing import Colour, Face, Smoothing, contrast, font_file

__all__ = ["FONTS", "MONO", "SANS", "SERIF", "Family", "Look", "random_look", "tint"]

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
