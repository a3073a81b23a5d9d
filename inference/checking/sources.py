"""What an attachment says, as the check takes it: what was read in a picture, written down of a recording, a document's text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from inference.checking.values import Source, SourceKind
from inference.conversation import DocumentPart, Part
from inference.errors import HushError

__all__ = ["Opened", "find_source", "open_document"]


@dataclass(frozen=True)
class Opened:
    """A document's text, and its pages with the place where each begins in it."""

    source: Source
    begins: tuple[tuple[int, int], ...]


def find_source(part: Part, *, asked: bool) -> Source | None:
    """What it says; None where nobody has read it whole. `asked` as in `Source`."""
    if part.kind == "text":
        return None
    if part.kind == "document":
        opened = open_document(part, asked=asked)
        return opened.source if opened else None
    return None if part.text is None else Source(part.name, "picture" if part.kind == "image" else "recording", part.text, asked)


def open_document(part: DocumentPart, *, asked: bool) -> Opened | None:
    """Its own text, and what was read in its scanned pages; None where a page was not read, or the document cannot be opened."""
    try:
        pages = _own_texts(part.name, part.data, part.pages)
    except HushError:  # the answer stands all the same
        return None
    read = dict(part.texts)
    begins, text = list[tuple[int, int]](), ""
    for number, own in pages:
        said = read.get(number) if own is None else own
        if said is None:
            return None
        begins.append((number, len(text)))
        text += said + "\n"
    kind: SourceKind = "scan" if all(own is None for _, own in pages) else "document"
    return Opened(Source(part.name, kind, text.rstrip("\n"), asked), tuple(begins))


@lru_cache(maxsize=8)
def _own_texts(name: str, data: bytes, pages: tuple[int, ...] | None) -> tuple[tuple[int, str | None], ...]:
    """The pages with the text each has itself. Kept, for one is asked about again. Raises HushError."""
    from inference.decoding.decoder import decoder  # brings what children need: not before the first document

    return tuple((page.number, page.text) for page in decoder().pages(DocumentPart(name, data, pages)))
