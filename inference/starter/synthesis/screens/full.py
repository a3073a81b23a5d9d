"""Pages full of text: as many characters as fit, for dense supervision of patches."""

from __future__ import annotations

import random
from collections.abc import Callable

from inference.starter.drawing import Face
from inference.starter.scene import Screen
from inference.starter.synthesis import values
from inference.starter.synthesis.screens.lines import noise
from inference.starter.synthesis.screens.look import against, random_look
from inference.starter.synthesis.screens.stage import random_faces, random_sheet
from inference.starter.world import held_out

__all__ = ["full_page"]

_BORDER = 2  # pixels


def full_page(rng: random.Random, width: int, height: int, *, size: tuple[int, int] = (14, 48)) -> Screen:
    """The canvas filled with lines of text in one or two sizes and fonts, from edge to edge; it has no facts.

    size: text sizes in pixels, the smaller ones more often; the first line has less where not even the smallest fits.
    """
    look = random_look(rng)
    sheet = random_sheet(rng, (width, height), look)
    faces = [_face(rng, size, most=int((height - 2 * _BORDER) / 1.42)) for _ in range(rng.choice((1, 1, 2)))]
    makers = rng.choice(((noise,), (values.sentence, _value), (values.sentence, _value, noise), (_value, noise)))
    y = rng.uniform(_BORDER, _BORDER + faces[0].height * 0.4)
    if y + faces[0].height > height - _BORDER:
        y = float(_BORDER)
    while True:
        face = rng.choice([face for face in faces if y + face.height <= height - _BORDER] or [None])
        if face is None:
            return sheet.screen()
        x: float = rng.randint(_BORDER, _BORDER + 6)
        ink = look.ink if rng.random() < 0.8 else against(rng, look.ground)
        while x < width:
            text = _longest(lambda text, face=face: sheet.width_of(text, face), rng.choice(makers)(rng), width - _BORDER - x)
            if not text:
                break
            x = sheet.write((x, y), text, face, ink) + sheet.width_of(" ", face) * rng.uniform(1, 1.8)
        y += face.height + rng.randint(0, max(1, face.size // 4))


def _face(rng: random.Random, size: tuple[int, int], *, most: int) -> Face:
    largest = max(8, min(size[1], most))
    least = min(size[0], largest)
    return random_faces(rng, least + int((largest - least + 0.99) * rng.random() ** 2.2), mono=0.3)[0]


def _longest(width_of: Callable[[str], float], text: str, room: float) -> str:
    """As much of the start of `text` as takes at most `room` pixels and is not held out; nothing where that is nothing."""
    while text and (width_of(text) > room or held_out(text)):
        text = text[:-1].rstrip()
    return text


def _value(rng: random.Random) -> str:
    return values.value(rng, rng.choice(values.KINDS))
