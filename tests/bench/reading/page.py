"""A drawn screenshot in the making: text in one of the ways that screens smooth it, with its box and what it says."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from inference.evaluation.drawing import Colour, Face, Sheet, Smoothing, font_file

__all__ = ["FACES", "Page", "Piece", "Shot"]

FACES = {
    "sans": ("DejaVuSans.ttf", "Carlito-Regular.ttf", "DejaVuSansCondensed.ttf"),
    "serif": ("Caladea-Regular.ttf", "DejaVuSerif.ttf"),
    "mono": ("DejaVuSansMono.ttf", "Hack-Regular.ttf"),
}
"""Font files by what they are for; of the Debian packages that set-up asks for."""
_PACKAGES = {"DejaVu": "fonts-dejavu-core", "Carlito": "fonts-crosextra-carlito", "Caladea": "fonts-crosextra-caladea",
             "Hack": "fonts-hack"}  # fmt: skip
_SMOOTHINGS: tuple[Smoothing, ...] = ("hinted", "hinted", "smooth", "subpixel")


@dataclass(frozen=True)
class Piece:
    """A piece of text and its box, left, top, right and bottom in pixels."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Shot:
    """A picture and all of its text. `columns` are texts that have to be read one after the other, if there are such."""

    kind: str
    image: Image.Image
    pieces: tuple[Piece, ...]
    columns: tuple[str, ...] = ()
    note: str = ""


@dataclass
class Page:
    """`size` is of the usual text, in pixels; `rng` makes every choice."""

    rng: random.Random
    width: int
    height: int
    size: int
    dark: bool
    use: str
    faces: dict[str, tuple[str, ...]] = field(default_factory=lambda: FACES)

    def __post_init__(self) -> None:
        choose = self.rng.choice
        if self.dark:
            self.ground, self.panel = choose(
                [((30, 30, 30), (45, 45, 48)), ((13, 17, 23), (22, 27, 34)), ((40, 42, 54), (58, 60, 74))]
            )
            self.ink, self.faint, self.line = (
                choose([(220, 220, 220), (201, 209, 217), (248, 248, 242)]),
                (150, 150, 155),
                (80, 80, 86),
            )
        else:
            self.ground, self.panel = choose(
                [((246, 246, 246), (255, 255, 255)), ((255, 255, 255), (243, 244, 246)), ((240, 240, 240), (252, 252, 252))]
            )
            self.ink, self.faint, self.line = choose([(0, 0, 0), (33, 33, 33), (51, 51, 51)]), (110, 110, 115), (195, 195, 200)
        self.accent: Colour = choose([(28, 113, 216), (38, 139, 80), (120, 60, 180), (190, 60, 40)])
        self.file = choose(self.faces[self.use])
        self.sheet = Sheet(self.width, self.height, self.ground, choose(_SMOOTHINGS))
        self.pieces: list[Piece] = []

    def face(self, times: float = 1.0) -> Face:
        if Path(self.file).is_absolute():
            return Face(self.file, round(self.size * times))
        package = next(package for start, package in _PACKAGES.items() if self.file.startswith(start))
        return Face(font_file(self.file, package), round(self.size * times))

    def width_of(self, text: str, times: float = 1.0) -> float:
        return self.face(times).width(text)

    def say(self, x: float, y: float, text: str, *, times: float = 1.0, ink: Colour | None = None) -> float:
        """`text` with its upper left corner at (x, y); the x at which it ends. What does not fit whole is left out."""
        face = self.face(times)
        end = x + face.width(text)
        if not text.strip() or x < 2 or y < 2 or end > self.width - 2 or y + face.height > self.height - 2:
            return end
        self.sheet.write((x, y), text, face, self.ink if ink is None else ink)
        self.pieces.append(Piece(text, (round(x), round(y), end, round(y) + face.height)))
        return end

    def say_to(self, right: float, y: float, text: str, *, times: float = 1.0, ink: Colour | None = None) -> None:
        """`text` that ends at `right`."""
        self.say(right - self.width_of(text, times), y, text, times=times, ink=ink)

    def wrapped(self, x: float, y: float, width: float, text: str, *, leading: float = 1.45, ink: Colour | None = None) -> float:
        """`text` in lines at most `width` wide; the y below them."""
        line = ""
        for word in [*text.split(), None]:
            if word is None or (line and self.width_of(f"{line} {word}") > width):
                self.say(x, y, line, ink=ink)
                y, line = y + self.size * leading, word or ""
            else:
                line = f"{line} {word}".strip()
        return y

    def box(self, x: float, y: float, width: float, height: float, *, fill: Colour | None = None, radius: float = 4) -> None:
        at = (x, y, max(x, x + width), max(y, y + height))
        self.sheet.pen.rounded_rectangle(at, radius=radius, fill=fill, outline=None if fill else self.line)

    def rule(self, x: float, y: float, x2: float, y2: float) -> None:
        self.sheet.pen.line((x, y, x2, y2), fill=self.line)
