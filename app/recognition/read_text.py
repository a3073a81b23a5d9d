"""What was read in a picture, to be selected over it: which characters lie where, in the picture's own pixels as it is shown."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from app.recognition.known import Known, tell_unread
from inference.history.values import Recognised
from inference.recognition.tables import Table, tables
from inference.recognition.text import Line, PictureText, Point

__all__ = ["READING", "ReadText", "TextShown", "text_shown"]

READING, NOTHING = "Reading the text…", "No text found"
AROUND = 0.35
"""Of the height of a line: so far from it one still points at it."""
Outline = tuple[Point, Point, Point, Point]


class ReadText:
    """Places are those in `text`, from 0 to its length: before, between and after its characters."""

    def __init__(self, read: PictureText) -> None:
        self._read = read
        self.text = read.text
        self.width, self.height = read.width, read.height
        self._tables = tables(read.lines)

    @property
    def table(self) -> str:
        """Its tables with tabs between the cells, an empty line between two tables; empty where there is none."""
        return _as_words(self._tables)

    def table_at(self, x: float, y: float) -> str:
        """The table that is pointed at, else all of them."""
        x, y = self._read.upright(x, y)
        return _as_words([table for table in self._tables if _beyond(table.box, x, y) == 0]) or self.table

    def is_over(self, x: float, y: float) -> bool:
        """Whether a line is pointed at."""
        return self._line_at(*self._read.upright(x, y)) is not None

    def place(self, x: float, y: float) -> int:
        """The place nearest to a point: in the line that is pointed at, else in the nearest one."""
        x, y = self._read.upright(x, y)
        number = self._line_at(x, y)
        if number is None:
            lines = self._read.lines
            number = min(range(len(lines)), key=lambda number: _beyond(lines[number].box, x, y), default=None)
        if number is None:
            return 0
        line, (begin, _) = self._read.lines[number], self._read.spans[number]
        along = _along(line, x, y)
        return begin + min(range(len(line.marks)), key=lambda mark: abs(line.marks[mark] - along))

    def word(self, x: float, y: float) -> tuple[int, int] | None:
        """From where to where the word goes that is pointed at; None between words."""
        x, y = self._read.upright(x, y)
        number = self._line_at(x, y)
        if number is None:
            return None
        line, (begin, _) = self._read.lines[number], self._read.spans[number]
        character = max(0, min(bisect_right(line.marks, _along(line, x, y)) - 1, len(line.text) - 1))
        words = ((word.start, word.stop) for word in line.words if word.start <= character < word.stop)
        return next(((begin + start, begin + stop) for start, stop in words), None)

    def outlines(self, start: int, stop: int) -> tuple[Outline, ...]:
        """The corners of what is between two places, of each line that has some of it."""
        return tuple(map(self._read.corners, self._read.boxes(start, stop)))

    def _line_at(self, x: float, y: float) -> int | None:
        """The line within reach of an upright point, the nearest of several."""
        near = [(_beyond(line.box, x, y), number) for number, line in enumerate(self._read.lines)]
        beyond, number = min(near, default=(0.0, None))
        if number is None:
            return None
        left, top, right, bottom = self._read.lines[number].box
        return number if beyond <= AROUND * min(right - left, bottom - top) else None


@dataclass(frozen=True)
class TextShown:
    """What there is of a picture's text: the text itself, and a few words where there is none, not yet, or not all of it."""

    text: ReadText | None = None
    said: str = ""


def text_shown(known: Known | None, page: int = 0) -> TextShown:
    """What is known of a content, or of one page of it."""
    if known is None:
        return TextShown()
    found = next((text for text in known.texts if text.page == page), None)
    if found is None:
        return TextShown(said={"reading": READING, "failed": known.problem}.get(known.state, ""))
    read = _placed(found)
    if read is None:
        return TextShown()
    unread = tell_unread(found)
    return TextShown(read, unread) if read.text else TextShown(said=unread or NOTHING)


@lru_cache(maxsize=8)
def _placed(found: Recognised) -> ReadText | None:
    """The same for the same text, so that what is selected stays. None where its places are spoilt."""
    try:
        return ReadText(PictureText.from_json(json.loads(found.detail)))
    except (KeyError, TypeError, ValueError):
        return None


def _along(line: Line, x: float, y: float) -> float:
    """How far along its writing a point lies."""
    left, top, _, bottom = line.box
    return x - left if line.turned == 0 else y - top if line.turned == 90 else bottom - y


def _beyond(box: tuple[float, float, float, float], x: float, y: float) -> float:
    """How far a point is from a box; 0 inside."""
    left, top, right, bottom = box
    across, down = max(left - x, x - right, 0.0), max(top - y, y - bottom, 0.0)
    return (across**2 + down**2) ** 0.5


def _as_words(found: list[Table] | tuple[Table, ...]) -> str:
    return "\n\n".join(table.tsv for table in found)
