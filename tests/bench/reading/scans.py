"""Twenty scanned pages with known text: askew by up to ten degrees, grainy, half of them in two columns. Always the same."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageFilter

from tests.bench.reading import words
from tests.bench.reading.page import Page, Shot

__all__ = ["COUNT", "scans"]

COUNT = 20
_PAGES = ((1240, 1754), (1654, 2339))
"""Of A4 at 150 and 200 pixels to the inch."""


def scans(count: int = COUNT) -> Iterator[Shot]:
    """The first `count` of them."""
    for number in range(count):
        rng = random.Random(f"scan {number}")
        width, height = _PAGES[number % 2]
        page = Page(rng, width, height, round(width / rng.uniform(56, 72)), False, rng.choice(["serif", "serif", "sans"]))
        page.sheet.image.paste((255, 255, 255), (0, 0, width, height))
        columns = 2 if number % 4 >= 2 else 1
        texts = _article(page, columns)
        degrees = rng.choice([-1, 1]) * rng.choice([0.3, 0.8, 1.5, 2.5, 4, 6, 8, 10])
        note = f"{page.file} {page.size} px, {columns} columns, {degrees:+} degrees"
        yield Shot(f"{columns} columns", _scanned(page.sheet.image, degrees, rng), tuple(page.pieces), texts, note)


def _article(page: Page, columns: int) -> tuple[str, ...]:
    """A heading over all, then columns of paragraphs; each of these texts."""
    rng, size = page.rng, page.size
    left, right = page.width * 0.09, page.width * 0.91
    page.say(
        left,
        page.height * 0.06,
        rng.choice(["Minutes of the general meeting", "How the mill was saved", "Terms of the tenancy"]),
        times=1.7,
    )
    page.say(left, page.height * 0.06 + size * 2.6, f"{words.name(rng)}, {words.date(rng)}")
    said = [" ".join(piece.text for piece in page.pieces)]
    gap = size * 2.0
    width = (right - left - gap * (columns - 1)) / columns
    for column in range(columns):
        start = len(page.pieces)
        y = page.height * 0.06 + size * 5
        while y < page.height * 0.88:
            paragraph = " ".join(words.sentence(rng) for _ in range(rng.randint(2, 5)))
            lines = _lines(page, paragraph, width)
            if y + len(lines) * size * 1.4 > page.height * 0.95:
                break
            for line in lines:
                page.say(left + column * (width + gap), y, line)
                y += size * 1.4
            y += size * 0.7
        said.append(" ".join(piece.text for piece in page.pieces[start:]))
    return tuple(said)


def _lines(page: Page, text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and page.width_of(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _scanned(image: Image.Image, degrees: float, rng: random.Random) -> Image.Image:
    """Paper that lay askew: turned, a little out of focus, unevenly lit, with grain, kept as JPEG."""
    paper = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(250, 249, 246))
    paper = paper.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 0.9))).convert("L")
    grain = np.random.default_rng(rng.randint(0, 2**32))
    pixels = np.asarray(paper, np.float32)
    light = np.linspace(rng.uniform(0.86, 1), rng.uniform(0.86, 1), pixels.shape[1], dtype=np.float32)
    pixels = 20 + pixels * 0.9 * light + grain.normal(0, rng.uniform(2, 7), pixels.shape).astype(np.float32)
    kept = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(kept, "JPEG", quality=rng.randint(60, 88))
    return Image.open(kept).convert("RGB")
