"""From a dropped thing to a part that can be asked about, and to what a person sees of it. Runs in the media thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from app.sentences import say
from app.values import Attached, PageShown, Thumbnail
from inference.citation import score
from inference.conversation import AudioPart, DocumentPart, ImagePart
from inference.errors import MediaError
from inference.shown import clean_name

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

__all__ = ["LONGEST", "draw_page", "find_passage", "prepare"]

THUMBNAIL = 480
"""Longest side of a thumbnail in pixels: a message shows it 240 wide, sharp at 200 %."""
PEAKS = 48
GLANCE = 64
"""Samples of which the loudest is looked at, 4 ms."""


def prepare(name: str, source: Path | bytes | QImage, tokens: int | None = None) -> Attached:
    """What `source` is, decided by its bytes. MediaError when it cannot be used, saying why."""
    from inference.media.kind import part_at, part_of  # brings the decoders: not before the first file

    if isinstance(source, Path):
        part = part_at(source)
    else:
        part = part_of(name, _png(source) if isinstance(source, QImage) else source)
    part = replace(part, name=clean_name(name))
    if part.kind == "image":
        return _picture(replace(part, tokens=tokens))
    return _sound(part) if part.kind == "audio" else _document(part)


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(buffer, "PNG", 80):  # type: ignore[call-overload]  # the stub wants a file name
        raise MediaError(say("clipboard-unreadable"))
    return bytes(data.data())


def _picture(part: ImagePart) -> Attached:
    from inference.media.image import decode

    said: list[str] = []
    image = decode(part.data, part.name, said.append)
    return Attached(part, thumbnail=_thumbnail(image), width=image.width, height=image.height, remark=" ".join(said))


def _sound(part: AudioPart) -> Attached:
    """Block by block: all the samples of an hour would take a gigabyte."""
    import numpy as np

    from inference.media.audio import SAMPLE_RATE, blocks

    said: list[str] = []
    loudest: list[np.ndarray] = []
    length, rest = 0, np.zeros(0, np.float32)
    for block, _ in blocks(part.data, part.name, said.append):
        length += len(block)
        waiting = np.abs(np.concatenate([rest, block]))
        whole = len(waiting) // GLANCE * GLANCE
        loudest.append(waiting[:whole].reshape(-1, GLANCE).max(axis=1))
        rest = waiting[whole:]
    glances = np.concatenate([*loudest, rest.max(keepdims=True, initial=0.0)])
    return Attached(part, seconds=length / SAMPLE_RATE, waveform=_peaks(glances), remark=" ".join(said))


def _document(part: DocumentPart) -> Attached:
    from inference.media import document

    pages = document.read(part)
    scanned = tuple(page.number for page in pages if page.text is None)
    thumbnail = _thumbnail(document.draw(part, pages[0].number, width=THUMBNAIL)) if pages and pages[0].text is None else None
    remark = " ".join(page.remark for page in pages if page.remark)
    return Attached(part, pages=len(pages), thumbnail=thumbnail, scanned=scanned, remark=remark)


def _thumbnail(image: Image) -> Thumbnail:
    small = image.convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return Thumbnail(small.width, small.height, small.tobytes())


def _peaks(glances: np.ndarray) -> tuple[float, ...]:
    """The loudest of each of PEAKS stretches of `glances`, the loudest of all being 1."""
    import numpy as np

    peaks = np.array([stretch.max() for stretch in np.array_split(glances, PEAKS) if stretch.size])
    loudest = float(peaks.max(initial=0.0))
    return tuple(float(peak) / loudest if loudest > 0 else 0.0 for peak in peaks)


LONGEST = 200_000
"""Characters of a text that are shown: laying out more would hold up the window."""


def draw_page(part: DocumentPart, number: int, width: int) -> PageShown:
    """Page `number`, from 1, for a person to look at. Raises MediaError, saying why, where it cannot be shown."""
    from inference.media import document  # brings the decoders: not before the first document
    from inference.media.kind import kind_of

    if kind_of(part.data, part.name) in ("pdf", "pages"):
        picture = document.draw(part, number, width=width)
        return PageShown(number, Thumbnail(picture.width, picture.height, picture.tobytes()))
    words = document.read(replace(part, pages=(number,)))[0].text or ""
    return PageShown(number, text=words[:LONGEST], left_out=max(0, len(words) - LONGEST))


def find_passage(places: Sequence[tuple[DocumentPart, int]], passage: str) -> int | None:
    """Which place, a document and one of its pages, holds most of a passage; None where none does.

    A document that cannot be read holds nothing.
    """
    wanted: dict[DocumentPart, set[int]] = {}
    for part, number in places:
        wanted.setdefault(replace(part, pages=None), set()).add(number)
    texts = {part: _texts(replace(part, pages=tuple(sorted(pages)))) for part, pages in wanted.items()}
    scores = [score(passage, texts[replace(part, pages=None)].get(number, "")) for part, number in places]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _texts(part: DocumentPart) -> dict[int, str]:
    from inference.media import document

    try:
        return {page.number: page.text or "" for page in document.read(part)}
    except MediaError:
        return {}
