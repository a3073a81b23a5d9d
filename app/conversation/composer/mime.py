"""What a drop or a paste holds: files, a picture, or only words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

__all__ = ["Brought", "brings", "what_comes"]

_LINK = re.compile(r"(?:(?:https?|ftp|file|blob|data):\S+)?")
"""Nothing, or the address of a picture."""
_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)


@dataclass(frozen=True)
class Brought:
    files: tuple[Path, ...] = ()
    picture: bytes | QImage | None = None
    links: tuple[str, ...] = ()
    text: str = ""
    page: bytes = b""
    """A piece of a web page, where there are no words beside it."""


def brings(mime: QMimeData) -> bool:
    """Whether there is anything Hush could take."""
    return mime.hasUrls() or mime.hasImage() or mime.hasText() or mime.hasHtml()


def what_comes(mime: QMimeData) -> Brought:
    """Files first; then words; then a picture, which browsers send beside its link. A lone link is reported as such.

    Spreadsheets and word processors send a picture of the words beside them: nobody pastes cells to have them looked at.
    """
    urls = mime.urls() if mime.hasUrls() else []
    files = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    if files:
        return Brought(files=files)
    if not urls and mime.hasText() and (not _LINK.fullmatch(mime.text().strip()) or _is_cell(mime)):
        return Brought(text=mime.text())
    if mime.hasFormat("image/png"):
        # Encoded as it came: nothing to decode or to encode here, on the window's thread.
        return Brought(picture=bytes(mime.data("image/png").data()))
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Brought(picture=image)
    if urls:
        return Brought(links=tuple(url.toDisplayString() for url in urls))
    if not mime.hasText() and mime.hasHtml():  # it is read as any web page is
        return Brought(page=f"<!doctype html>{mime.html()}".encode("utf-8", "replace"))
    return Brought(text=mime.text()) if mime.hasText() else Brought()


def _is_cell(mime: QMimeData) -> bool:
    """Whether it was copied in a spreadsheet: there an address is what the cell holds."""
    return bool(mime.text().strip()) and _CELL.search(mime.html()) is not None
