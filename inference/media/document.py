"""Documents of every kind, as pages."""

from __future__ import annotations

from inference.conversation import DocumentPart
from inference.errors import MediaError
from inference.media import pdf, text
from inference.media.kind import kind_of
from inference.media.pdf import Page

__all__ = ["Page", "read"]


def read(part: DocumentPart) -> tuple[Page, ...]:
    """The pages of a PDF, or a text file as page 1. Raises MediaError if it is neither or cannot be used."""
    kind = kind_of(part.data, part.name)
    if kind == "pdf":
        return pdf.read(part)
    if kind == "text":
        return text.read(part)
    raise MediaError(f'"{part.name}" is no document.', "Attach it as a picture or a recording.")
