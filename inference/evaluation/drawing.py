"""A sheet to draw screens on, which remembers where each character of its text went and what it says in reading order.

Text is smoothed in one of the ways that screens do it: hinted in grey (Linux), without hints (macOS), or by the thirds of a
pixel, red, green and blue (Windows). Fonts are found by file name, whatever folder a distribution puts them in.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

__all__ = ["Character", "Colour", "Face", "Fact", "Screen", "Sheet", "Smoothing", "contrast", "find_fonts", "font", "font_file"]

Colour = tuple[int, int, int]
Smoothing = Literal["hinted", "smooth", "subpixel"]

_FINE = 3  # times the size, where the smoothing is our own
_FONTS = Path("/usr/share/fonts")


@dataclass(frozen=True)
class Character:
    """A visible character: the middle of it in pixels of the picture, its line from 0, and its place in that line from 0."""

    text: str
    x: float
    y: float
    line: int
    place: int


@dataclass(frozen=True)
class Fact:
    """Something a person may ask about a picture, in several wordings, and the one right answer: text that can be seen in it."""

    questions: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Screen:
    """An RGB picture, and its text in reading order: rows from top to bottom, the pieces of a row joined by single spaces."""

    image: Image.Image
    lines: tuple[str, ...]
    characters: tuple[Character, ...]
    facts: tuple[Fact, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Face:
    """A font file at a size in pixels."""

    path: str
    size: int

    @property
    def ascent(self) -> int:
        """Pixels from the top of a line to its baseline."""
        return font(self.path, self.size).getmetrics()[0]

    @property
    def height(self) -> int:
        """Of a line, in pixels, without any leading."""
        return sum(font(self.path, self.size).getmetrics())

    def width(self, text: str) -> float:
        """Pixels `text` takes from its start to its end, hinted; right to a fiftieth of the size."""
        return sum(_advance(self.path, self.size, character) for character in text)


@dataclass(frozen=True)
class _Piece:
    """Text in one font from (x, y), the left end of its baseline; `ends` are where each character ends, from x."""

    text: str
    x: float
    baseline: float
    rise: float
    ends: tuple[float, ...]


@dataclass
class Sheet:
    """A picture in the making. Shapes are drawn with `pen`, text with `write` alone, so that nothing is forgotten."""

    width: int
    height: int
    ground: Colour
    smoothing: Smoothing = "hinted"
    facts: list[Fact] = field(default_factory=list[Fact])

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width, self.height), self.ground)
        self.pen = ImageDraw.Draw(self.image)
        self._pieces: list[_Piece] = []

    def write(self, at: tuple[float, float], text: str, face: Face, ink: Colour) -> float:
        """`text` (no line feeds, no spaces around it) with the upper left corner of its line at `at`; the x at which it ends."""
        x, y = round(at[0]), round(at[1])
        if not text.strip():
            return x + face.width(text)
        fineness = 1 if self.smoothing == "hinted" else _FINE
        if fineness == 1:
            self.pen.text((x, y), text, fill=ink, font=font(face.path, face.size))
        else:
            self._blend(x, y, text, font(face.path, face.size * _FINE), ink)
        ends = tuple(accumulate(_advance(face.path, face.size * fineness, character) / fineness for character in text))
        self._pieces.append(_Piece(text, x, y + face.ascent, face.ascent * 0.38, ends))
        return x + ends[-1]

    def screen(self) -> Screen:
        """The picture as it is now, with its text in reading order."""
        lines: list[str] = []
        characters: list[Character] = []
        for number, row in enumerate(self._rows()):
            said = ""
            for piece in row:
                said += " " * bool(said)
                starts = (0.0, *piece.ends[:-1])
                for i, (character, start, end) in enumerate(zip(piece.text, starts, piece.ends, strict=True)):
                    if character != " ":
                        middle = piece.x + (start + end) / 2
                        characters.append(Character(character, middle, piece.baseline - piece.rise, number, len(said) + i))
                said += piece.text
            lines.append(said)
        return Screen(self.image, tuple(lines), tuple(characters), tuple(self.facts))

    def _rows(self) -> list[list[_Piece]]:
        """Pieces by row, from the top: those whose baselines lie less than a small letter apart; from left to right in each."""
        rows: list[list[_Piece]] = []
        for piece in sorted(self._pieces, key=lambda piece: piece.baseline):
            if rows and piece.baseline - rows[-1][0].baseline < min(piece.rise, rows[-1][0].rise):
                rows[-1].append(piece)
            else:
                rows.append([piece])
        return [sorted(row, key=lambda piece: piece.x) for row in rows]

    def _blend(self, x: int, y: int, text: str, fine: ImageFont.FreeTypeFont, ink: Colour) -> None:
        width, height = int(fine.getlength(text)) // _FINE + 2, sum(fine.getmetrics()) // _FINE + 2
        mask = Image.new("L", (width * _FINE, height * _FINE))
        ImageDraw.Draw(mask).text((0, 0), text, fill=255, font=fine)
        covered = np.asarray(mask, np.float32).reshape(height, _FINE, width * _FINE).mean(1) / 255
        if self.smoothing == "subpixel":
            padded = np.pad(covered, ((0, 0), (1, 1)))
            covered = (padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:]) / 3  # each third bleeds into its neighbours
            shares = covered.reshape(height, width, 3)
        else:
            shares = covered.reshape(height, width, _FINE).mean(2)[..., None].repeat(3, 2)
        left, top, right, low = max(x, 0), max(y, 0), min(x + width, self.width), min(y + height, self.height)
        if left >= right or top >= low:
            return
        shares = shares[top - y : low - y, left - x : right - x]
        under = np.asarray(self.image.crop((left, top, right, low)), np.float32)
        mixed = under + shares * (np.asarray(ink, np.float32) - under)
        self.image.paste(Image.fromarray(np.round(mixed).astype(np.uint8)), (left, top))


def contrast(a: Sequence[int], b: Sequence[int]) -> float:
    """Difference of lightness of two colours, 0..255 (ITU-R BT.601 weights)."""
    return abs(sum(weight * (x - y) for weight, x, y in zip((0.299, 0.587, 0.114), a, b, strict=True)))


@cache
def find_fonts() -> dict[str, Path]:
    """Every file below /usr/share/fonts by its name; of several with one name the first by path."""
    found: dict[str, Path] = {}
    for folder, _, names in sorted(os.walk(_FONTS)):
        for name in names:
            found.setdefault(name, Path(folder, name))
    return found


def font_file(name: str, package: str) -> str:
    """Where the font file `name` is. FileNotFoundError says that the Debian package `package` brings it."""
    found = find_fonts().get(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed: install the Debian package {package}.")
    return str(found)


@cache
def _advance(path: str, size: int, character: str) -> float:
    """Pixels to the next character. Kerning is left out: the basic layout has next to none, and measuring each text is slow."""
    return font(path, size).getlength(character)


@cache
def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    """The font of a file at `size` pixels."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
