"""Documents of every kind, as pages: PDFs, and plain text as one page."""

from __future__ import annotations

from collections.abc import Callable

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media.encoding import decode
from inference.media.kind import kind_of
from inference.media.pdf import file as pdf
from inference.media.pdf.file import Page, require_pages
from inference.media.tidy import tidy

__all__ = ["MAX_BYTES", "Page", "read", "read_text"]

MAX_BYTES = 32 * 1024**2
"""Of a plain text: far more than any context holds; a larger file would only take long to refuse."""


def read(part: DocumentPart, tell: Callable[[float], object] = float) -> tuple[Page, ...]:
    """The pages of a PDF, or a text file as page 1; of `part.pages` only those. `tell` hears which share of them is read.

    Raises MediaError if it is neither, cannot be used or lacks a page that was asked for.
    """
    kind = kind_of(part.data, part.name)
    if kind == "pdf":
        return pdf.read(part, tell)
    if kind == "text":
        pages = read_text(part)
        require_pages(part, len(pages))
        return pages
    raise MediaError("no-document", name=part.name)


def read_text(part: DocumentPart) -> tuple[Page, ...]:
    """The whole text as page 1. Raises MediaError if it is too long or is not text."""
    if len(part.data) > MAX_BYTES:
        raise MediaError("text-too-long", name=part.name, size=len(part.data) / 1e6, most=MAX_BYTES / 1e6)
    read = decode(part.data, part.name)
    return (Page(1, tidy(read.text), remark=read.remark(part.name)),)
