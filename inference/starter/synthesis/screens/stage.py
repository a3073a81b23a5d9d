"""Sets the stage for a family of screens: fonts, a size that fits, colours, a panel with its frame, and the box to fill."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from inference.starter.drawing import Face, Sheet, Smoothing
from inference.starter.synthesis import values
from inference.starter.synthesis.fonts import bold, monospaced, proportional
from inference.starter.synthesis.screens.look import Look, random_look
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.shapes import window_buttons

__all__ = ["MOST_ROWS", "Family", "largest", "random_faces", "random_sheet", "random_smoothing", "stage"]

MOST_ROWS = 8
_LEADING = 1.42  # the tallest font's line, in text sizes
_MARGIN = 3  # pixels that stay free at the border of the picture


@dataclass(frozen=True)
class Family:
    """A kind of screen: `draw` fills a page. rows, ems: the least it needs, in rows and in text sizes across.

    mono: how likely its text is monospaced; dark: how likely its theme is dark; bar: how likely it has a title bar.
    """

    draw: Callable[[Page], None]
    rows: int
    ems: float
    mono: float = 0.08
    dark: float = 0.4
    bar: float = 0.15


def largest(family: Family, width: int, height: int) -> int:
    """The largest text size at which `family` fits a canvas of `width` x `height` pixels."""
    return int(min((height - 2 * _MARGIN) / (family.rows * _LEADING), (width - 2 * _MARGIN - 4) / family.ems))


def stage(rng: random.Random, canvas: tuple[int, int], family: Family, *, size: tuple[int, int], invented: float) -> Page:
    """A page for `family` on a canvas of (width, height) pixels, with a text size within `size` where that fits."""
    body, heavy = random_faces(rng, _text_size(rng, canvas, family, size=size), mono=family.mono)
    look = random_look(rng, dark=family.dark)
    tall = max(body.height, heavy.height) + 1
    spare = canvas[1] - 2 * _MARGIN
    bar = round(tall * 1.15) if rng.random() < family.bar and spare >= tall * (family.rows + 1.3) else 0
    pitch = min(tall + int(body.size * rng.uniform(0, 0.7) ** 1.5), (spare - bar) // family.rows)
    rows = min(MOST_ROWS - bool(bar), (spare - bar) // pitch)
    if rng.random() < 0.35:
        rows = rng.randint(max(family.rows, rows // 2), rows)
    sheet = random_sheet(rng, canvas, look)
    box = _panel(rng, sheet, look, least=(family.ems * body.size, bar + rows * pitch))
    if bar:
        _title_bar(rng, sheet, look, box=(*box[:3], box[1] + bar), face=rng.choice((body, heavy)))
    pad = _pad(rng, box[2] - box[0] - family.ems * body.size, body.size)
    top = box[1] + bar + (box[3] - box[1] - bar - rows * pitch) // 2
    return Page(
        rng, sheet, look, body, heavy, left=box[0] + pad, top=top, right=box[2] - pad, rows=rows, pitch=pitch, invented=invented
    )


def random_faces(rng: random.Random, size: int, *, mono: float = 0.1) -> tuple[Face, Face]:
    """A font and its bold one, at `size` pixels."""
    path = rng.choice(monospaced() if rng.random() < mono else proportional())
    if rng.random() < 0.08:
        path = bold(path)
    return Face(path, size), Face(bold(path), size)


def random_smoothing(rng: random.Random) -> Smoothing:
    return rng.choice(("hinted", "hinted", "hinted", "smooth", "smooth", "subpixel", "subpixel"))


def random_sheet(rng: random.Random, canvas: tuple[int, int], look: Look) -> Sheet:
    return Sheet(*canvas, look.ground, random_smoothing(rng))


def _text_size(rng: random.Random, canvas: tuple[int, int], family: Family, *, size: tuple[int, int]) -> int:
    """Small ones more often, but on a large canvas not so small that most of it stays empty, mostly."""
    most = min(size[1], largest(family, *canvas))
    least = min(size[0], most)
    if rng.random() < 0.6:
        least = min(most, max(least, round(canvas[1] / (MOST_ROWS * 2.6))))
    return least + int((most - least + 0.99) * rng.random() ** 2.2)


def _panel(rng: random.Random, sheet: Sheet, look: Look, *, least: tuple[float, float]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a panel at least so wide and high, drawn anywhere on the sheet, often all of it."""
    width, height = sheet.width - 2 * _MARGIN, sheet.height - 2 * _MARGIN
    wanted_width = max(math.ceil(least[0]) + 4, round(width * rng.choice((1, 1, 1, rng.uniform(0.55, 1)))))
    wanted_height = min(height, max(math.ceil(least[1]), round(least[1] * rng.uniform(1, 1.25))))
    panel_width, panel_height = min(width, wanted_width), rng.choice((height, wanted_height, wanted_height))
    left = _MARGIN + round((width - panel_width) * rng.choice((0, 0.5, rng.random())))
    top = _MARGIN + round((height - panel_height) * rng.choice((0, 0.5, rng.random())))
    box = left, top, left + panel_width, top + panel_height
    whole = (panel_width, panel_height) == (width, height)
    if not whole and rng.random() < 0.6:
        sheet.pen.rectangle((0, 0, sheet.width, sheet.height), fill=look.backdrop)
        round_by = rng.choice((0, 0, 4, 8))
        shape = (left - _MARGIN, top - _MARGIN, box[2] + _MARGIN - 1, box[3] + _MARGIN - 1)
        sheet.pen.rounded_rectangle(shape, round_by, fill=look.ground, outline=rng.choice((look.edge, look.ground)))
    elif rng.random() < 0.2:
        sheet.pen.rectangle((0, 0, sheet.width - 1, sheet.height - 1), outline=look.edge)
    return box


def _title_bar(rng: random.Random, sheet: Sheet, look: Look, *, box: tuple[int, int, int, int], face: Face) -> None:
    """A bar across the panel with the buttons of a window, mostly with a title."""
    left, top, right, low = box
    ground, ink = rng.choice(((look.accent, look.on_accent), (look.ground, look.ink), (look.ground, look.muted)))
    sheet.pen.rectangle((left, top, right - 1, low - 1), fill=ground)
    sheet.pen.line((left, low, right - 1, low), fill=look.edge)
    on_left = window_buttons(rng, sheet.pen, box, ink=ink)
    side = (low - top) * 1.9
    start, end = (left + side, right - 4) if on_left else (left + 6, right - side * 0.6)
    title = values.styled(rng, values.trained(rng, lambda rng: values.phrase(rng, most=3)))
    if sheet.width_of(title, face) <= end - start and rng.random() < 0.75:
        middle = (start + end - sheet.width_of(title, face)) / 2
        sheet.write((rng.choice((start, middle)), (top + low - face.height) // 2), title, face, ink)


def _pad(rng: random.Random, spare: float, em: int) -> int:
    """Pixels between the panel and its text, on either side."""
    return max(1, int(min(spare / 2, em * rng.uniform(0.1, 1.5))))
