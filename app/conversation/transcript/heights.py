"""How high the messages of a long conversation are, known or guessed: what is at a height, and how high all of it is."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Heights"]


class Heights:
    """A list of heights in pixels with its running sums: a change and a look-up take O(log n) (a Fenwick tree)."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._sums = [0, *self._heights]
        for place in range(1, len(self._sums)):
            above = place + (place & -place)
            if above < len(self._sums):
                self._sums[above] += self._sums[place]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    @property
    def total(self) -> int:
        return self.before(len(self._heights))

    def before(self, index: int) -> int:
        """The sum of the first `index` heights: where the message `index` begins."""
        total = 0
        while index > 0:
            total += self._sums[index]
            index -= index & -index
        return total

    def at(self, height: int) -> int:
        """The message that covers `height`; the first or the last one beyond the ends. Raises IndexError when there is none."""
        if not self._heights:
            raise IndexError("no messages")
        place, step = 0, 1 << len(self._heights).bit_length()
        while step:
            if place + step < len(self._sums) and self._sums[place + step] <= height:
                place += step
                height -= self._sums[place]
            step >>= 1
        return min(place, len(self._heights) - 1)

    def change(self, index: int, height: int) -> None:
        difference, self._heights[index] = height - self._heights[index], height
        place = index + 1
        while difference and place < len(self._sums):
            self._sums[place] += difference
            place += place & -place

    def append(self, height: int) -> None:
        self._heights.append(height)
        place = len(self._heights)
        self._sums.append(self.before(place - 1) - self.before(place - (place & -place)) + height)

    def cut(self, length: int) -> None:
        """Forget all but the first `length`."""
        del self._heights[length:]
        del self._sums[length + 1 :]
