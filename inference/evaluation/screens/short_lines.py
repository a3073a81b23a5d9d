"""Held-out lines: what a person first tries on a model that reads a little, a short line of the screen in whatever font it has.

Words, names and figures that training never reads, in fonts it never sees, dark or light, cut out with some ground around.
"""

from __future__ import annotations

import random

from inference.evaluation.documents.supply import Supply
from inference.evaluation.drawing import Screen, Sheet
from inference.evaluation.screens.look import MONO, SANS, SERIF, random_look
from inference.evaluation.screens.names import BUTTONS, COMMANDS, PLACES

__all__ = ["BUDGET", "random_line"]

BUDGET = 70
"""Soft tokens a line is read at: what a picture is given unless a person chooses more."""

_LONGEST = 16  # characters
_SIZES = (22, 40)  # pixels
_KINDS = ("place", "person", "thing", "goods", "firm", "sum", "date", "hour", "code", "share", "number")


def random_line(rng: random.Random) -> Screen:
    """One line of 2 to 16 characters at 22 to 40 pixels on a plain ground. Raises FileNotFoundError if a font is missing."""
    look = random_look(rng, rng.choice((SANS, SANS, SERIF, MONO)))
    face = look.family.face(rng.randint(*_SIZES), bold=rng.random() < 0.25)
    text = _text(rng)
    ground = rng.choice((look.ground, look.panel))
    left, above = rng.uniform(0.2, 1.5) * face.size, rng.uniform(0.1, 0.8) * face.size
    right, below = rng.uniform(0.2, 1.5) * face.size, rng.uniform(0.1, 0.8) * face.size
    sheet = Sheet(round(left + face.width(text) + right), round(above + face.height + below), ground, look.smoothing)
    sheet.write((left, above), text, face, look.ink)
    return sheet.screen()


def _text(rng: random.Random) -> str:
    supply = Supply(rng)
    while True:
        text = rng.choice((*BUTTONS, *COMMANDS, *PLACES)) if rng.random() < 0.4 else supply(rng.choice(_KINDS))
        if 2 <= len(text) <= _LONGEST:
            return text
