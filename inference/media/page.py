"""A page of a document, and how large its picture is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from inference.conversation import IMAGE_BUDGETS, DocumentPart
from inference.errors import MediaError

__all__ = ["LARGEST", "MAX_PAGES", "Page", "Why", "picture_scale", "require_pages"]

MAX_PAGES = 2_000
LARGEST = 16_000_000
"""Pixels of a page that is drawn to be looked at: one that is a thousand times as high as wide is drawn smaller."""
_PICTURE_PIXELS = max(IMAGE_BUDGETS) * 48**2
"""Pixels of a page's picture: what the largest budget of Gemma 4 (48-pixel patches) can show."""
_MAX_SIDE = max(IMAGE_BUDGETS) * 48

Why = Literal["no-text", "little-text", "no-language"]
"""Why a page has to be looked at: it has no text; its text is little beside what is drawn; its text makes no sense."""


@dataclass(frozen=True)
class Page:
    """A page of a document. `number` counts from 1; `text` is None where the page has to be looked at.

    `remark` is a sentence about what had to be guessed, or is missing.
    """

    number: int
    text: str | None
    why: Why | None = None
    """Why it has to be looked at."""
    remark: str = ""


def picture_scale(width: float, height: float) -> float:
    """By how much a page is enlarged so that its picture, rounded up to whole pixels, fills what the largest budget can show."""
    scale = min(math.sqrt(_PICTURE_PIXELS / (width * height)), _MAX_SIDE / max(width, height))
    while scale > 0 and math.ceil(width * scale) * math.ceil(height * scale) > _PICTURE_PIXELS:
        scale *= 0.999
    return scale


def require_pages(part: DocumentPart, count: int) -> None:
    """Raise MediaError unless the pages that `part` asks for are among its `count` pages, each once and ascending."""
    wanted = part.pages
    if wanted is None:
        return
    if not wanted or list(wanted) != sorted(set(wanted)):
        raise MediaError("no-pages-chosen", name=part.name)
    if wanted[0] < 1 or wanted[-1] > count:
        missing = next(number for number in wanted if not 1 <= number <= count)
        raise MediaError("only-one-page" if count == 1 else "no-such-page", name=part.name, count=count, number=missing)
