"""Documents of every kind, as pages."""

from __future__ import annotations

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media import pdf, text
from inference.media.kind import kind_of
from inference.media.pdf import Page

__all__ = ["Page", "read"]


def read(part: DocumentPart) -> tuple[Page, ...]:
    """The pages of a PDF, or a text file as page 1; of `part.pages` only those.

    Raises MediaError if it is neither, cannot be used or lacks a page that was asked for.
    """
    kind = kind_of(part.data, part.name)
    if kind == "pdf":
        return pdf.read(part)
    if kind == "text":
        pages = text.read(part)
        pdf.require_pages(part, len(pages))
        return pages
    raise MediaError("no-document", name=part.name)
