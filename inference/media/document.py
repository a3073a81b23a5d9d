"""Documents of every kind, as pages: PDFs, pictures of several pages, web pages and plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media import tiff
from inference.media.cutting import cut
from inference.media.encoding import Read, decode
from inference.media.kind import kind_of
from inference.media.page import Page, require_pages
from inference.media.pdf import file as pdf
from inference.media.tidy import tidy
from inference.media.web.text import text_of
from inference.sentences import say

__all__ = ["MAX_BYTES", "count_text_pages", "draw", "read", "read_text"]

MAX_BYTES = 32 * 1024**2
"""Of a plain text: far more than any context holds; a larger file would only take long to refuse."""


def read(part: DocumentPart, tell: Callable[[float], object] = float) -> tuple[Page, ...]:
    """The pages that `part` asks for. `tell` hears which share of them is read.

    Raises MediaError if it is no document, cannot be used or lacks a page that was asked for.
    """
    match kind_of(part.data, part.name):
        case "pdf":
            return pdf.read(part, tell)
        case "pages":
            return tiff.read(part)
        case "web" | "text" as kind:
            pages = _read_web_page(part) if kind == "web" else read_text(part)
            require_pages(part, len(pages))
            return tuple(pages[number - 1] for number in part.pages) if part.pages else pages
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
    """All of a text, cut into pages. Raises MediaError if it is too long or is not text."""
    read = _decode(part)
    return _as_pages(tidy(read.text), read.remark(part.name))


def count_text_pages(part: DocumentPart) -> int:
    """Into how many pages a text is cut; 1 for every other kind. Raises as `read` does."""
    is_text = kind_of(part.data, part.name) in ("web", "text")
    return len(read(replace(part, pages=None))) if is_text else 1


def _read_web_page(part: DocumentPart) -> tuple[Page, ...]:
    """What a reader sees of it; a page without words, all of which a program would write, as it stands."""
    read = _decode(part)
    seen = text_of(read.text)
    if not seen.text.strip():
        return _as_pages(tidy(read.text), read.remark(part.name))
    said = [read.remark(part.name), str(say("web-page", name=part.name))]
    if seen.hid:
        said.append(str(say("web-page-hides", name=part.name)))
    return _as_pages(tidy(seen.text), " ".join(filter(None, said)))


def _decode(part: DocumentPart) -> Read:
    if len(part.data) > MAX_BYTES:
        raise MediaError("text-too-long", name=part.name, size=len(part.data) / 1e6, most=MAX_BYTES / 1e6)
    return decode(part.data, part.name)


def _as_pages(text: str, remark: str) -> tuple[Page, ...]:
    """What has to be said about the whole is said of its first page."""
    return tuple(Page(number, piece, remark=remark if number == 1 else "") for number, piece in enumerate(cut(text), 1))
