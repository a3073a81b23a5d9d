"""The recogniser of text at work, in its child: a picture or a page of a PDF to lines with places, in reading order."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PIL import Image

from inference.conversation import DocumentPart
from inference.layout import order
from inference.media import document
from inference.media.density import x_height
from inference.media.image import decode
from inference.recognition import finder, upright
from inference.recognition.ctc import is_eastern
from inference.recognition.cutting import cut
from inference.recognition.joining import joined
from inference.recognition.placing import Reading
from inference.recognition.reader import Strip, strip
from inference.recognition.reader import read as read_strips
from inference.recognition.text import Box, Line, PictureText

__all__ = ["read", "read_page", "read_picture"]

_PAGE = 1654
"""Pixels that a page is wide: 200 to the inch of A4."""
_LEAST_SCORE = 0.5
"""Mean chance of its characters that a line needs to be one: less is a picture's pattern."""
_DOUBTFUL = 0.93
"""Mean chance below which a page may stand on its head, or is in letters that are not known."""
_TELLING = 12
"""Characters of a line that is read well only upright."""
_TALL = 2.5
"""Times as high as wide: a line that runs up or down."""
_X_HEIGHT = 9.0
"""Pixels that an x is high at most where text is looked for: more only takes longer."""
_SMALL = 3_000_000
"""Pixels of a picture that is looked at as it is."""
_LARGEST = 25_000_000
"""Pixels of the largest map."""
_EASTERN = 0.1
"""Share of East Asian characters on a page from which a lone one is no icon."""
_ICONS = 0.85
"""Mean chance below which several of them are icons as well, on a page of another script."""
_MISSED = 64
"""Pixels of a strip, three letters, that nothing was read in: an icon beside a line is narrower."""
_LONG = 240
"""Pixels of a strip, five times its height: what is shorter and says nothing is an icon or a few of them, not a line."""

Tell = Callable[[Any], None]


def read(_tell: Tell, *, data: bytes, name: str, lanes: int, small: bool = False) -> dict[str, Any]:
    """What a picture's file says, as `PictureText.as_json`. Raises MediaError."""
    return read_picture(decode(data, name), lanes, _tile(small)).as_json()


def read_page(_tell: Tell, *, data: bytes, name: str, number: int, lanes: int, small: bool = False) -> dict[str, Any]:
    """What a page of a document shows, as `PictureText.as_json`. Raises MediaError."""
    return read_picture(document.draw(DocumentPart(name, data), number, width=_PAGE), lanes, _tile(small)).as_json()


def read_picture(picture: Image.Image, lanes: int = 1, tile: int = finder.TILE, *, may_turn: bool = True) -> PictureText:
    """What an RGB picture says, on so many processors; one that stands on its head is turned, if it may be.

    It is looked at in parts of at most `tile` pixels.
    """
    width, height = picture.size
    picture, found, scale, angle = _upright(picture, lanes, tile)
    boxes = [_box(piece, scale, picture.size) for piece in found]
    tall = [box for box in boxes if box[3] - box[1] >= _TALL * (box[2] - box[0])]
    level = joined([box for box in boxes if box not in tall], np.asarray(picture.convert("L")))
    strips = [strip(picture, box) for box in level]
    readings = read_strips(strips, lanes)
    if may_turn and _stands_on_its_head(strips, readings):
        turned = read_picture(upright.quarter(picture, 180), lanes, tile, may_turn=False)
        return replace(turned, width=width, height=height, angle=(angle + 180 + turned.angle) % 360)
    read = [_Read(box, strip.width, reading) for box, strip, reading in zip(level, strips, readings, strict=True)]
    read += [_read_tall(picture, box) for box in tall]
    lines, unread = _lines(read)
    return PictureText(width, height, tuple(_ordered(cut(lines))), angle % 360, tuple(unread))


def _tile(small: bool) -> int:
    return finder.SMALL_TILE if small else finder.TILE


@dataclass(frozen=True)
class _Read:
    """A reading with its box, the pixels of its strip along the line, and how the line is turned."""

    box: Box
    length: int
    reading: Reading
    turned: int = 0


