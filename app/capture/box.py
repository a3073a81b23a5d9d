"""A rectangle of whole device pixels that never changes: from `left`, `top` up to but without `right`, `bottom`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Box"]


@dataclass(frozen=True, order=True)
class Box:
    left: int
    top: int
    width: int
    height: int

    @classmethod
    def between(cls, one: tuple[int, int], other: tuple[int, int]) -> Box:
        """The box with these two pixels, both inside, in opposite corners."""
        left, top = min(one[0], other[0]), min(one[1], other[1])
        return cls(left, top, max(one[0], other[0]) - left + 1, max(one[1], other[1]) - top + 1)

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box with all of `boxes`, of which there is at least one."""
        given = tuple(boxes)
        left, top = min(box.left for box in given), min(box.top for box in given)
        right, bottom = max(box.right for box in given), max(box.bottom for box in given)
        return cls(left, top, right - left, bottom - top)

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    def has(self, x: int, y: int) -> bool:
        return self.left <= x < self.right and self.top <= y < self.bottom

    def common(self, other: Box) -> Box:
        """What both share; empty where they do not touch."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, max(0, right - left), max(0, bottom - top))

    def moved(self, dx: int, dy: int) -> Box:
        return Box(self.left + dx, self.top + dy, self.width, self.height)

    def within(self, bounds: Box) -> Box:
        """Moved, and only if it must be shrunk, to lie inside `bounds`."""
        width, height = min(self.width, bounds.width), min(self.height, bounds.height)
        left = min(max(self.left, bounds.left), bounds.right - width)
        return Box(left, min(max(self.top, bounds.top), bounds.bottom - height), width, height)

    def nearest(self, x: int, y: int) -> tuple[int, int]:
        """The pixel inside that is nearest to `x`, `y`."""
        return min(max(x, self.left), self.right - 1), min(max(y, self.top), self.bottom - 1)
