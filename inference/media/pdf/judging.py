"""Whether the text of a page is what a reader sees on it, or whether the page has to be looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from ctypes import c_float
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # pyright: ignore[reportMissingTypeStubs]

from inference.media.page import Why
from inference.media.pdf.characters import Character

__all__ = ["reason_to_look"]

_raw: Any = pdfium
_LETTERS = 3
"""A page with fewer has no text."""
_GUESSED = 0.2
"""Share of the letters of which the font does not say what they are, or which mean nothing: more, and none is believed."""
_DRAWN = 0.3
"""Share of the page: pictures that cover as much may say more than the text does."""
_COVERED = 0.12
"""Of the area of the pictures, what the text covers at least where it says what is on them."""
_FEW = 60
"""Letters: so few may be the caption of a drawing."""
_MANY_PATHS = 300
"""Lines and shapes of a drawing, or of letters that are drawn as shapes."""
_TELLING = 60
"""Letters that are needed to say of what language they are, or that they are of none."""
_USUAL = 0.36
"""Share of the pairs of letters in words that are usual ones. Real text has 0.5 and more, that of a wrong table 0.05 to 0.31."""
_CODE = 5
"""Letters: words in capitals that are no longer are codes and abbreviations, of no language."""
_PAIRS = frozenset(
    # The commonest pairs of letters of the languages of Europe that are written in Latin letters, and of Turkish and Malay.
    """aa ad ai al am an ar as at au be ca ce ch ci co da de di do ec ed ei el em en er es et eu ez ge ha he hi ic ie il in io ir
    is it ka ke la le li ll lo ma me mi na nd ne ng ni no nt od of om on or os ou ow ra rd re ri ro rs rz sc se si sk so
    sp ss st sz ta te th ti to tr tt ue ui un ur us ut va ve vi wa we wi ya ye za ze""".split()
)


def reason_to_look(page: Any, found: Sequence[Character], text: str) -> Why | None:
    """None where `text`, of the characters `found` and what a form holds, says what is on the page."""
    letters = sum(map(str.isalnum, text))
    if _is_meaningless(found):
        return "no-language"
    if letters < _LETTERS:
        return None if _is_blank(page) else "no-text"
    if not _is_language(text):
        return "no-language"
    if any(one.invisible for one in found):  # the text of a scan, read by another program
        return None
    return "little-text" if _says_little(page, found, letters) else None


def _is_meaningless(found: Sequence[Character]) -> bool:
    odd = sum(one.guessed or (not one.text.isprintable() and any(map(_means_nothing, one.text))) for one in found)
    return odd > _GUESSED * len(found)


def _means_nothing(sign: str) -> bool:
    """A place for private use, one without a character, a control character: what a font without a Unicode table gives."""
    return unicodedata.category(sign) in ("Co", "Cn", "Cc")


def _is_language(text: str) -> bool:
    """Whether its letters follow each other as in some language; of other scripts than Latin, and of few letters, yes."""
    words = [word.lower() for word in _latin(text).split() if len(word) > (_CODE if word.isupper() else 1)]
    if sum(map(len, words)) < _TELLING:
        return True
    pairs = [first + second for word in words for first, second in pairwise(word)]
    return sum(pair in _PAIRS for pair in pairs) >= _USUAL * len(pairs)


def _latin(text: str) -> str:
    """Its Latin letters without accents; everything else is a space."""
    plain = unicodedata.normalize("NFD", text)
    return "".join(sign if sign.isascii() and sign.isalpha() else " " for sign in plain if unicodedata.category(sign) != "Mn")


def _says_little(page: Any, found: Sequence[Character], letters: int) -> bool:
    """Whether pictures, or drawings, may say more than the text beside or on them."""
    pictures, paths = _drawn(page)
    if letters < _FEW and paths > _MANY_PATHS:
        return True
    width, height = page.get_size()
    written = sum(max(0.0, one.right - one.left) * max(0.0, one.bottom - one.top) for one in found)
    return pictures > _DRAWN * width * height and written < _COVERED * pictures


def _drawn(page: Any) -> tuple[float, int]:
    """The area of the pictures on a page, in square points, and how many lines and shapes there are."""
    area, paths = 0.0, 0
    for index in range(_raw.FPDFPage_CountObjects(page.raw)):
        piece = _raw.FPDFPage_GetObject(page.raw, index)
        kind = _raw.FPDFPageObj_GetType(piece)
        paths += kind == _raw.FPDF_PAGEOBJ_PATH
        if kind == _raw.FPDF_PAGEOBJ_IMAGE or (kind == _raw.FPDF_PAGEOBJ_FORM and _has_picture(piece)):
            area += _area(page, piece)
    return area, paths


def _has_picture(form: Any) -> bool:
    count = min(1_000, _raw.FPDFFormObj_CountObjects(form))
    return any(
        _raw.FPDFPageObj_GetType(_raw.FPDFFormObj_GetObject(form, index)) == _raw.FPDF_PAGEOBJ_IMAGE for index in range(count)
    )


def _area(page: Any, piece: Any) -> float:
    """What of it lies on the page."""
    sides = [c_float() for _ in range(4)]
    if not _raw.FPDFPageObj_GetBounds(piece, *sides):
        return 0.0
    left, bottom, right, top = (side.value for side in sides)
    box = _raw.FS_RECTF()
    if _raw.FPDF_GetPageBoundingBox(page.raw, box):
        left, right, bottom, top = max(left, box.left), min(right, box.right), max(bottom, box.bottom), min(top, box.top)
    return max(0.0, right - left) * max(0.0, top - bottom)


def _is_blank(page: Any) -> bool:
    """Nothing is drawn on the page at all: no picture is worth its tokens."""
    return int(_raw.FPDFPage_CountObjects(page.raw)) == 0 and int(_raw.FPDFPage_GetAnnotCount(page.raw)) == 0
