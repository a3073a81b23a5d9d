"""A page of a document as a person looks at it. Runs in the media thread."""

from __future__ import annotations

from app.values import PageShown, ShowPage, Thumbnail

__all__ = ["LONGEST", "page_shown"]

LONGEST = 200_000
"""Characters of a text that are shown: laying out more would hold up the window."""


def page_shown(job: ShowPage) -> PageShown:
    """The page that is asked for. Raises MediaError, saying why, where it cannot be shown."""
    from inference.media import pdf, text  # bring the decoders: not before the first document
    from inference.media.kind import kind_of

    if kind_of(job.part.data, job.part.name) == "pdf":
        picture = pdf.draw(job.part, job.number, width=job.width)
        return PageShown(job.number, Thumbnail(picture.width, picture.height, picture.tobytes()))
    words = text.read(job.part)[0].text or ""
    return PageShown(job.number, text=words[:LONGEST], left_out=max(0, len(words) - LONGEST))
