"""The recogniser of text at work, in its child: a picture or a page of a PDF to lines with places, in reading order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image

from inference.conversation import DocumentPart
from inference.media import pdf
from inference.media.density import x_height
from inference.media.image import decode
from inference.recognition import finder, order, upright
from inference.recognition.finder import Found
from inference.recognition.reader import Reading, Strip, strip
from inference.recognition.reader import read as read_strips
from inference.recognition.text import Box, Line, PictureText

__all__ = ["read", "read_page", "read_picture"]

_PAGE = 1654
"""Pixels that a page is wide: 200 to the inch of A4."""
_LEAST_SCORE = 0.5
"""Mean chance of its characters that a line needs to be one: less is a picture's pattern."""
_DOUBTFUL = 0.8
"""Mean chance below which a page may stand on its head."""
_STANDING = 2.0
"""Times as high as wide: a piece of text that runs up or down."""
_X_HEIGHT = 9.0
"""Pixels that an x is high at most where text is looked for: more only takes longer."""
_SMALL = 3_000_000
"""Pixels of a picture that is looked at as it is."""
_LARGEST = 40_000_000
"""Pixels of the largest map."""

Tell = Callable[[Any], None]


def read(_tell: Tell, *, data: bytes, name: str) -> dict[str, Any]:
    """What a picture's file says, as `PictureText.as_json`. Raises MediaError."""
    return read_picture(decode(data, name)).as_json()


def read_page(_tell: Tell, *, data: bytes, name: str, number: int) -> dict[str, Any]:
    """What a page of a PDF shows, as `PictureText.as_json`. Raises MediaError."""
    return read_picture(pdf.draw(DocumentPart(name, data), number, width=_PAGE)).as_json()


def read_picture(picture: Image.Image) -> PictureText:
    """What an RGB picture says."""
    width, height = picture.size
    scale = _scale(picture)
    drawn = finder.chances(picture, scale)
    found = finder.find(drawn)
    angle = 90 if upright.lies_on_its_side(found) else 0
    if angle:
        picture, drawn = upright.quarter(picture, angle), upright.quarter(drawn, angle)
        found = finder.find(drawn)
    askew = upright.slant(found)
    if askew:
        picture, drawn = upright.turned(picture, -askew), upright.turned(drawn, -askew)
        found = finder.find(drawn)
    boxes = [_box(piece, scale, picture.size) for piece in found]
    strips = [_strip(picture, box) for box in boxes]
    readings = read_strips(strips)
    if _stands_on_its_head(strips, readings):
        angle += 180
        strips = [Strip(one.pixels[::-1, ::-1]) for one in strips]
        boxes = [(picture.width - right, picture.height - bottom, picture.width - left, picture.height - top)
                 for left, top, right, bottom in boxes]  # fmt: skip
        readings = read_strips(strips)
    lines = [_line(box, reading) for box, reading in zip(boxes, readings, strict=True) if _is_text(reading)]
    return PictureText(width, height, tuple(_ordered(lines)), (angle - askew) % 360)


def _scale(picture: Image.Image) -> float:
    """How much smaller the picture is looked at: not at all, unless it is large and its text is large as well."""
    pixels = picture.width * picture.height
    if pixels <= _SMALL:
        return 1.0
    high = x_height(np.asarray(picture))
    return min(1.0, math.sqrt(_LARGEST / pixels), max(_X_HEIGHT / high, math.sqrt(_SMALL / pixels)) if high else math.sqrt(_SMALL / pixels))


def _box(piece: Found, scale: float, size: tuple[int, int]) -> Box:
    left, top, right, bottom = (side / scale for side in (piece.left, piece.top, piece.right, piece.bottom))
    return max(0.0, left), max(0.0, top), min(float(size[0]), right), min(float(size[1]), bottom)


def _strip(picture: Image.Image, box: Box) -> Strip:
    return strip(picture, box)


def _stands_on_its_head(strips: Sequence[Strip], readings: Sequence[Reading]) -> bool:
    """Whether the longest lines make more sense turned round."""
    longest = sorted(range(len(strips)), key=lambda i: -strips[i].width)[:6]
    score = _mean([readings[i] for i in longest])
    if not longest or score >= _DOUBTFUL:
        return False
    other = _mean(read_strips([Strip(strips[i].pixels[::-1, ::-1]) for i in longest]))
    return other > score + 0.1


def _mean(readings: Sequence[Reading]) -> float:
    return sum(reading.score for reading in readings) / max(1, len(readings))


def _is_text(reading: Reading) -> bool:
    return bool(reading.text.strip()) and reading.score >= _LEAST_SCORE


def _line(box: Box, reading: Reading) -> Line:
    """A reading with its marks: half-way between the middles of neighbours, the outer ones as far out as in."""
    places = reading.places
    inner = [(a + b) / 2 for a, b in pairwise(places)]
    first = max(0.0, 2 * places[0] - inner[0]) if inner else 0.0
    last = min(reading.steps, 2 * places[-1] - inner[-1]) if inner else reading.steps
    unit = (box[2] - box[0]) / reading.steps
    marks = tuple(round(mark * unit, 2) for mark in (first, *inner, last))
    return Line(box, reading.text, round(reading.score, 4), marks)


def _ordered(lines: Sequence[Line]) -> list[Line]:
    """In reading order, each with its row and its block."""
    items = [order.Item(index, *line.box, len(line.text)) for index, line in enumerate(lines)]
    ordered: list[Line] = []
    row = 0
    for block, rows in enumerate(order.rows(items)):
        for items_of_row in rows:
            for item in items_of_row:
                line = lines[item.index]
                ordered.append(Line(line.box, line.text, line.score, line.marks, row, block))
            row += 1
    return ordered
