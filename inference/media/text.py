"""Plain text files: UTF-8 or UTF-16, as one page."""

from __future__ import annotations

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media.pdf import Page, tidy

__all__ = ["MAX_BYTES", "read"]

MAX_BYTES = 32 * 1024**2
"""Far more than any context holds; a larger file would only take long to refuse."""


def read(part: DocumentPart) -> tuple[Page, ...]:
    """The whole text as page 1. Raises MediaError if it is too long or is not text."""
    if len(part.data) > MAX_BYTES:
        raise MediaError("text-too-long", name=part.name, size=len(part.data) / 1e6, most=MAX_BYTES / 1e6)
    encoding = "utf-16" if part.data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = tidy(part.data.decode(encoding))
    except UnicodeDecodeError as error:
        raise MediaError("text-not-utf-8", name=part.name) from error
    return (Page(1, text),)
