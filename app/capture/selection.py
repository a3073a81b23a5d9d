"""Choosing a part of the screen, without any screen: what presses, moves and keys make of the region and the window.

Promises a box that lies on the desktop and holds at least one pixel. All numbers are device pixels of the desktop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.capture.box import Box

__all__ = ["HANDLES", "Grip", "Selection"]

Grip = Literal["", "new", "move", "n", "s", "e", "w", "ne", "nw", "se", "sw"]
"""What the mouse holds: nothing, a region being drawn, the whole region, or one of its handles by points of the compass."""

HANDLES: tuple[Grip, ...] = ("nw", "n", "ne", "e", "se", "s", "sw", "w")


@dataclass
class Selection:
    """`reach` is how near a handle the pointer must be, `threshold` how far it moves before a press is a drag."""

    bounds: Box
    windows: Sequence[Box] = ()
    reach: int = 8
    threshold: int = 4
    region: Box | None = None
    hovered: Box | None = None
    grip: Grip = ""
    dragged: bool = False
    reads: bool = False
    """What is chosen is to be read: its words are wanted, not its picture."""
    _pressed: tuple[int, int] = (0, 0)
    _before: Box = field(default_factory=lambda: Box(0, 0, 0, 0))

    @property
    def marked(self) -> Box | None:
        """What would be taken: the region, else the window under the pointer."""
        return self.region or self.hovered

    def window_at(self, x: int, y: int) -> Box | None:
        return next((box for box in self.windows if box.has(x, y)), None)

    def hover(self, x: int, y: int) -> None:
        """The pointer moves with no button held: the window under it is marked, unless there is a region."""
        if self.region is None:
            self.hovered = self.window_at(x, y)

    def grip_at(self, x: int, y: int) -> Grip:
        """What a press here would hold."""
        if self.region is None:
            return "new"
        near = min(HANDLES, key=lambda handle: _distance(self.handle(handle), (x, y)))
        if _distance(self.handle(near), (x, y)) <= self.reach:
            return near
        return "move" if self.region.has(x, y) else "new"

    def handle(self, handle: Grip) -> tuple[int, int]:
        """Where a handle of the region is."""
        assert self.region is not None, "only a region has handles"
        box = self.region
        across = {"w": box.left, "e": box.right - 1}
        down = {"n": box.top, "s": box.bottom - 1}
        x = next((across[side] for side in handle if side in across), box.left + box.width // 2)
        return x, next((down[side] for side in handle if side in down), box.top + box.height // 2)

    def press(self, x: int, y: int) -> None:
        self.grip, self.dragged, self._pressed = self.grip_at(x, y), False, self.bounds.nearest(x, y)
        if self.region is not None:
            self._before = self.region

    def move(self, x: int, y: int) -> None:
        """The pointer moves with the button held, perhaps beyond the desktop."""
        if not self.grip:
            return
        dx, dy = x - self._pressed[0], y - self._pressed[1]
        if not self.dragged and max(abs(dx), abs(dy)) < self.threshold:
            return
        self.dragged, self.hovered = True, None
        if self.grip == "new":
            self.region = Box.between(self._pressed, self.bounds.nearest(x, y))
        elif self.grip == "move":
            self.region = self._before.moved(dx, dy).within(self.bounds)
        else:
            self.region = self._stretch(dx, dy)

    def release(self) -> None:
        self.grip = ""

    def nudge(self, dx: int, dy: int) -> None:
        """Move the region; without one, make the marked window one, or the middle of the desktop."""
        self.region = (self.region or self._first()).moved(dx, dy).within(self.bounds)
        self.hovered, self.grip = None, ""

    def stretch(self, dx: int, dy: int) -> None:
        """Make the region wider and higher, keeping its top left corner."""
        box = self.region or self._first()
        width = min(max(1, box.width + dx), self.bounds.right - box.left)
        self.region = Box(box.left, box.top, width, min(max(1, box.height + dy), self.bounds.bottom - box.top))
        self.hovered, self.grip = None, ""

    def next_window(self, step: int) -> None:
        """Mark the next window, for the keyboard; the region is given up."""
        if not self.windows:
            return
        now = next((number for number, box in enumerate(self.windows) if box == self.hovered), -1 if step > 0 else 0)
        self.region, self.hovered = None, self.windows[(now + step) % len(self.windows)]

    def _first(self) -> Box:
        if self.hovered is not None:
            return self.hovered
        width, height = max(1, self.bounds.width // 2), max(1, self.bounds.height // 2)
        return Box(self.bounds.left + width // 2, self.bounds.top + height // 2, width, height)

    def _stretch(self, dx: int, dy: int) -> Box:
        """A handle dragged over the opposite side turns the region inside out."""
        box = self._before
        one = box.left + (dx if "w" in self.grip else 0), box.top + (dy if "n" in self.grip else 0)
        other = box.right - 1 + (dx if "e" in self.grip else 0), box.bottom - 1 + (dy if "s" in self.grip else 0)
        return Box.between(self.bounds.nearest(*one), self.bounds.nearest(*other))


def _distance(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
