"""What a person asks for by the keys of a field that searches a list, and of the list."""

from __future__ import annotations

from enum import Enum

__all__ = ["OfSearch"]


class OfSearch(Enum):
    GO_DOWN = "the keyboard goes on in the list"
    GO_UP = "the up key in the first row: it goes back to the field"
    LEAVE = "nothing more is searched for"
