"""What stands on a page besides its text: the values of a form, and the notes somebody added."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_ulong
from typing import Any

import pypdfium2.raw as pdfium  # pyright: ignore[reportMissingTypeStubs]

from inference.media.pdf.characters import turned
from inference.media.pdf.pieces import Piece

__all__ = ["filled", "notes"]

_raw: Any = pdfium
_HIDDEN = 2 | 32  # FPDF_ANNOT_FLAG_HIDDEN, FPDF_ANNOT_FLAG_NOVIEW
_WIDGET, _FREE_TEXT, _POPUP = _raw.FPDF_ANNOT_WIDGET, _raw.FPDF_ANNOT_FREETEXT, _raw.FPDF_ANNOT_POPUP
_NOTES = frozenset(
    getattr(_raw, f"FPDF_ANNOT_{kind}")
    for kind in "TEXT LINE SQUARE CIRCLE POLYGON POLYLINE HIGHLIGHT UNDERLINE SQUIGGLY STRIKEOUT STAMP CARET INK".split()
)
_TICKS = frozenset((_raw.FPDF_FORMFIELD_CHECKBOX, _raw.FPDF_FORMFIELD_RADIOBUTTON))
_VALUES = frozenset((_raw.FPDF_FORMFIELD_TEXTFIELD, _raw.FPDF_FORMFIELD_COMBOBOX, _raw.FPDF_FORMFIELD_LISTBOX))
_PASSWORD = 1 << 13  # FPDF_FORMFLAG_TEXT_PASSWORD
_LONGEST = 100_000
"""Characters of a value."""
_LINE = 16.0
"""Points: the lines of a value are taken to be no higher, however large its field is."""


def filled(page: Any, form: Any | None, turn: int) -> list[Piece]:
    """The values and ticks of the form on a page, and what was written over it, each where it stands.

    They are seen as text that runs `turn` quarters clockwise. `form` is PDFium's form environment; None where there is none.
    """
    found: list[Piece] = []
    for kind, annotation in _shown(page):
        text = ""
        if kind == _WIDGET and form is not None:
            text = _value(form, annotation)
        elif kind == _FREE_TEXT:
            text = _said(_raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
        if text.strip():
            found += _placed(annotation, text, turn)
    return found


def notes(page: Any) -> list[str]:
    """What somebody said about places of the page: a reader shows it when one points there."""
    found = (_said(_raw.FPDFAnnot_GetStringValue, annotation, b"Contents") for kind, annotation in _shown(page) if kind in _NOTES)
    return [" ".join(text.split()) for text in found if text.strip()]


def _shown(page: Any) -> Iterator[tuple[int, Any]]:
    for index in range(_raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = _raw.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            try:
                if not _raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
                    yield _raw.FPDFAnnot_GetSubtype(annotation), annotation
            finally:
                _raw.FPDFPage_CloseAnnot(annotation)


def _value(form: Any, annotation: Any) -> str:
    kind = _raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _TICKS:
        return "[x]" if _raw.FPDFAnnot_IsChecked(form, annotation) else "[ ]"
    if kind not in _VALUES or _raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
        return ""
    chosen = [
        _said(_raw.FPDFAnnot_GetOptionLabel, form, annotation, index)
        for index in range(max(0, _raw.FPDFAnnot_GetOptionCount(form, annotation)))
        if _raw.FPDFAnnot_IsOptionSelected(form, annotation, index)
    ]
    return ", ".join(chosen) or _said(_raw.FPDFAnnot_GetFormFieldValue, form, annotation)


def _placed(annotation: Any, text: str, turn: int) -> Iterator[Piece]:
    """Its lines below each other: one in the middle of its field, as PDFs draw it, several from the top."""
    box = _raw.FS_RECTF()
    if not _raw.FPDFAnnot_GetRect(annotation, box):
        return
    left, top, right, bottom = turned((box.left, -box.top, box.right, -box.bottom), turn)
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    high = max(1.0, min(_LINE, (bottom - top) / len(lines)))
    first = (top + bottom - high) / 2 if len(lines) == 1 else top
    for number, line in enumerate(lines):
        line = line.strip()
        across = min(right - left, 0.5 * high * len(line))
        yield Piece(line, left, first + number * high, left + max(1.0, across), first + (number + 1) * high)


def _said(ask: Any, *about: Any) -> str:
    """What PDFium says in UTF-16: asked once for its length in bytes, and once for it."""
    length = ask(*about, None, 0)
    if not 2 < length <= 2 * _LONGEST:
        return ""
    buffer = (_raw.FPDF_WCHAR * (length // 2))()
    ask(*about, buffer, c_ulong(length))
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
