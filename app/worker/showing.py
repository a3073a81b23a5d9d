"""A page of a document as a person looks at it. Runs in the media thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.values import PageShown, Thumbnail
from inference.citation import score
from inference.conversation import DocumentPart
from inference.errors import MediaError

__all__ = ["LONGEST", "draw_page", "find_passage"]

LONGEST = 200_000
"""Characters of a text that are shown: laying out more would hold up the window."""


def draw_page(part: DocumentPart, number: int, width: int) -> PageShown:
    """Page `number`, from 1, for a person to look at. Raises MediaError, saying why, where it cannot be shown."""
    from inference.media import document, pdf  # bring the decoders: not before the first document
    from inference.media.kind import kind_of

    if kind_of(part.data, part.name) == "pdf":
        picture = pdf.draw(part, number, width=width)
        return PageShown(number, Thumbnail(picture.width, picture.height, picture.tobytes()))
    words = document.read_text(part)[0].text or ""
    return PageShown(number, text=words[:LONGEST], left_out=max(0, len(words) - LONGEST))


def find_passage(places: Sequence[tuple[DocumentPart, int]], passage: str) -> int | None:
    """Which place, a document and one of its pages, holds most of a passage; None where none does.

    A document that cannot be read holds nothing.
    """
    wanted: dict[DocumentPart, set[int]] = {}
    for part, number in places:
        wanted.setdefault(replace(part, pages=None), set()).add(number)
    texts = {part: _texts(replace(part, pages=tuple(sorted(pages)))) for part, pages in wanted.items()}
    scores = [score(passage, texts[replace(part, pages=None)].get(number, "")) for part, number in places]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _texts(part: DocumentPart) -> dict[int, str]:
    from inference.media import document

    try:
        return {page.number: page.text or "" for page in document.read(part)}
    except MediaError:
        return {}
