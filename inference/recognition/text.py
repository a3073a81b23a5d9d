"""Text in pictures, as a window, a command or a test asks for it: read in a process of its own, handed out as values.

Promises the whole text in the order a person reads it, with the place of each character, and that nothing here needs numpy: what
was read can be shown, searched and kept without it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby, pairwise
from typing import Any

from inference import child
from inference.layout.grid import tabs
from inference.layout.item import Item
from inference.stop import StopFlag

__all__ = ["LANES", "Box", "Line", "PictureText", "Point", "Word", "read", "read_page"]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels of the upright picture."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Word:
    """Characters without a space, from `start` to before `stop` of their line's text."""

    text: str
    box: Box
    start: int
    stop: int


@dataclass(frozen=True)
class Line:
    """A piece of text on one line. `score` is the mean chance of its characters, 0 to 1.

    `marks` are where its characters begin and the last one ends, len(text) + 1 of them: across from the left of the box, or for a
    line that is `turned` by 90 or 270 degrees clockwise down from its top or up from its bottom. Pieces of one `row` stand beside
    each other; a `block` is a paragraph, a column or a table.
    """

    box: Box
    text: str
    score: float
    marks: tuple[float, ...]
    row: int = 0
    block: int = 0
    turned: int = 0

    def part(self, start: int, stop: int) -> Box:
        """The box of the characters from `start` to before `stop`."""
        left, top, right, bottom = self.box
        a, b = self.marks[start], self.marks[stop]
        if self.turned == 0:
            return left + a, top, left + b, bottom
        return (left, top + a, right, top + b) if self.turned == 90 else (left, bottom - b, right, bottom - a)

    def written(self, index: int) -> Item:
        """As a piece of the page's layout: where it is written, without the ground around it."""
        left, top, right, bottom = self.part(0, len(self.text))
        return Item(index, left, top, right, bottom, len(self.text))

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words, in order."""
        edges = [-1, *(i for i, character in enumerate(self.text) if character == " "), len(self.text)]
        spans = [(before + 1, after) for before, after in pairwise(edges) if after > before + 1]
        return tuple(Word(self.text[start:stop], self.part(start, stop), start, stop) for start, stop in spans)


@dataclass(frozen=True)
class PictureText:
    """What a picture of `width` x `height` pixels says: lines in reading order.

    The picture as it is shown has to be turned by `angle` degrees clockwise about its middle to be upright. It mostly is 0; boxes
    of a scan that lies askew are those of the upright one, and `corners` says where they are on the one that is shown.
    """

    width: int
    height: int
    lines: tuple[Line, ...]
    angle: float = 0.0
    unread: tuple[Box, ...] = ()
    """Lines that could not be read, or a good part of them: they are in letters that the recogniser does not know."""

    @cached_property
    def text(self) -> str:
        """All of it: rows on lines of their own, a tab between pieces that stand apart, an empty line between blocks."""
        return "".join(separator + line.text for separator, line in zip(self._separators, self.lines, strict=True))

    def boxes(self, start: int, stop: int) -> tuple[Box, ...]:
        """Where the characters from `start` to before `stop` of `text` stand: a box for each line that has some."""
        found: list[Box] = []
        for (begin, end), line in zip(self.spans, self.lines, strict=True):
            first, last = max(start, begin), min(stop, end)
            if first < last:
                found.append(line.part(first - begin, last - begin))
        return tuple(found)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each line begins and ends in `text`."""
        found: list[tuple[int, int]] = []
        end = 0
        for separator, line in zip(self._separators, self.lines, strict=True):
            begin = end + len(separator)
            end = begin + len(line.text)
            found.append((begin, end))
        return tuple(found)

    def corners(self, box: Box) -> tuple[Point, Point, Point, Point]:
        """The corners of a box, from the upper left clockwise, in pixels of the picture as it is shown."""
        left, top, right, bottom = box
        across, down = _turned_size(self.width, self.height, self.angle)

        def shown(x: float, y: float) -> Point:
            x, y = _turned(x - across / 2, y - down / 2, -self.angle)
            return x + self.width / 2, y + self.height / 2

        return shown(left, top), shown(right, top), shown(right, bottom), shown(left, bottom)

    def upright(self, x: float, y: float) -> Point:
        """The point of the upright picture that lies at a point of the one that is shown: what `corners` does, undone."""
        across, down = _turned_size(self.width, self.height, self.angle)
        x, y = _turned(x - self.width / 2, y - self.height / 2, self.angle)
        return x + across / 2, y + down / 2

    def as_json(self) -> dict[str, Any]:
        """As JSON values, to be kept or sent."""
        lines = [[*line.box, line.text, line.score, line.marks, line.row, line.block, line.turned] for line in self.lines]
        return {"width": self.width, "height": self.height, "angle": self.angle, "lines": lines, "unread": self.unread}

    @staticmethod
    def from_json(said: Mapping[str, Any]) -> PictureText:
        """What `as_json` said. Raises KeyError, TypeError or ValueError for anything else."""
        lines = tuple(_line(fields) for fields in said["lines"])
        unread = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in said["unread"])
        return PictureText(int(said["width"]), int(said["height"]), lines, float(said["angle"]), unread)

    @cached_property
    def _separators(self) -> tuple[str, ...]:
        """What stands before each line."""
        rows = [list(row) for _, row in groupby(enumerate(self.lines), key=lambda one: (one[1].block, one[1].row))]
        within = tabs([[line.written(index) for index, line in row] for row in rows])
        found: list[str] = []
        for number, row in enumerate(rows):
            same = number and rows[number - 1][0][1].block == row[0][1].block
            between = "" if not number else "\n" if same else "\n\n"
            found += [between * (not place) + before for place, before in enumerate(within[number])]
        return tuple(found)