def _upright(picture: Image.Image, lanes: int, tile: int) -> tuple[Image.Image, list[finder.Found], float, float]:
    """The picture turned until its lines are level, where text is in it, the scale of that, and the degrees it was turned by."""
    scale = _scale(picture)
    drawn = finder.chances(picture, scale, lanes, tile)
    found, angle = finder.find(drawn), 0.0
    if upright.lies_on_its_side(found):
        picture, drawn, angle = upright.quarter(picture, 90), upright.quarter(drawn, 90), 90.0
        found = finder.find(drawn)
    if slant := upright.slant(found):
        picture, drawn, angle = upright.turned(picture, -slant), upright.turned(drawn, -slant), angle - slant
        found = finder.find(drawn)
    return picture, found, scale, angle


def _scale(picture: Image.Image) -> float:
    """How much smaller the picture is looked at: not at all, unless it is large and its text is large as well."""
    pixels = picture.width * picture.height
    if pixels <= _SMALL:
        return 1.0
    high = _x_height(picture)
    enough = math.sqrt(_SMALL / pixels)
    return min(1.0, math.sqrt(_LARGEST / pixels), enough if high is None else max(enough, _X_HEIGHT / high))


def _x_height(picture: Image.Image) -> float | None:
    """That of the smaller text, by three bands across the picture: of all of it would take a gigabyte."""
    high = min(picture.height, max(1, _SMALL // picture.width))
    bands = [
        picture.crop((0, top, picture.width, top + high)) for top in (0, (picture.height - high) // 2, picture.height - high)
    ]
    return min((found for band in bands if (found := x_height(np.asarray(band))) is not None), default=None)


def _box(piece: finder.Found, scale: float, size: tuple[int, int]) -> Box:
    left, top, right, bottom = (side / scale for side in (piece.left, piece.top, piece.right, piece.bottom))
    return max(0.0, left), max(0.0, top), min(float(size[0]), right), min(float(size[1]), bottom)


def _stands_on_its_head(strips: Sequence[Strip], readings: Sequence[Reading]) -> bool:
    """Whether the longest lines make more sense turned round."""
    longest = sorted(range(len(strips)), key=lambda i: -strips[i].width)[:6]
    score = _mean([readings[i] for i in longest])
    if not longest or score >= _DOUBTFUL or any(one.score >= _DOUBTFUL and len(one.text) >= _TELLING for one in readings):
        return False
    return _mean(read_strips([Strip(strips[i].pixels[::-1, ::-1]) for i in longest])) > score + 0.05


def _mean(readings: Sequence[Reading]) -> float:
    return sum(reading.score for reading in readings) / max(1, len(readings))


def _read_tall(picture: Image.Image, box: Box) -> _Read:
    """A narrow box: a line that runs down or up, or a single character as it stands."""
    part = picture.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
    strips = [strip(one, (0, 0, *one.size)) for one in (part, upright.quarter(part, 270), upright.quarter(part, 90))]
    choices = zip((0, 90, 270), strips, read_strips(strips), strict=True)
    return max((_Read(box, one.width, reading, turned) for turned, one, reading in choices), key=lambda read: read.reading.score)


def _lines(read: Sequence[_Read]) -> tuple[list[Line], list[Box]]:
    """Those that say something, in the script of the page: there characters of another are icons, or signs of code.

    And where lines are that could not be read, or a good part of them.
    """
    text = "".join(one.reading.text for one in read if one.reading.score >= _LEAST_SCORE)
    western = sum(map(is_eastern, text)) < _EASTERN * len(text) or len(text) < 2
    lines, unread = list[Line](), list[Box]()
    for one in read:
        reading = one.reading.western if western and one.reading.western else one.reading
        least = _ICONS if western and any(map(is_eastern, reading.text)) else _LEAST_SCORE
        if reading.text.strip() and reading.score >= least:
            unit = (one.box[3] - one.box[1] if one.turned else one.box[2] - one.box[0]) / one.length
            marks = tuple(round(mark * unit, 2) for mark in reading.marks)
            lines.append(Line(one.box, reading.text, round(reading.score, 4), marks, turned=one.turned))
            if reading.missed >= _MISSED:
                unread.append(one.box)
        elif reading.score < _LEAST_SCORE and one.length >= _LONG:
            unread.append(one.box)
    return lines, unread


def _ordered(lines: Sequence[Line]) -> list[Line]:
    """In reading order, each with its row and its block."""
    items = [line.written(index) for index, line in enumerate(lines)]
    rows = [(block, row) for block, rows in enumerate(order.rows(items)) for row in rows]
    return [replace(lines[item.index], row=number, block=block) for number, (block, row) in enumerate(rows) for item in row]
