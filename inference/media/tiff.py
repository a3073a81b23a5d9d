"""TIFF files of several pages, as fax machines and scanners write them, as documents."""

from __future__ import annotations

from PIL import Image

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media.image import decode, resize
from inference.media.page import MAX_PAGES, Page, picture_scale, require_pages
from inference.media.tiff_frames import frames

__all__ = ["draw", "read"]


def read(part: DocumentPart) -> tuple[Page, ...]:
    """The pages that `part` asks for, each to be looked at. Raises MediaError."""
    count = len(frames(part.data))
    if count > MAX_PAGES:
        raise MediaError("tiff-too-long", name=part.name, count=count, most=MAX_PAGES)
    require_pages(part, count)
    return tuple(Page(number, None, "no-text") for number in part.pages or range(1, count + 1))


def draw(part: DocumentPart, number: int, *, width: int | None = None) -> Image.Image:
    """Page `number` as an RGB picture: at most `width` pixels wide, or as large as any budget can show. Raises MediaError."""
    found = frames(part.data)
    require_pages(DocumentPart(part.name, b"", (number,)), len(found))
    picture = decode(part.data, part.name, frame=found[number - 1])
    scale = picture_scale(*picture.size) if width is None else width / picture.width
    if scale >= 1:
        return picture
    return resize(picture, (max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))
