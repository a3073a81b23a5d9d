"""Held-out papers as PDF files of real text, so that they are read the way a person's are."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Sequence
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
import pypdfium2.raw  # pyright: ignore[reportMissingTypeStubs]

__all__ = ["written"]

_RAW: Any = pypdfium2.raw  # ctypes, whose types nobody tells
_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 60.0  # A4, in points
_SIZE, _LEADING = 11.0, 15.0
_ANY_TIME = re.compile(rb"(/CreationDate\(D:|/ID\[<|(?<=>)<)([0-9A-F]+)")
"""Where PDFium notes the moment; the same paper is to be the same file whenever it is made."""


def written(pages: Sequence[str]) -> bytes:
    """A PDF with one page for each of `pages`, a line of type for each of its lines (ASCII, none too long for A4)."""
    document: Any = pypdfium2.PdfDocument.new()
    try:
        for text in pages:
            page = document.new_page(_WIDTH, _HEIGHT)
            for number, line in enumerate(text.split("\n")):
                if line:
                    _set(document, page, line, _HEIGHT - _MARGIN - number * _LEADING)
            page.gen_content()
            page.close()
        data = io.BytesIO()
        document.save(data)
        return _ANY_TIME.sub(lambda found: found[1] + b"0" * len(found[2]), data.getvalue())
    finally:
        document.close()


def _set(document: Any, page: Any, line: str, height: float) -> None:
    typed = _RAW.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", ctypes.c_float(_SIZE))
    units = [ord(character) for character in line] + [0]  # UTF-16 of ASCII
    _RAW.FPDFText_SetText(typed, (ctypes.c_ushort * len(units))(*units))
    _RAW.FPDFPageObj_Transform(typed, 1, 0, 0, 1, _MARGIN, height)
    _RAW.FPDFPage_InsertObject(page.raw, typed)
