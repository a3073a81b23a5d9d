"""The small things of a screen that are no text: icons, check boxes, radio buttons, switches, the buttons of a window."""

from __future__ import annotations

import random

from PIL import ImageDraw

from inference.starter.drawing import Colour
from inference.starter.synthesis.screens.look import Look

__all__ = ["check_box", "icon", "radio", "switch", "window_buttons"]

Pen = ImageDraw.ImageDraw


def icon(rng: random.Random, pen: Pen, box: tuple[float, float, float], *, ink: Colour) -> None:
    """Some sign within `box` (left, top, side): a disc, a ring, a file, a triangle, a bell, lines."""
    x, y, side = box
    right, low = x + side, y + side
    form = rng.randrange(6)
    if form == 0:
        pen.ellipse((x, y, right, low), fill=ink)
    elif form == 1:
        pen.ellipse((x, y, right, low), outline=ink, width=max(1, round(side / 9)))
        pen.line((x + side / 2, y + side / 4, x + side / 2, low - side / 4), fill=ink, width=max(1, round(side / 9)))
    elif form == 2:
        pen.rectangle((x + side / 6, y, right - side / 6, low), outline=ink)
        for part in (3, 5, 7):
            pen.line((x + side / 3, y + side * part / 9, right - side / 3, y + side * part / 9), fill=ink)
    elif form == 3:
        pen.polygon(((x + side / 2, y), (right, low), (x, low)), fill=ink)
    elif form == 4:
        pen.rounded_rectangle((x, y + side / 5, right, low), side / 6, fill=ink)
    else:
        for part in (1, 3, 5):
            pen.line((x, y + side * part / 6, right, y + side * part / 6), fill=ink, width=max(1, round(side / 10)))


def check_box(rng: random.Random, pen: Pen, box: tuple[float, float, float], *, look: Look, on: bool) -> None:
    """A square within `box` (left, top, side); with a tick, a cross or filled when it is `on`."""
    x, y, side = box
    filled = on and rng.random() < 0.6
    pen.rounded_rectangle(
        (x, y, x + side, y + side),
        side * rng.choice((0.0, 0.15)),
        fill=look.accent if filled else look.field,
        outline=look.accent if filled else look.muted,
        width=max(1, round(side / 12)),
    )
    if not on:
        return
    ink, thick = look.on_accent if filled else look.ink, max(2, round(side / 7))
    if rng.random() < 0.85:
        at = ((x + side * 0.2, y + side * 0.55), (x + side * 0.42, y + side * 0.76), (x + side * 0.82, y + side * 0.26))
        pen.line(at, fill=ink, width=thick, joint="curve")
    else:
        pen.line((x + side * 0.25, y + side * 0.25, x + side * 0.75, y + side * 0.75), fill=ink, width=thick)
        pen.line((x + side * 0.25, y + side * 0.75, x + side * 0.75, y + side * 0.25), fill=ink, width=thick)


def radio(pen: Pen, box: tuple[float, float, float], *, look: Look, on: bool) -> None:
    """A ring within `box` (left, top, side), with a dot when it is `on`."""
    x, y, side = box
    ring = look.accent if on else look.muted
    pen.ellipse((x, y, x + side, y + side), fill=look.field, outline=ring, width=max(1, round(side / 10)))
    if on:
        pen.ellipse((x + side * 0.26, y + side * 0.26, x + side * 0.74, y + side * 0.74), fill=look.accent)


def switch(pen: Pen, box: tuple[float, float, float], *, look: Look, on: bool) -> None:
    """A switch, twice as wide as high, within `box` (left, top, height): to the right and coloured when it is `on`."""
    x, y, side = box
    pen.rounded_rectangle((x, y, x + side * 1.9, y + side), side / 2, fill=look.accent if on else look.edge)
    left = x + side * 0.9 if on else x
    pen.ellipse(
        (left + side * 0.12, y + side * 0.12, left + side * 0.88, y + side * 0.88), fill=look.on_accent if on else look.ground
    )


def window_buttons(rng: random.Random, pen: Pen, box: tuple[int, int, int, int], *, ink: Colour) -> bool:
    """The buttons of a window in the bar `box` (left, top, right, bottom); whether they are on the left."""
    left, top, right, low = box
    side, middle = (low - top) * 0.32, (top + low) / 2
    if rng.random() < 0.35:
        for place, colour in enumerate(((255, 95, 86), (255, 189, 46), (39, 201, 63))):
            x = left + side * (0.9 + place * 1.5)
            pen.ellipse((x, middle - side / 2, x + side, middle + side / 2), fill=colour)
        return True
    x = right - side * 1.9
    pen.line((x, middle - side / 2, x + side, middle + side / 2), fill=ink)
    pen.line((x, middle + side / 2, x + side, middle - side / 2), fill=ink)
    return False
