"""What the child does with a person's file: every function takes its bytes, and gives values that cross a pipe.

What decodes is in inference.media; here it is only called. `tell` hears now and then {"share": …}, how much of it is done.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from PIL import Image

from inference.conversation import DocumentPart
from inference.decoding.confined import confine
from inference.decoding.glance import Wave, thumbnail
from inference.media import audio, document, ffmpeg, image
from inference.media.kind import kind_of
from inference.media.prepared import SAMPLE_RATE, fit

__all__ = ["count_text_pages", "cut", "enter", "kind", "look", "page_prepared", "pages", "prepare", "show", "show_page",
           "size", "sound"]  # fmt: skip

Tell = Callable[[Any], None]
_MOST_DATA = 6 << 30
"""Bytes that can be asked for, though they were never used: a file of MAX_BYTES, twice, and room to work."""
_WHOLE = 25_000_000
"""Pixels of a picture that is given to llama.cpp as it is, which makes it smaller than that."""


def enter() -> None:
    """Shut the child in; what it mostly needs was imported above, but for an ffmpeg that somebody keeps in their own place."""
    program = ffmpeg.find()
    confine([program] if program else [])
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_DATA, _MOST_DATA))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def kind(_tell: Tell, *, name: str, data: bytes) -> str:
    """See inference.media.kind."""
    return kind_of(data, name)


def look(tell: Tell, *, name: str, data: bytes, side: int, peaks: int) -> dict[str, Any]:
    """What it is and what is shown of it: a thumbnail of at most `side` pixels, or a wave of so many `peaks`."""
    what = kind_of(data, name)
    if what == "image":
        return {"kind": what, **_look_at_picture(name, data, side)}
    if what == "audio":
        return {"kind": what, **_look_at_sound(tell, name, data, peaks)}
    return {"kind": what, **_look_at_document(tell, name, data, side)}


def _look_at_picture(name: str, data: bytes, side: int) -> dict[str, Any]:
    said: list[str] = []
    picture = image.decode(data, name, said.append)
    small = _pixels(thumbnail(picture, side))
    return {"width": picture.width, "height": picture.height, "thumbnail": small, "remark": " ".join(said)}


def _look_at_sound(tell: Tell, name: str, data: bytes, peaks: int) -> dict[str, Any]:
    said: list[str] = []
    wave = Wave()
    for block, share in audio.blocks(data, name, said.append):
        wave.add(block)
        tell({"share": share})
    return {"seconds": wave.samples / SAMPLE_RATE, "waveform": wave.peaks(peaks), "remark": " ".join(said)}


def _look_at_document(tell: Tell, name: str, data: bytes, side: int) -> dict[str, Any]:
    part = DocumentPart(name, data)
    found = document.read(part, _told(tell))
    scanned = [page.number for page in found if page.text is None]
    return {
        "pages": len(found),
        "scanned": scanned,
        "thumbnail": _pixels(thumbnail(document.draw(part, 1, width=side), side)) if 1 in scanned else None,
        "remark": " ".join(page.remark for page in found if page.remark),
    }


def size(_tell: Tell, *, name: str, data: bytes) -> tuple[int, int]:
    """Width and height of a picture, upright."""
    return image.decode(data, name).size


def prepare(
    _tell: Tell, *, name: str, data: bytes, budget: int, patch: int | None, positions: int
) -> tuple[tuple[int, int, bytes], tuple[int, int]]:
    """A picture for a model, at the size of inference.media.prepared.fit, or whole without a `patch`; and its own size."""
    picture = image.decode(data, name)
    return _prepared(picture, budget, patch, positions), picture.size


def page_prepared(
    _tell: Tell, *, name: str, data: bytes, number: int, budget: int, patch: int | None, positions: int
) -> tuple[int, int, bytes]:
    """The picture of a page for a model, as `prepare` does."""
    return _prepared(document.draw(DocumentPart(name, data), number), budget, patch, positions)


def show(_tell: Tell, *, name: str, data: bytes, width: int, height: int) -> tuple[int, int, bytes]:
    """A picture to be looked at, no larger than `width` x `height`."""
    picture = image.decode(data, name)
    picture.thumbnail((width, height), Image.Resampling.BICUBIC, reducing_gap=3.0)
    return _pixels(picture)


def pages(tell: Tell, *, name: str, data: bytes, numbers: Sequence[int] | None) -> list[dict[str, Any]]:
    """The pages of a document, as fields of inference.media.page.Page."""
    part = DocumentPart(name, data, pages=None if numbers is None else tuple(numbers))
    return [asdict(page) for page in document.read(part, _told(tell))]


def count_text_pages(_tell: Tell, *, name: str, data: bytes) -> int:
    """See inference.media.document."""
    return document.count_text_pages(DocumentPart(name, data))


def show_page(_tell: Tell, *, name: str, data: bytes, number: int, width: int) -> tuple[int, int, bytes] | str:
    """A page to be looked at, `width` pixels wide; of a text or a web page its text."""
    part = DocumentPart(name, data, pages=(number,))
    if kind_of(data, name) in ("pdf", "pages"):
        return _pixels(document.draw(part, number, width=width))
    return document.read(part)[0].text or ""


def sound(tell: Tell, *, name: str, data: bytes) -> None:
    """Tells a recording block by block: "samples" as float32, 16 kHz, one channel."""
    for block, share in audio.blocks(data, name):
        tell({"samples": block.tobytes(), "share": share})


def cut(_tell: Tell, *, name: str, data: bytes, boxes: Sequence[tuple[int, int, int, int]]) -> list[bytes]:
    """Parts of a picture, each left, top, right and bottom, as PNG."""
    picture, pieces = image.decode(data, name), list[bytes]()
    for left, top, right, bottom in boxes:
        piece = io.BytesIO()
        picture.crop((left, top, right, bottom)).save(piece, "PNG", compress_level=1)
        pieces.append(piece.getvalue())
    return pieces


def _prepared(picture: Image.Image, budget: int, patch: int | None, positions: int) -> tuple[int, int, bytes]:
    if patch is None:
        if picture.width * picture.height > _WHOLE:
            picture.thumbnail(fit(*picture.size, budget=_WHOLE, patch=1, positions=_WHOLE))
        return _pixels(picture)
    return _pixels(image.resize(picture, fit(*picture.size, budget=budget, patch=patch, positions=positions)))


def _pixels(picture: Image.Image) -> tuple[int, int, bytes]:
    """Width, height, and the bytes of uint8 [height, width, 3]."""
    return picture.width, picture.height, np.asarray(picture, np.uint8).tobytes()


def _told(tell: Tell) -> Callable[[float], None]:
    return lambda share: tell({"share": share})
