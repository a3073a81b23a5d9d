"""Numbers of a page with one digit wrong, or two exchanged: what a slip makes of them."""

from __future__ import annotations

import re

from inference.checking.measures import measure
from inference.checking.page import Page

__all__ = ["Slips"]

_LONGEST = 16


class Slips:
    """Those of one page."""

    def __init__(self, page: Page) -> None:
        self._units: dict[str, set[str]] = {}
        for figure in page.figures:
            value = measure(figure, page.text)
            for key in (digits, *_wildcards(digits)) if value and (digits := _digits(figure.text)) else ():
                self._units.setdefault(key, set()).add(value.unit if value else "")

    def has(self, text: str, unit: str | None) -> bool:
        """Whether a number with that unit, or with any, may be a slip for one of the page."""
        digits = _digits(text)
        swapped = (digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1))
        found = (self._units.get(key) for key in (*_wildcards(digits), *swapped))
        return any(units and (unit is None or unit in units) for units in found)


def _digits(text: str) -> str:
    """Of a number that is neither too short nor too long to tell, with a point for what parts them; else none."""
    digits = re.sub(r"\D+", ".", text.strip("+-−–€$£ "))
    return digits if 1 < len(digits) < _LONGEST else ""


def _wildcards(digits: str) -> list[str]:
    return [f"{digits[:i]}*{digits[i + 1 :]}" for i in range(len(digits))]
