"""Pictures of any depth and with transparency as 8-bit RGB, a band of rows at a time: 100 megapixels take 400 MB as RGB alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["to_rgb"]

_DARK = (32, 32, 32)
_LIGHT = 200
"""Of 255: ink that is lighter is hard to see on white."""
_DRAWN = 64
"""Of 255: what is less opaque is no ink."""
_NEARLY_ALL = 0.95
_BAND = 4_000_000
"""Pixels that are worked on at a time."""

Box = tuple[int, int, int, int]


def to_rgb(picture: Image.Image) -> Image.Image:
    """8-bit RGB, transparency on white, or on a dark ground where what is drawn is so light that it would not be seen."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        return _deep_grey(picture).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, _DARK if _is_light(picture) else "white")
    for box in _bands(picture):
        layers = picture.crop(box).convert("RGBA")
        ground.paste(layers, box, layers.getchannel("A"))
    return ground


def _bands(picture: Image.Image) -> Iterator[Box]:
    high = max(1, _BAND // picture.width)
    for top in range(0, picture.height, high):
        yield 0, top, picture.width, min(picture.height, top + high)


def _is_light(picture: Image.Image) -> bool:
    """Whether nearly all that is drawn is nearly white, and there is a ground to be seen."""
    light, clear = np.zeros(256, np.int64), False
    for box in _bands(picture):
        layers = picture.crop(box).convert("RGBA")
        ink = layers.getchannel("A").point([255 * (alpha >= _DRAWN) for alpha in range(256)])
        clear = clear or ink.getextrema() != (255, 255)
        light += np.array(layers.convert("L").histogram(ink))
    return clear and bool(light.any()) and light[_LIGHT:].sum() >= _NEARLY_ALL * light.sum()


def _deep_grey(picture: Image.Image) -> Image.Image:
    """Grey of more than 8 bits, scaled to 8.

    16-bit samples span 0..65535. 32-bit and float samples state no range: the one they use is taken.
    """
    low, high = _range(picture) if picture.mode in ("I", "F") else (0.0, 65535.0)
    grey = Image.new("L", picture.size)
    for box in _bands(picture):
        scaled = (_samples(picture, box) - low) * (255.0 / (high - low))
        grey.paste(Image.fromarray(np.clip(scaled + 0.5, 0, 255).astype(np.uint8)), box)
    return grey


def _range(picture: Image.Image) -> tuple[float, float]:
    """The samples that are black and white in a picture of 32 bits."""
    ends = [(float(band.min()), float(band.max())) for band in (_samples(picture, box) for box in _bands(picture))]
    least, most = min(low for low, _ in ends), max(high for _, high in ends)
    if picture.mode == "F":
        return min(0.0, least), max(most, 1e-30)
    return (least, most) if least < 0 or most > 65535.0 else (0.0, 65535.0)


def _samples(picture: Image.Image, box: Box) -> NDArray[np.float32]:
    samples = np.asarray(picture.crop(box)).astype(np.float32)
    if not np.isfinite(samples).all():
        raise ValueError("samples that are not numbers")
    return samples
