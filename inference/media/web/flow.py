"""Text that is put together piece by piece as a browser would: blanks once, lines and paragraphs where blocks begin and end."""

from __future__ import annotations

import re

__all__ = ["Flow"]

_BLANKS = re.compile(r"[ \t\n\r\f]+")


class Flow:
    """Line ends are written with what comes after them, so that nothing begins or ends with one."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._ends, self._lead, self._blank = 0, "", True
        self.keeps = False
        """Whether blanks and line ends are kept as they stand."""

    def say(self, text: str) -> None:
        """Words of a line."""
        if not self.keeps:
            text = _BLANKS.sub(" ", text)
            text = text.lstrip(" ") if self._blank else text
        if text:
            self._begin()
            self._pieces.append(text)
            self._blank = text.endswith(" ")

    def apart(self) -> None:
        """A blank, where there is none."""
        if not self._blank:
            self.say(" ")

    def line(self) -> None:
        """What comes begins a line."""
        self._end(1)

    def gap(self) -> None:
        """What comes begins a paragraph."""
        self._end(2)

    def lead(self, words: str) -> None:
        """What comes begins a line with these words, if anything comes."""
        self._end(1)
        self._lead = words

    def put(self, lines: str) -> None:
        """Whole lines as they stand."""
        self._end(1)
        self._begin()
        self._pieces.append(lines)
        self._end(1)

    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)

    def _end(self, lines: int) -> None:
        if self._pieces:
            self._ends = max(self._ends, lines)
        self._blank, self._lead = True, self._lead if self._ends or not self._pieces else ""

    def _begin(self) -> None:
        self._pieces.append("\n" * self._ends + self._lead)
        self._ends, self._lead, self._blank = 0, "", True