LANES = 2
"""Processors that a reading may use, a thread on each: a person waits for it. On one, a full-HD screenshot takes 3.5 s of its
time (median of 16), 0.85 of them to find and 2.4 to read a hundred lines; all but a tenth of a second is the two networks'
convolutions, so that neither batches nor anything around them brings it under three seconds."""
_own = partial(child.run, limits=child.RECOGNISER)


def read(
    data: bytes, name: str, *, lanes: int = LANES, small: bool = False, run: child.Run = _own, stop: StopFlag | None = None
) -> PictureText:
    """What the picture in `data` says; `name` is for sentences about it.

    `run` calls a function in another process: one for each picture, unless a kept one is given. `lanes` are the processors it
    may use at a time: 1 where something else is at work. `small`: it is looked at in smaller parts, which takes less memory and
    more time. Raises MediaError for a picture that cannot be read, InputError where the recogniser's files are missing, and what
    `inference.child.run` raises.
    """
    arguments = {"data": data, "name": name, "lanes": lanes, "small": small}
    return PictureText.from_json(run("inference.recognition.text_child:read", arguments, stop=stop).value)


def read_page(
    data: bytes,
    name: str,
    number: int,
    *,
    lanes: int = LANES,
    small: bool = False,
    run: child.Run = _own,
    stop: StopFlag | None = None,
) -> PictureText:
    """What page `number` of the PDF in `data` shows, read from its picture; its pixels are 1/200 inch. As `read`."""
    arguments = {"data": data, "name": name, "number": number, "lanes": lanes, "small": small}
    return PictureText.from_json(run("inference.recognition.text_child:read_page", arguments, stop=stop).value)


def _line(fields: Sequence[Any]) -> Line:
    left, top, right, bottom, text, score, marks, row, block, turned = fields
    box = (float(left), float(top), float(right), float(bottom))
    return Line(box, str(text), float(score), tuple(map(float, marks)), int(row), int(block), int(turned))


def _turned(x: float, y: float, angle: float) -> Point:
    """A point turned about the origin by degrees, clockwise where y grows downwards."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cos - y * sin, x * sin + y * cos


def _turned_size(width: float, height: float, angle: float) -> tuple[float, float]:
    """Width and height of the smallest upright frame around a turned picture."""
    cos, sin = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    return width * cos + height * sin, width * sin + height * cos
