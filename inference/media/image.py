"""Pictures: any file to 8-bit RGB.

Promises that a broken file or a decompression bomb ends as MediaError without much memory or time.
"""

from __future__ import annotations

import io
import logging
import math
import threading
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager

import numpy as np
from PIL import Image

from inference.errors import MediaError
from inference.media import heif, svg
from inference.media.rgb import to_rgb
from inference.media.svg_kind import is_svg
from inference.sentences import say

__all__ = ["MAX_PIXELS", "decode", "resize"]

MAX_PIXELS = 100_000_000
"""Pixels a picture may hold once decoded: PIL needs up to 8 bytes for each."""
_GREEDY = 40_000_000
"""And one in a format whose decoder needs as many again, several times over: all of it fits into a gigabyte."""
_GREEDY_FORMATS = ("WEBP", "AVIF", "HEIF", "JPEG2000", "ICO")
_MOST_SCANS = 100
"""Times that a JPEG may go over its picture. A progressive one has ten to twenty scans, each as long as a decoding."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "DIB", "TIFF", "ICO", "AVIF", "JPEG2000", "QOI")
_JPEG = ("JPEG", "MPO")
"""What Pillow calls one: the second is a camera's, with a preview behind the photograph."""
_ORIENTATION = 0x0112
_EMPTY = (((255, 255),) * 3, ((0, 0),) * 3)
"""The lowest and the highest of each band of a picture that is white, or black, all over."""
_FRAMES = 100
"""Of an animation, that are looked through for one that shows something."""
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
Image.MAX_IMAGE_PIXELS = 500_000_000
"""What PIL warns of, and twice as many it refuses: far above what is used of any picture, for a JPEG is reduced first."""
logging.getLogger("PIL").setLevel(logging.CRITICAL)  # it logs what it doubts in a file; the person gets one sentence instead


def resize(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """An RGB picture at `size` (width, height) pixels: bicubic with antialiasing, as in training."""
    return picture if picture.size == size else picture.resize(size, Image.Resampling.BICUBIC)


def decode(data: bytes, name: str, tell: Callable[[str], object] = str, *, frame: int | None = None) -> Image.Image:
    """The picture in `data` as 8-bit RGB: upright, transparency on a ground that shows it, of several the one numbered `frame`,
    from 0, or else the first that shows something. `tell` hears in a sentence what of the file is not in it.

    Raises MediaError for a broken file, an unknown format and a picture of more than MAX_PIXELS.
    """
    if is_svg(data):
        data = svg.draw(data, name, tell)
    elif heif.is_heif(data):
        heif.register()
    try:
        shown, orientation = _open(data, name, tell, frame)
        return _turn_upright(shown, orientation)
    except Image.DecompressionBombError as error:
        raise MediaError("picture-bomb", name=name, most=MAX_PIXELS // 1_000_000) from error
    except (MediaError, MemoryError):
        raise
    except Exception as error:  # a broken file: any of a dozen types, SyntaxError and struct.error among them
        raise MediaError("picture-damaged", name=name) from error


def _open(data: bytes, name: str, tell: Callable[[str], object], frame: int | None) -> tuple[Image.Image, int]:
    """The picture as RGB, and how it lies. What it was made of is freed by returning, before it is turned."""
    whole = _with_end(data)
    formats = ("HEIF",) if heif.is_heif(data) else _FORMATS  # Pillow knows that name only once it is registered
    with _quiet(), Image.open(io.BytesIO(whole), formats=formats) as picture:
        if picture.format in _JPEG:
            _require_few_scans(data, name)
            # It decodes straight to a half, a quarter or an eighth of its size: photographs of 200 megapixels can be used.
            for share in (2, 4, 8):
                if math.prod(picture.size) > MAX_PIXELS:
                    picture.draft(None, (picture.width // share, picture.height // share))
        if frame is not None:
            picture.seek(frame)
        _require_size(picture, name)
        picture.load()
        _require_size(picture, name)  # an icon's header may understate the picture inside
        shown = _first_that_shows(picture, name, tell) if frame is None else to_rgb(picture)
        if picture.format in _JPEG and whole is not data:
            _require_whole(shown)
        return shown, _orientation(picture)


def _require_few_scans(data: bytes, name: str) -> None:
    if (count := data.count(b"\xff\xda")) > _MOST_SCANS:
        raise MediaError("picture-scans", name=name, count=count)


def _with_end(data: bytes) -> bytes:
    """A JPEG whose last two bytes are missing has all of its picture: they only say that it ends."""
    return data + b"\xff\xd9" if data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" not in data[-1024:] else data


def _require_whole(picture: Image.Image) -> None:
    """Raise where the last rows are the plain grey that stands for what is missing."""
    rows = np.asarray(picture.crop((0, max(0, picture.height - 8), picture.width, picture.height)))
    if (rows == 128).all():
        raise ValueError("the rest of the picture is missing")


def _first_that_shows(picture: Image.Image, name: str, tell: Callable[[str], object]) -> Image.Image:
    """The first frame as RGB, unless it is blank and another is not; how many there are is told."""
    frames = int(getattr(picture, "n_frames", 1))
    shown = to_rgb(picture)
    for number in range(1, min(frames, _FRAMES)):
        if shown.getextrema() not in _EMPTY:
            break
        picture.seek(number)
        _require_size(picture, name)
        shown = to_rgb(picture)
    if frames > 1:
        tell(str(say("one-frame-of-many", name=name, number=picture.tell() + 1, count=frames)))
    return shown


@contextmanager
def _quiet() -> Generator[None]:
    """PIL's warnings about a doubtful file are not for the person. One lane: warning filters belong to the process."""
    with _warnings_lane, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _require_size(picture: Image.Image, name: str) -> None:
    width, height = picture.size
    most = _GREEDY if picture.format in _GREEDY_FORMATS else MAX_PIXELS
    if width < 1 or height < 1:
        raise MediaError("picture-empty", name=name, width=width, height=height)
    if width * height > most:
        raise MediaError("picture-too-large", name=name, width=width, height=height, most=most // 1_000_000)


def _orientation(picture: Image.Image) -> int:
    """EXIF orientation, 1 (upright) if absent or unreadable: broken EXIF does not make a picture unusable."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - as many types as in decode
        return 1


def _turn_upright(picture: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)
