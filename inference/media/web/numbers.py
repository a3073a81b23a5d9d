"""Numbers as a web page shows them: raised and lowered figures, and the numbers of a list."""

from __future__ import annotations

from typing import Literal

__all__ = ["numbered", "raised"]

_FIGURES = {
    "sup": str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾"),
    "sub": str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎"),
}
_SIGNS = {"sup": "^", "sub": "_"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def raised(text: str, how: Literal["sup", "sub"]) -> str:
    """Figures that are raised, or lowered, so that 10⁶ is not read as 106. The letters of 1st stay as they are."""
    if not any(map(str.isdigit, text)):
        return text
    figures = text.strip()
    return figures.translate(_FIGURES[how]) if all(ord(sign) in _FIGURES[how] for sign in figures) else _SIGNS[how] + figures


def numbered(number: int, kind: str) -> str:
    """The number of an item of a list, whose kind may be "a", "A", "i" or "I"."""
    said = str(number)
    if kind in ("i", "I") and 0 < number < 4000:
        said = ""
        for value, letters in _ROMAN:
            said += letters * (number // value)
            number %= value
    elif kind in ("a", "A") and number > 0:
        said = ""
        while number:
            number, letter = divmod(number - 1, 26)
            said = chr(ord("a") + letter) + said
    return said.upper() if kind in ("A", "I") else said
