"""Layers of a PDF: what stands on one that is switched off is in the file, and on no screen or paper."""

from __future__ import annotations

from ctypes import addressof, c_ulong
from typing import Any

import pypdfium2.raw as pdfium  # pyright: ignore[reportMissingTypeStubs]

__all__ = ["Layers"]

_raw: Any = pdfium
_LARGEST = 1_000_000
"""Pixels of a drawing that is looked at for a difference."""
_TRIED = 3
"""Pieces of text of a layer of which none makes a difference: it is off. One may lie under something else."""
_MOST = 24
"""Drawings for one page; layers beyond are taken as shown."""


class Layers:
    """Of one page. PDFium draws only layers that are on, and has no call that says which those are: so it is looked at."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._shown: dict[int, bool] = {}
        """By the address of a piece of text."""
        self._layers: dict[str, list[bool]] = {}
        """By its name, which of the pieces tried could be seen."""
        self._whole: bytes | None = None
        self._drawings = 0

    def shows(self, piece: Any) -> bool:
        """Whether a piece of text, a page object of PDFium, is on no layer or on one that is shown."""
        address = addressof(piece.contents) if piece else 0
        if address not in self._shown:
            layer = _layer(piece)
            self._shown[address] = layer is None or self._is_on(layer, piece)
        return self._shown[address]

    def _is_on(self, layer: str, piece: Any) -> bool:
        tried = self._layers.setdefault(layer, [])
        if not any(tried) and len(tried) < _TRIED and self._drawings < _MOST:
            tried.append(self._makes_a_difference(piece))
        return not tried or any(tried)

    def _makes_a_difference(self, piece: Any) -> bool:
        if self._whole is None:
            self._whole = self._draw()
        _raw.FPDFPageObj_SetIsActive(piece, False)
        try:
            return self._draw() != self._whole
        finally:
            _raw.FPDFPageObj_SetIsActive(piece, True)

    def _draw(self) -> bytes:
        self._drawings += 1
        width, height = self._page.get_size()
        bitmap: Any = self._page.render(scale=min(1.0, (_LARGEST / max(1.0, width * height)) ** 0.5), may_draw_forms=False)
        try:
            return bytes(bitmap.buffer)
        finally:
            bitmap.close()


def _layer(piece: Any) -> str | None:
    """The layer a piece of text is marked to be on; None where it is on none."""
    for index in range(max(0, _raw.FPDFPageObj_CountMarks(piece)) if piece else 0):
        mark = _raw.FPDFPageObj_GetMark(piece, index)
        if _said(_raw.FPDFPageObjMark_GetName, mark) == "OC":
            return _said(_raw.FPDFPageObjMark_GetParamStringValue, mark, b"Name")
    return None


def _said(ask: Any, mark: Any, *key: bytes) -> str:
    length = c_ulong()
    buffer = (_raw.FPDF_WCHAR * 256)()
    ask(mark, *key, buffer, 512, length)
    return bytes(buffer)[: max(0, min(512, length.value) - 2)].decode("utf-16-le", "replace")
