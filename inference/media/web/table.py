"""The table of a web page: its cells in their columns, a row on a line, also where one reaches over several."""

from __future__ import annotations

from dataclasses import dataclass

from inference.media.web.flow import Flow

__all__ = ["Table"]

_WIDEST = 100
"""Columns in which it is minded that cells reach over several."""
_LONG = 300
"""Characters of several lines, from which on a cell is a piece of the page: a table that only places things."""


@dataclass
class _Reach:
    """A cell that reaches down over `rows` more."""

    rows: int
    text: str


class Table:
    """Written row by row to the flow it stands in."""

    def __init__(self, within: Flow) -> None:
        self.within = within
        """What it stands in."""
        self._row: list[str] = []
        self._column = 0
        self._reaching: dict[int, _Reach] = {}
        self._begun: dict[int, _Reach] = {}
        self._is_layout = False
        self.cell: Flow | None = None
        """The cell that is open."""
        self._across = self._down = 1

    def begin_cell(self, across: int, down: int) -> Flow:
        """A cell that reaches over so many columns and rows."""
        self.end_cell()
        self._across, self._down = max(1, min(across, _WIDEST)), max(1, down)
        self.cell = Flow()
        return self.cell

    def end_cell(self) -> None:
        if self.cell is None:
            return
        text, self.cell = self.cell.text().strip(), None
        self._is_layout = self._is_layout or ("\n" in text and len(text) > _LONG)
        self._pass_by()
        for step in range(self._across):
            if self._down > 1 and self._column < _WIDEST:
                # A label stands for each of its rows; a number would be counted twice.
                told = text if step == 0 and not any(map(str.isdigit, text)) else ""
                self._begun[self._column] = _Reach(self._down - 1, told)
            self._add(text if step == 0 else "")

    def end_row(self) -> None:
        self.end_cell()
        if self._row:
            self._pass_by()
            self._write()
        if self._row or self._begun:
            self._reaching = {column: reach for column, reach in self._reaching.items() if reach.rows > 0} | self._begun
        self._row, self._column, self._begun, self._is_layout = [], 0, {}, False

    def _write(self) -> None:
        if self._is_layout:
            for text in filter(None, self._row):
                self.within.gap()
                self.within.put(text)
                self.within.gap()
        elif any(self._row):
            cells = (" / ".join(filter(None, map(str.strip, text.split("\n")))) for text in self._row)
            self.within.put("\t".join(cells).rstrip("\t"))

    def _pass_by(self) -> None:
        """The columns that cells of rows above reach into."""
        while (reach := self._reaching.get(self._column)) is not None and reach.rows > 0:
            reach.rows -= 1
            self._add(reach.text)

    def _add(self, text: str) -> None:
        self._row.append(text)
        self._column += 1
