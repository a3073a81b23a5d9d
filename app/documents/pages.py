"""Pages of a document as people write them: 3-9, 12."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.sentences import say
from inference.errors import InputError

__all__ = ["choose_pages", "pages_called", "pages_text"]


def choose_pages(words: str, count: int) -> tuple[int, ...] | None:
    """The page numbers that `words` name, ascending; None for all of `count`. Raises InputError."""
    if not words.strip() or words.strip().lower() == "all":
        return None
    found: set[int] = set()
    for piece in re.split(r"[,;\s]+", re.sub(r" ?[-–—] ?", "-", " ".join(words.split()))):
        match = re.fullmatch(r"(\d{1,6})?(-)?(\d{1,6})?", piece)
        if match is None or not piece.strip("-"):
            raise InputError(say("no-pages", piece=piece))
        first, dash, last = match.groups()
        begin = int(first) if first else 1
        end = int(last) if last else count if dash else begin
        if not 1 <= begin <= end <= count:
            raise InputError(say("not-within-the-pages", piece=piece, pages=count))
        found.update(range(begin, end + 1))
    return None if len(found) == count else tuple(sorted(found))


def pages_called(pages: Sequence[int]) -> str:
    """Ascending page numbers as they are said: page 3, pages 3–9, 12."""
    return f"{'page' if len(pages) == 1 else 'pages'} {pages_text(pages)}"


def pages_text(pages: Sequence[int]) -> str:
    """Ascending page numbers, runs joined: 3–9, 12."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
