"""One page of a PDF, written by hand: what is on it is seen in the test."""

from __future__ import annotations

from collections.abc import Sequence

from inference.conversation import DocumentPart
from inference.media.page import Page
from inference.media.pdf import file
from tests.factories import pdf_file

__all__ = ["read", "sheet", "words"]

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def words(text: str, left: float, up: float, size: float = 12, turn: str = "1 0 0 1") -> str:
    """`text` drawn by itself, its foot at a place in points from the lower left corner."""
    return f"BT /F1 {size} Tf {turn} {left} {up} Tm ({text}) Tj ET\n"


def sheet(content: str, *, page: str = "", catalog: str = "", resources: str = "", objects: Sequence[bytes] = ()) -> bytes:
    """A PDF of one page in A4. `objects` are numbered from 6; the font is 5, the page 3."""
    data = content.encode("cp1252")
    return pdf_file(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            f" /Resources << /Font << /F1 5 0 R >> {resources} >> {page} >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data),
            FONT,
            *objects,
        ]
    )


def read(data: bytes) -> Page:
    (page,) = file.read(DocumentPart("sheet.pdf", data))
    return page
