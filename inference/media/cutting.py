"""A long text as pages: pieces about as long as a printed page, cut between paragraphs or lines where there are some."""

from __future__ import annotations

from inference.media.page import MAX_PAGES

__all__ = ["cut"]

_PAGE = 3_000
"""Characters of a printed page."""
_SPARE = 1.5
"""So many pages' length is one page still: no page is much shorter than the others."""
_BETWEEN = ("\n\n", "\n", ". ", " ")


def cut(text: str) -> tuple[str, ...]:
    """Nothing is lost but the line ends between two pages. A text too long for MAX_PAGES gets longer ones."""
    length = max(_PAGE, -(-len(text) // MAX_PAGES))
    pages: list[str] = []
    at = 0
    while len(text) - at > _SPARE * length:
        end = _end(text, at + length // 2, at + length)
        pages.append(text[at:end].strip("\n"))
        at = end
    return (*pages, text[at:].strip("\n"))


def _end(text: str, first: int, last: int) -> int:
    """Where to cut, as late as there is a good place."""
    for between in _BETWEEN:
        found = text.rfind(between, first, last)
        if found >= 0:
            return found + len(between)
    return last
