"""Pictures: any file to 8-bit RGB, and to exactly the pixels Gemma 4 was trained on.

Promises that every picture it hands out has sides that are whole numbers of patches, costs no more soft tokens than its
budget, and that a broken file or a decompression bomb ends as MediaError without much memory or time.
"""

from __future__ import annotations

import hashlib
import io
import logging
import math
import threading
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import MediaError

__all__ = ["MAX_PIXELS", "PreparedImage", "decode", "fit", "prepare_pixels", "prepare_whole", "resize"]

MAX_PIXELS = 100_000_000
"""Pixels a picture may hold once decoded: PIL needs up to 8 bytes for each."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "DIB", "TIFF", "ICO", "AVIF", "JPEG2000", "QOI")
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_warnings_lane = threading.Lock()
logging.getLogger("PIL").setLevel(logging.CRITICAL)  # it logs what it doubts in a file; the person gets one sentence instead


@dataclass(frozen=True, eq=False)
class PreparedImage:
    """A picture as the projector takes it. `pixels` is uint8 [height, width, 3], C-contiguous and read-only."""

    name: str
    pixels: NDArray[np.uint8] = field(repr=False)
    tokens: int
    digest: str
    """SHA-256 of the size and the pixels, in hexadecimal."""


def fit(width: int, height: int, *, budget: int, patch: int, positions: int) -> tuple[int, int]:
    """Width and height in pixels that a picture of `width` x `height` pixels is given.

    `budget` is in soft tokens, `patch` in pixels a side, `positions` the rows of the model's position tables.
    The formula is `get_aspect_ratio_preserving_size` of transformers (Gemma 4): scale, up or down, to the largest size
    within the budget, each side rounded down to whole patches. A strip too thin for one patch becomes one patch thick and
    as long as its aspect and the budget allow; no side has more patches than there are positions.
    """
    factor = math.sqrt(budget * patch**2 / (height * width))
    rows = math.floor(factor * height / patch)
    columns = math.floor(factor * width / patch)
    if rows == 0:
        rows, columns = 1, min(max(1, width // height), budget)
    elif columns == 0:
        rows, columns = min(max(1, height // width), budget), 1
    return min(columns, positions) * patch, min(rows, positions) * patch


def prepare_pixels(picture: Image.Image, name: str, *, budget: int, patch: int, positions: int) -> PreparedImage:
    """Resize an RGB picture (a page of a PDF, a capture) to `budget` soft tokens."""
    size = fit(*picture.size, budget=budget, patch=patch, positions=positions)
    return prepare_whole(resize(picture, size), name, tokens=size[0] * size[1] // patch**2)


def prepare_whole(picture: Image.Image, name: str, *, tokens: int = 0) -> PreparedImage:
    """An RGB picture at its own size; `tokens` is 0 where llama.cpp sizes the model's pictures itself."""
    pixels = np.array(picture, dtype=np.uint8, order="C")
    pixels.setflags(write=False)
    digest = hashlib.sha256(f"{picture.width}x{picture.height}:".encode())
    digest.update(pixels.data)
    return PreparedImage(name, pixels, tokens, digest.hexdigest())


def resize(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """An RGB picture at `size` (width, height) pixels: bicubic with antialiasing, as in training."""
    return picture if picture.size == size else picture.resize(size, Image.Resampling.BICUBIC)


def decode(data: bytes, name: str) -> Image.Image:
    """The picture in `data` as 8-bit RGB: upright, transparency on white, of an animation the first frame.

    Raises MediaError for a broken file, an unknown format and a picture of more than MAX_PIXELS.
    """
    try:
        with _quiet(), Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            # A JPEG decodes straight to half its size: photographs of 108 megapixels stay within the limit.
            if picture.format == "JPEG" and math.prod(picture.size) > MAX_PIXELS:
                picture.draft(None, (picture.width // 2, picture.height // 2))
            _require_size(picture.size, name)
            picture.load()
            _require_size(picture.size, name)  # an icon's header may understate the picture inside
            return _turn_upright(_to_rgb(picture), _orientation(picture))
    except Image.DecompressionBombError as error:
        raise MediaError("picture-bomb", name=name, most=MAX_PIXELS // 1_000_000) from error
    except MediaError:
        raise
    except Exception as error:  # a broken file: any of a dozen types, SyntaxError and struct.error among them
        raise MediaError("picture-damaged", name=name) from error


@contextmanager
def _quiet() -> Generator[None]:
    """PIL's warnings about a doubtful file are not for the person. One lane: warning filters belong to the process."""
    with _warnings_lane, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _require_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise MediaError("picture-empty", name=name, width=width, height=height)
    if width * height > MAX_PIXELS:
        raise MediaError("picture-too-large", name=name, width=width, height=height, most=MAX_PIXELS // 1_000_000)


def _to_rgb(picture: Image.Image) -> Image.Image:
    """8-bit RGB, transparency composited on white."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        return _deep_grey(picture).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layers = picture.convert("RGBA")
    ground = Image.new("RGB", layers.size, "white")
    ground.paste(layers, mask=layers.getchannel("A"))
    return ground


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


def _orientation(picture: Image.Image) -> int:
    """EXIF orientation, 1 (upright) if absent or unreadable: broken EXIF does not make a picture unusable."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - as many types as in decode
        return 1


def _turn_upright(picture: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)
