"""Documents of every kind, as pages: PDFs, pictures of several pages, and plain text."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media import tiff
from inference.media.encoding import decode
from inference.media.kind import kind_of
from inference.media.page import Page, require_pages
from inference.media.pdf import file as pdf
from inference.media.tidy import tidy

__all__ = ["MAX_BYTES", "draw", "read", "read_text"]

MAX_BYTES = 32 * 1024**2
"""Of a plain text: far more than any context holds; a larger file would only take long to refuse."""


def read(part: DocumentPart, tell: Callable[[float], object] = float) -> tuple[Page, ...]:
    """The pages that `part` asks for; a text file is page 1. `tell` hears which share of them is read.

    Raises MediaError if it is no document, cannot be used or lacks a page that was asked for.
    """
    match kind_of(part.data, part.name):
        case "pdf":
            return pdf.read(part, tell)
        case "pages":
            return tiff.read(part)
        case "text":
            pages = read_text(part)
            require_pages(part, len(pages))
            return pages
        case _:
            raise MediaError("no-document", name=part.name)


def draw(part: DocumentPart, number: int, *, width: int | None = None) -> Image.Image:
    """Page `number` as an RGB picture: about `width` pixels wide, for people to look at, or as large as any budget can show.

    Raises MediaError where it cannot be drawn: it is damaged, has no such page, or is a text.
    """
    match kind_of(part.data, part.name):
        case "pdf":
            return pdf.draw(part, number, width=width)
        case "pages":
            return tiff.draw(part, number, width=width)
        case _:
            raise MediaError("no-document", name=part.name)


def read_text(part: DocumentPart) -> tuple[Page, ...]:
    """The whole text as page 1. Raises MediaError if it is too long or is not text."""
    if len(part.data) > MAX_BYTES:
        raise MediaError("text-too-long", name=part.name, size=len(part.data) / 1e6, most=MAX_BYTES / 1e6)
    read = decode(part.data, part.name)
    return (Page(1, tidy(read.text), remark=read.remark(part.name)),)
