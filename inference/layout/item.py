"""A piece of text on a page: where it stands."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Item"]


@dataclass(frozen=True)
class Item:
    """A piece of text: `index` is the caller's; the box is left, top, right and bottom."""

    index: int
    left: float
    top: float
    right: float
    bottom: float
    length: int
    drawn: int | None = None
    """When it was drawn, where that is known."""

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2
