"""The characters of a page of a PDF with their places, as PDFium finds them: what cannot be seen there is left out.

Places are in points, seen the way the text runs: `left` to `right` along it, `top` to `bottom` across it, whichever way the page
is turned. Text that runs another way has a `turn` of its own.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from ctypes import addressof, c_double
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium  # pyright: ignore[reportMissingTypeStubs]

from inference.media.pdf.layers import Layers

__all__ = ["Character", "Span", "characters", "turned"]

_raw: Any = pdfium
_HYPHEN = "\x02"
"""What PDFium gives for a hyphen at the end of a line: https://issues.chromium.org/issues/40440467"""
_INVISIBLE = 3  # FPDF_TEXTRENDERMODE_INVISIBLE: laid over a scan by whoever read it
Span = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class Character:
    """`text` is one character, or a few for a ligature. `turn` counts quarters of a turn clockwise, of the text on its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    foot: float
    """The line it stands on."""
    turn: int
    continues: bool
    """PDFium sees it as the next of a word: nothing stands between it and the character before."""
    guessed: bool
    """The font does not say which character it is."""
    invisible: bool
    """Not drawn: the text of a scan, as another program read it."""


def characters(page: Any, textpage: Any, layers: Layers) -> Iterator[Character]:
    """Those of a page that a reader sees, in the order they are drawn; spaces and line breaks that PDFium adds are left out."""
    within = _visible(page)
    last: Character | None = None
    for one in _all(textpage.raw, layers):
        if not _overlap(one, within):
            continue
        if last is not None and one.left == last.left and one.right == last.right and one.top == last.top and one.continues:
            last = replace(last, text=last.text + one.text)  # a ligature: two characters, drawn as one
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _all(text: Any, layers: Layers) -> Iterator[Character]:
    """Called for every letter of a document, so what is the same for a piece of text is asked once for each piece."""
    x, y = c_double(), c_double()
    box, known, shown, invisible, turn, continues = _raw.FS_RECTF(), -1, True, False, 0, False
    for index in range(_raw.FPDFText_CountChars(text)):
        if _raw.FPDFText_IsGenerated(text, index) == 1:
            continues = False
            continue
        owner = _raw.FPDFText_GetTextObject(text, index)
        address = addressof(owner.contents) if owner else 0
        if address != known:
            known, shown = address, layers.shows(owner)
            invisible = address != 0 and _raw.FPDFTextObj_GetTextRenderMode(owner) == _INVISIBLE
            turn = round(_raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4
        if not shown or not _raw.FPDFText_GetLooseCharBox(text, index, box):
            continue
        _raw.FPDFText_GetCharOrigin(text, index, x, y)
        span = box.left, -box.top, box.right, -box.bottom
        guessed = _raw.FPDFText_HasUnicodeMapError(text, index) == 1
        sign = _read(_raw.FPDFText_GetUnicode(text, index))
        foot = turned((x.value, -y.value, x.value, -y.value), turn)[1]
        yield Character(sign, *turned(span, turn), foot, turn, continues, guessed, invisible)
        continues = True


def turned(span: Span, turn: int) -> Span:
    """A box of the page, whose y grows downwards, as seen by text that runs `turn` quarters clockwise on it."""
    left, top, right, bottom = span
    if turn == 0:
        return span
    if turn == 1:
        return top, -right, bottom, -left
    return (-right, -bottom, -left, -top) if turn == 2 else (-bottom, left, -top, right)


def _read(code: int) -> str:
    """The character; half of a pair and what is no character as U+FFFD."""
    if code == ord(_HYPHEN):
        return "-"
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF or code == 0:
        return "\ufffd"
    text = chr(code)
    # Ligatures and the forms that Arabic letters take in a word are how letters look, not which they are.
    return unicodedata.normalize("NFKC", text) if 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC else text


def _visible(page: Any) -> dict[int, Span]:
    """The part of the page that is shown, as text of each turn sees it."""
    box = _raw.FS_RECTF()
    if not _raw.FPDF_GetPageBoundingBox(page.raw, box):
        return {}
    return {turn: turned((box.left, -box.top, box.right, -box.bottom), turn) for turn in range(4)}


def _overlap(one: Character, within: dict[int, Span]) -> bool:
    left, top, right, bottom = within.get(one.turn, (-math.inf, -math.inf, math.inf, math.inf))
    return one.left < right and one.right > left and one.top < bottom and one.bottom > top
