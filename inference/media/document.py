"""Documents of every kind, as pages: PDFs, and plain text in UTF-8 or UTF-16 as one page."""

from __future__ import annotations

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media import pdf
from inference.media.kind import kind_of
from inference.media.pdf import Page, require_pages, tidy

__all__ = ["MAX_BYTES", "Page", "read", "read_text"]

MAX_BYTES = 32 * 1024**2
"""Of a plain text: far more than any context holds; a larger file would only take long to refuse."""


def read(part: DocumentPart) -> tuple[Page, ...]:
    """The pages of a PDF, or a text file as page 1; of `part.pages` only those.

    Raises MediaError if it is neither, cannot be used or lacks a page that was asked for.
    """
    kind = kind_of(part.data, part.name)
    if kind == "pdf":
        return pdf.read(part)
    if kind == "text":
        pages = read_text(part)
        require_pages(part, len(pages))
        return pages
    raise MediaError("no-document", name=part.name)


def read_text(part: DocumentPart) -> tuple[Page, ...]:
    """The whole text as page 1. Raises MediaError if it is too long or is not text."""
    if len(part.data) > MAX_BYTES:
        raise MediaError("text-too-long", name=part.name, size=len(part.data) / 1e6, most=MAX_BYTES / 1e6)
    encoding = "utf-16" if part.data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = tidy(part.data.decode(encoding))
    except UnicodeDecodeError as error:
        raise MediaError("text-not-utf-8", name=part.name) from error
    return (Page(1, text),)
