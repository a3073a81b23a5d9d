"""From what a chip shows to what the history keeps, and back. Runs in the history's thread."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from app.values import Attached
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import HushError
from inference.history.values import Facts, Kept, New
from inference.pixels import Pixels

__all__ = ["as_kept", "from_kept", "to_keep"]

QUALITY = 85


def to_keep(seen: Attached) -> New:
    """An attachment as it is handed to the history."""
    facts = Facts(seen.width, seen.height, seen.seconds, seen.pages, seen.waveform, seen.scanned, seen.recorded)
    return New(seen.part, facts, _encode(seen.thumbnail) if seen.thumbnail is not None else b"")


def as_kept(seen: Attached) -> Kept:
    """An attachment whose file is kept already, with the budget and the pages it has now."""
    part = seen.part
    tokens, pages = part.tokens if part.kind == "image" else None, part.pages if part.kind == "document" else None
    return Kept(part.name, part.digest, part.kind, image_tokens=tokens, pages=pages, given=part.given)


def from_kept(kept: Kept, part: ImagePart | AudioPart | DocumentPart) -> Attached:
    """An attachment as a chip and a message show it."""
    facts = kept.facts
    return Attached(
        part,
        thumbnail=_decode(kept.preview) if kept.preview else None,
        width=facts.width,
        height=facts.height,
        seconds=facts.seconds,
        waveform=facts.waveform,
        pages=_count_pages(part) if part.kind == "document" and facts.pages == 1 else facts.pages,
        scanned=facts.scanned,
        recorded=facts.recorded,
    )


def _count_pages(part: DocumentPart) -> int:
    """Long texts had one page before they were cut into several."""
    from inference.decoding.decoder import decoder  # brings what children need: not before the first document

    try:
        return decoder().count_text_pages(part)
    except HushError:
        return 1


@lru_cache(maxsize=32)  # a draft is kept again with every pause in typing
def _encode(thumbnail: Pixels) -> bytes:
    image = QImage(thumbnail.rgb, thumbnail.width, thumbnail.height, 3 * thumbnail.width, QImage.Format.Format_RGB888)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]  # the stub wants a file name
    return bytes(data.data())


def _decode(preview: bytes) -> Pixels | None:
    image = QImage.fromData(preview).convertToFormat(QImage.Format.Format_RGB888)
    if image.isNull():
        return None
    width, height, line = image.width(), image.height(), image.bytesPerLine()
    pixels = bytes(image.constBits())
    # Qt pads each line to four bytes.
    return Pixels(width, height, b"".join(pixels[row * line : row * line + 3 * width] for row in range(height)))
