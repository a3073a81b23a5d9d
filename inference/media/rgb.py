"""Pictures of any depth and with transparency as 8-bit RGB."""

from __future__ import annotations

import numpy as np
from PIL import Image

__all__ = ["to_rgb"]

_DARK = (32, 32, 32)
_LIGHT = 200
"""Of 255: ink that is lighter is hard to see on white."""
_DRAWN = 64
"""Of 255: what is less opaque is no ink."""
_NEARLY_ALL = 0.95


def to_rgb(picture: Image.Image) -> Image.Image:
    """8-bit RGB, transparency on white, or on a dark ground where what is drawn is so light that it would not be seen."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        return _deep_grey(picture).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layers = picture.convert("RGBA")
    drawn = layers.getchannel("A")
    ground = Image.new("RGB", layers.size, _DARK if _is_light(layers, drawn) else "white")
    ground.paste(layers, mask=drawn)
    return ground


def _is_light(layers: Image.Image, drawn: Image.Image) -> bool:
    """Whether nearly all that is drawn is nearly white, and there is a ground to be seen."""
    ink = drawn.point([255 * (alpha >= _DRAWN) for alpha in range(256)])
    if not ink.getbbox() or ink.getextrema() == (255, 255):
        return False
    light = layers.convert("L").histogram(ink)
    return sum(light[_LIGHT:]) >= _NEARLY_ALL * sum(light)


def _deep_grey(picture: Image.Image) -> Image.Image:
    """Grey of more than 8 bits, scaled to 8.

    16-bit samples span 0..65535. 32-bit and float samples state no range: the one they use is taken.
    """
    samples = np.asarray(picture).astype(np.float32)
    if not np.isfinite(samples).all():
        raise ValueError("samples that are not numbers")
    low, high = 0.0, 65535.0
    if picture.mode == "I" and (samples.min() < 0 or samples.max() > high):
        low, high = float(samples.min()), float(samples.max())
    if picture.mode == "F":
        low, high = min(0.0, float(samples.min())), max(float(samples.max()), 1e-30)
    scaled = (samples - low) * (255.0 / (high - low))
    return Image.fromarray(np.clip(scaled + 0.5, 0, 255).astype(np.uint8))
