"""PDF files: their pages as text or as something to look at, and pictures of them.

Promises that PDFium, which allows no two calls at once even on different documents, is entered by one thread at a time,
and that every document, page and bitmap is closed. Pictures of pages are drawn when asked for: a scan of 300 pages would
take 3 GB at once.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
import pypdfium2.raw as pdfium  # pyright: ignore[reportMissingTypeStubs]
from PIL import Image

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media.page import LARGEST, MAX_PAGES, Page, picture_scale, require_pages
from inference.media.pdf.characters import Character, characters
from inference.media.pdf.filled import filled, notes
from inference.media.pdf.hyphens import Hyphens
from inference.media.pdf.judging import reason_to_look
from inference.media.pdf.layers import Layers
from inference.media.pdf.layout import text_of
from inference.media.pdf.pieces import Piece, pieces
from inference.media.tidy import tidy
from inference.sentences import say

__all__ = ["draw", "read"]

_ERROR_PASSWORD = 4  # FPDF_ERR_PASSWORD
_ERROR_SECURITY = 5  # FPDF_ERR_SECURITY: an encryption PDFium does not know

_lane = threading.RLock()

_Document = Any  # pypdfium2 has no types of its own
_PdfPage = Any


def read(part: DocumentPart, tell: Callable[[float], object] = float) -> tuple[Page, ...]:
    """Every page of a PDF that `part` asks for, in order. `tell` hears which share of them is read.

    Raises MediaError if the PDF is locked, damaged, empty, longer than MAX_PAGES or lacks one of the pages.
    """
    with _open(part) as document:
        count = len(document)
        if count < 1:
            raise MediaError("pdf-empty", name=part.name)
        if count > MAX_PAGES:
            raise MediaError("pdf-too-long", name=part.name, count=count, most=MAX_PAGES)
        require_pages(part, count)
        wanted, pages = part.pages or range(1, count + 1), list[Page]()
        for number in wanted:
            pages.append(_page(document, number - 1))
            tell(len(pages) / len(wanted))
        return tuple(pages)


def draw(part: DocumentPart, number: int, *, width: int | None = None) -> Image.Image:
    """Page `number` as an RGB picture: about `width` pixels wide, for people to look at, or as large as any budget can show.

    Raises MediaError if the PDF is locked or damaged, or lacks the page.
    """
    with _open(part) as document:
        require_pages(replace(part, pages=(number,)), len(document))
        page = document.get_page(number - 1)
        try:
            across, down = page.get_size()
            if not (across > 0 and down > 0 and math.isfinite(across * down)):
                raise MediaError("page-without-size", name=part.name, number=number)
            scale = picture_scale(across, down) if width is None else min(width / across, math.sqrt(LARGEST / (across * down)))
            bitmap: Any = page.render(scale=scale, rev_byteorder=True)
            try:
                return bitmap.to_pil().convert("RGB")
            finally:
                bitmap.close()
        finally:
            page.close()


@contextmanager
def _open(part: DocumentPart) -> Generator[_Document]:
    """The document, in the one lane of PDFium; its failures as MediaError."""
    with _lane:
        try:
            document: _Document = pypdfium2.PdfDocument(part.data)
        except pypdfium2.PdfiumError as error:
            raise _refusal(part.name, getattr(error, "err_code", None)) from error
        try:
            if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
                document.init_forms()  # before any page is opened
            yield document
        except pypdfium2.PdfiumError as error:
            raise _refusal(part.name, None) from error
        finally:
            document.close()


def _refusal(name: str, code: int | None) -> MediaError:
    if code == _ERROR_PASSWORD:
        return MediaError("pdf-locked", name=name)
    if code == _ERROR_SECURITY:
        return MediaError("pdf-encrypted", name=name)
    return MediaError("pdf-damaged", name=name)


@dataclass(frozen=True)
class _Seen:
    """What is on a page: its characters, and by the way text runs there, the main one first, its pieces."""

    characters: tuple[Character, ...]
    pieces: tuple[tuple[Piece, ...], ...]
    notes: tuple[str, ...]

    def text(self, hyphens: Hyphens) -> str:
        said = [text_of(pieces, hyphens) for pieces in self.pieces]
        return tidy("\n\n".join([*said, *(str(say("page-note", note=note)) for note in self.notes)]))


def _page(document: _Document, index: int) -> Page:
    page = document.get_page(index)
    try:
        seen = _see(page, document.formenv)
        text = seen.text(Hyphens(piece.text for pieces in seen.pieces for piece in pieces))
        why = reason_to_look(page, seen.characters, text)
        return Page(index + 1, text if why is None else None, why)
    finally:
        page.close()


def _see(page: _PdfPage, form: Any) -> _Seen:
    textpage = page.get_textpage()
    try:
        found = tuple(characters(page, textpage, Layers(page)))
    finally:
        textpage.close()
    upright = -page.get_rotation() // 90 % 4
    turns = sorted({one.turn for one in found} | {upright}, key=lambda turn: -sum(one.turn == turn for one in found))
    ways = {turn: pieces(one for one in found if one.turn == turn) for turn in turns}
    ways[upright] += filled(page, form, upright)
    return _Seen(found, tuple(tuple(way) for way in ways.values() if way), tuple(notes(page)))
