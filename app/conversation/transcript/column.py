"""The messages that can be seen, one below the other: widgets only for them and a few beside, guesses for all the others.

What is looked at stays where it is: a message in view is the anchor, and heights that turn out otherwise move what is
beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from app.conversation.transcript.answer import Answer
from app.conversation.transcript.heights import Heights
from app.conversation.transcript.question import Question

__all__ = ["BOTTOM", "TOP", "Column", "MessageRow"]

MessageRow = Question | Answer

TOP, BOTTOM = 28, 6
SPARE = 0.6
"""Of the view's height: so far beyond its edges, messages get their widgets when there is nothing else to do."""
KEPT = 2.0
"""Of the view's height: widgets farther away are given up."""


class Column:
    """`make` makes the row of a message, `drop` is told of each that is given up; `rows` are those there are, shown in `home`."""

    def __init__(
        self, home: QWidget, rows: dict[int, MessageRow], make: Callable[[int], MessageRow], drop: Callable[[MessageRow], None]
    ) -> None:
        self.rows = rows
        self.heights = Heights()
        self.follow = True
        """The end of the conversation stays at the lower edge."""
        self.placing = False
        self._home, self._make, self._drop = home, make, drop
        self._anchor, self._offset = 0, TOP
        self._width = 0

    @property
    def whole(self) -> int:
        """Height of all of it, as far as it is known."""
        return self.heights.total + TOP + BOTTOM

    @property
    def above(self) -> int:
        """How much of it is above the upper edge."""
        return self.heights.before(self._anchor) + TOP - self._offset

    def guess(self, heights: Iterable[int], *, width: int) -> None:
        """New guesses, since the width is another; rows there are laid out again, and what is looked at stays."""
        share = self._offset / max(1, self.heights[self._anchor]) if self._anchor < len(self.heights) else 0
        self.heights, self._width = Heights(heights), width
        for index in self.rows:
            self.measure(index)
        if not self.follow and self._offset < 0 and self._anchor < len(self.heights):
            self._offset = round(share * self.row(self._anchor).height())

    def measure(self, index: int) -> None:
        """Lay out a row. That may make it say that its size has changed, which is known then."""
        placing, self.placing = self.placing, True
        height = self.rows[index].lay_out(self._width)
        self.placing = placing
        if height != self.heights[index]:
            self.heights.change(index, height)

    def cut(self, index: int) -> None:
        """Messages from this one on are gone."""
        self.give_up([number for number in self.rows if number >= index])
        self.heights.cut(index)
        self.follow = self.follow or self._anchor >= index

    def give_up(self, indices: Iterable[int]) -> None:
        for index in list(indices):
            self._drop(self.rows.pop(index))

    def scroll(self, pixels: int) -> None:
        """What is in view moves down by `pixels`."""
        self._offset += pixels

    def go_to(self, above: int) -> None:
        """Show what is `above` pixels below the beginning, by what is known and guessed."""
        self._anchor = self.heights.at(above - TOP)
        self._offset = self.heights.before(self._anchor) + TOP - above

    def go_to_message(self, index: int) -> None:
        """Show a message from its beginning."""
        self.follow, self._anchor, self._offset = False, index, TOP

    def place(self, left: int) -> None:
        """Give what can be seen its widgets and put them where they belong, `left` pixels from the edge."""
        self.placing = True
        if len(self.heights):
            self._settle()
            first, last = self._put_rows(left)
            self._give_up_far(first, last)
        else:
            self._anchor, self._offset = 0, TOP
        self.placing = False

    def make_spare(self) -> bool:
        """One more message beyond an edge, so that it is there when one scrolls to it; False when there are enough."""
        if not self.rows:
            return False
        first, last, height = min(self.rows), max(self.rows), self._home.height()
        reach = int(SPARE * height)
        lower = self.rows[last].y() + self.rows[last].height() < height + reach
        upper = self.rows[first].y() > -reach
        for index, wanted in ((last + 1, lower), (first - 1, upper)):
            if wanted and 0 <= index < len(self.heights):
                self.row(index)
                return True
        return False

    def row(self, index: int) -> MessageRow:
        """The row of a message; made if there is none."""
        if index not in self.rows:
            self.rows[index] = self._make(index)
            self.measure(index)
        return self.rows[index]

    def _settle(self) -> None:
        """Make the uppermost message in view the anchor, and keep the conversation's ends at the view's."""
        height, last = self._home.height(), len(self.heights) - 1
        self._anchor = min(self._anchor, last)
        if self.follow or self._ends_above(height - BOTTOM):
            self._anchor, self._offset = last, height - BOTTOM - self.row(last).height()
        while self._offset > 0 and self._anchor > 0:
            self._anchor -= 1
            self._offset -= self.row(self._anchor).height()
        while self._anchor < last and self._offset + self.row(self._anchor).height() <= 0:
            self._offset += self.row(self._anchor).height()
            self._anchor += 1
        if self._anchor == 0:
            self._offset = min(self._offset, TOP)

    def _ends_above(self, height: int) -> bool:
        """Whether the conversation would end before the lower edge."""
        index, top = self._anchor, self._offset
        while index < len(self.heights) and top < height:
            top += self.row(index).height()
            index += 1
        return index == len(self.heights) and top < height

    def _put_rows(self, left: int) -> tuple[int, int]:
        """From the anchor to the lower edge, then those beside them that have widgets; the first and the last of all."""
        index, top, height = self._anchor, self._offset, self._home.height()
        while index < len(self.heights) and (top < height or index in self.rows):
            top = _put(self.row(index), left, top)
            index += 1
        last, index, top = index - 1, self._anchor - 1, self._offset
        while index in self.rows:
            top -= self.rows[index].height()
            _put(self.rows[index], left, top)
            index -= 1
        return index + 1, last

    def _give_up_far(self, first: int, last: int) -> None:
        height, near = self._home.height(), range(first, last + 1)
        reach = int(KEPT * height)
        far = [index for index, row in self.rows.items() if row.y() + row.height() < -reach or row.y() > height + reach]
        self.give_up({*far, *(index for index in self.rows if index not in near)})


def _put(row: MessageRow, left: int, top: int) -> int:
    """Where the next one begins."""
    row.move(left, top)
    row.show()
    return top + row.height()
