"""A document page by page, as the model gets it: in words, for somebody to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.sentences import say
from app.worker.preparing import LONGEST
from inference.conversation import DocumentPart
from inference.sentences import say as say_reason

if TYPE_CHECKING:
    from inference.media.page import Page

__all__ = ["tell_pages"]


def tell_pages(part: DocumentPart, pages: tuple[Page, ...], *, able: bool) -> str:
    """Each of its pages, how it goes, and why. `able`: the model sees."""
    words = "\n\n".join(_told(part, pages, able=able))
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST]}\n\n{say('text-cut', count=len(words) - LONGEST)}"


def _told(part: DocumentPart, pages: tuple[Page, ...], *, able: bool) -> Iterator[str]:
    """Page by page, as `Opener` gives it to the model."""
    texts = dict(part.texts)
    for page in pages:
        own = page.text is not None
        words = page.text if own else texts.get(page.number)
        looks = able and part.is_drawn and words != ""
        as_picture = looks and (part.given in ("picture", "both") or (not own and (words is None or part.given == "itself")))
        as_text = words is not None and (not as_picture or part.given == "both")
        reason = page.why or "no-text"
        why = "" if own and page.why is None else f" {say_reason(reason)}."
        how = "text and picture" if as_picture and as_text else "picture" if as_picture else "text"
        beside = f"\n{words}" if as_text else "" if as_picture else f"\n{say('page-unread')}"
        yield f"Page {page.number:,} ({how}).{why}{beside}"
