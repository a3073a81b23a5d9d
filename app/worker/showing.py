"""A page of a document as a person looks at it. Runs in the media thread."""

from __future__ import annotations

from app.values import PageShown, Thumbnail
from inference.conversation import DocumentPart

__all__ = ["LONGEST", "draw_page"]

LONGEST = 200_000
"""Characters of a text that are shown: laying out more would hold up the window."""


def draw_page(part: DocumentPart, number: int, width: int) -> PageShown:
    """Page `number`, from 1, for a person to look at. Raises MediaError, saying why, where it cannot be shown."""
    from inference.media import pdf, text  # bring the decoders: not before the first document
    from inference.media.kind import kind_of

    if kind_of(part.data, part.name) == "pdf":
        picture = pdf.draw(part, number, width=width)
        return PageShown(number, Thumbnail(picture.width, picture.height, picture.tobytes()))
    words = text.read(part)[0].text or ""
    return PageShown(number, text=words[:LONGEST], left_out=max(0, len(words) - LONGEST))
