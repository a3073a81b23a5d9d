"""From a dropped thing to a part that can be asked about, and to what a person sees of it. Runs in the media thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from app.sentences import say
from app.values import Attached, PageShown
from inference.citation import score
from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.shown import clean_name
from inference.stop import StopFlag

__all__ = ["LONGEST", "draw_page", "find_passage", "prepare"]

THUMBNAIL = 480
"""Longest side of a thumbnail in pixels: a message shows it 240 wide, sharp at 200 %."""
PEAKS = 48


def prepare(
    name: str,
    source: Path | bytes | QImage,
    tokens: int | None = None,
    *,
    stop: StopFlag | None = None,
    tell: Callable[[float], object] = float,
) -> Attached:
    """What `source` is, decided by its bytes. `tell` hears which share of it is read. MediaError when it cannot be used, saying
    why, or is stopped."""
    from inference.decoding.decoder import decoder  # brings what children need: not before the first file
    from inference.media.kind import as_part, read_file

    name = clean_name(name)
    if isinstance(source, Path):
        data = read_file(source)[1]
    else:
        data = _png(source) if isinstance(source, QImage) else source
    seen = decoder().look(name, data, side=THUMBNAIL, peaks=PEAKS, stop=stop, tell=tell)
    part = as_part(seen.kind, name, data)
    return Attached(
        replace(part, tokens=tokens) if part.kind == "image" else part,
        thumbnail=seen.thumbnail,
        width=seen.width,
        height=seen.height,
        seconds=seen.seconds,
        waveform=seen.waveform,
        pages=seen.pages,
        scanned=seen.scanned,
        remark=seen.remark,
    )


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(buffer, "PNG", 80):  # type: ignore[call-overload]  # the stub wants a file name
        raise MediaError(say("clipboard-unreadable"))
    return bytes(data.data())


LONGEST = 200_000
"""Characters of a text that are shown: laying out more would hold up the window."""


def draw_page(part: DocumentPart, number: int, width: int, *, stop: StopFlag | None = None) -> PageShown:
    """Page `number`, from 1, for a person to look at. Raises MediaError, saying why, where it cannot be shown."""
    from inference.decoding.decoder import decoder

    shown = decoder().show_page(part, number, width, stop=stop)
    if isinstance(shown, str):
        return PageShown(number, text=shown[:LONGEST], left_out=max(0, len(shown) - LONGEST))
    return PageShown(number, shown)


def find_passage(places: Sequence[tuple[DocumentPart, int]], passage: str, *, stop: StopFlag | None = None) -> int | None:
    """Which place, a document and one of its pages, holds most of a passage; None where none does.

    A document that cannot be read holds nothing.
    """
    wanted: dict[DocumentPart, set[int]] = {}
    for part, number in places:
        wanted.setdefault(replace(part, pages=None), set()).add(number)
    texts = {part: _texts(replace(part, pages=tuple(sorted(pages))), stop) for part, pages in wanted.items()}
    scores = [score(passage, texts[replace(part, pages=None)].get(number, "")) for part, number in places]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _texts(part: DocumentPart, stop: StopFlag | None) -> dict[int, str]:
    from inference.decoding.decoder import decoder

    try:
        return {page.number: page.text or "" for page in decoder().pages(part, stop=stop)}
    except MediaError:
        return {}
