"""Which page of which document a citation leads to, of those its answer was written from."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.open_documents import Document
from app.documents.pages import pages_called
from app.sentences import say
from inference.citation import Citation
from inference.quantities import count
from inference.sentences import Sentence

__all__ = ["Place", "explain_pages", "find_named", "places"]

Place = tuple[Document, int]
_MOST = 40
"""So many pages are read at most to find the one that holds what was cited."""
_NAMED = 4
"""So many documents are named in one sentence."""


def find_named(citation: Citation, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents that a citation can mean: all where it names none, else those called so, letter for letter first."""
    if not citation.name:
        return tuple(documents)
    same = tuple(one for one in documents if one.name == citation.name)
    return same or tuple(one for one in documents if one.name.casefold() == citation.name.casefold())


def places(citation: Citation, documents: Sequence[Document]) -> tuple[Place, ...]:
    """The pages that a citation can mean, the likeliest first: pages the model was given before those it was not."""
    there = [(one, page) for one in documents for page in citation.pages if 1 <= page <= one.pages]
    return tuple(sorted(there, key=lambda place: not _was_given(*place))[:_MOST])


def explain_pages(citation: Citation, documents: Sequence[Document]) -> Sentence:
    """The sentence for a citation of pages that none of the documents has."""
    several, pages = len(citation.pages) > 1, pages_called(citation.pages)
    have = [f"“{one.name}” has {count(one.pages, 'page')}" for one in documents]
    if len(have) == 1:
        return say("pages-not-there" if several else "page-not-there", document=have[0], pages=pages)
    read = ", ".join(have[:_NAMED]) + (f", and {len(have) - _NAMED} more were read" if len(have) > _NAMED else "")
    return say("pages-nowhere", documents=read, pages=pages)


def _was_given(document: Document, page: int) -> bool:
    return document.part is not None and (document.part.pages is None or page in document.part.pages)
