"""Pictures with text for the tests of the recogniser."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from inference.evaluation.drawing import Colour, font_file
from inference.recognition import text_child
from inference.recognition.text import PictureText

__all__ = ["LINES", "as_file", "page", "reading"]

LINES = (
    "Invoice 20391 of 14 March 2025",
    "Total due: 1,284.50 EUR",
    "Please pay within 30 days.",
    "Questions? Call 0800 555 0199",
)


def page(
    lines: Sequence[str] = LINES,
    *,
    size: int = 20,
    ink: Colour = (20, 20, 20),
    ground: Colour = (250, 250, 250),
    width: int = 640,
) -> Image.Image:
    """Lines of text below each other, 1.6 times their size apart."""
    font = ImageFont.truetype(font_file("DejaVuSans.ttf", "fonts-dejavu-core"), size)
    image = Image.new("RGB", (width, round(size * 1.6 * (len(lines) + 2))), ground)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((size, size * 1.6 * (number + 1)), line, font=font, fill=ink)
    return image


def as_file(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **options)
    return kept.getvalue()


def reading(data: bytes) -> PictureText:
    """What the child would say, in this process."""
    return PictureText.from_json(text_child.read(print, data=data, name="a picture", lanes=1))
