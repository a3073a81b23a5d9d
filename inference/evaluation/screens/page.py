"""A sheet with a look for one held-out screen. It refuses text that is cut off or touches other text, and rows that are unclear.

Layouts place text by its baseline, so that different sizes stand on one line.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Literal

from inference.evaluation.drawing import Colour, Face, Fact, Screen, Sheet
from inference.evaluation.screens import look as looks
from inference.evaluation.screens.look import Box, Look

__all__ = ["LARGEST", "SMALLEST", "NoRoom", "Page", "Side"]

Side = Literal["left", "middle", "right"]
SMALLEST, LARGEST = 14, 48
"""Of all text, in pixels."""
_LEADING = 1.5  # from baseline to baseline, in sizes of the text
_RULER = 100
_TALLEST = 66  # pixels of a row


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
        """A box with rounded corners, see `looks.box`. Raises NoRoom if there is nothing in it."""
        if at[2] - at[0] < 2 * thick + 2 or at[3] - at[1] < 2 * thick + 2:
            raise NoRoom
        looks.box(self.sheet.image, at, fill, outline, radius, thick)

    def icon(self, name: str, at: tuple[float, float], *, size: float, ink: Colour | None = None) -> None:
        """A small picture with its upper left corner at `at`."""
        looks.icon(self.sheet.image, name, at, size=max(4, round(size)), ink=self.look.faint if ink is None else ink)

    def rule(self, left: float, right: float, y: float, *, ink: Colour | None = None) -> None:
        """A thin line across."""
        self.sheet.pen.line((left, round(y), right, round(y)), fill=self.look.line if ink is None else ink)

    def ask(self, questions: Sequence[str], answer: str) -> None:
        """Something that can be asked about this screen."""
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
