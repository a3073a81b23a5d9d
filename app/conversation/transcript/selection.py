"""What is selected of a message: from a place in one block to a place in another."""

from __future__ import annotations

from collections.abc import Sequence

from app.conversation.transcript.piece import Piece

__all__ = ["Place", "Selected"]

Place = tuple[int, int]
"""The number of a block, and the position in its text."""


class Selected:
    """Follows the mouse: a click sets the place to begin from, a second one takes the word, a third one the paragraph."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._from: Place = (0, 0)
        self._to: Place = (0, 0)
        self._widened_at = -1_000_000

    def __bool__(self) -> bool:
        return self._from != self._to

    @property
    def text(self) -> str:
        return self.text_between(*self._ends())

    def select(self, begin: Place, end: Place) -> None:
        self._from, self._to = begin, end

    def press(self, place: Place, at: int, patience: int) -> None:
        """A click at `at` milliseconds; one that follows a double click within `patience` takes the paragraph."""
        if at - self._widened_at < patience:
            self.widen(place, -1_000_000, paragraph=True)
        else:
            self._from = self._to = place

    def extend(self, place: Place) -> None:
        self._to = place

    def widen(self, place: Place, at: int, *, paragraph: bool = False) -> None:
        """Take the whole word, or paragraph, at a place."""
        if place[0] < len(self._pieces):
            begin, end = self._pieces[place[0]].around(place[1], paragraph=paragraph)
            self._from, self._to, self._widened_at = (place[0], begin), (place[0], end), at

    def within(self, number: int) -> tuple[int, int] | None:
        """What is selected of one block; None for nothing."""
        (first, begin), (last, end) = self._ends()
        if not self or not first <= number <= last:
            return None
        length = self._pieces[number].length
        return (min(begin, length) if number == first else 0, min(end, length) if number == last else length)

    def text_between(self, begin: Place, end: Place) -> str:
        """The text as it is shown; an empty line between blocks, none between the items of a list."""
        told: list[str] = []
        for number in range(begin[0], min(end[0] + 1, len(self._pieces))):
            piece = self._pieces[number]
            if told:
                told.append("\n" if piece.block.kind == self._pieces[number - 1].block.kind == "item" else "\n\n")
            told.append(piece.text(begin[1] if number == begin[0] else 0, end[1] if number == end[0] else piece.length))
        return "".join(told)

    def _ends(self) -> tuple[Place, Place]:
        return min(self._from, self._to), max(self._from, self._to)
