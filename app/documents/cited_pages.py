"""Which page of which document a citation leads to, of those its answer was written from."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.open_documents import Document
from app.documents.pages import pages_called
from inference.citation import Citation
from inference.quantities import count

__all__ = ["Place", "named", "no_such_page", "places"]

Place = tuple[Document, int]
_MOST = 40
"""So many pages are read at most to find the one that holds what was cited."""
_NAMED = 4
"""So many documents are named in one sentence."""


def named(citation: Citation, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents that a citation can mean: all where it names none, else those called so, letter for letter first."""
    if not citation.name:
        return tuple(documents)
    same = tuple(one for one in documents if one.name == citation.name)
    return same or tuple(one for one in documents if one.name.casefold() == citation.name.casefold())


def places(citation: Citation, documents: Sequence[Document]) -> tuple[Place, ...]:
    """The pages that a citation can mean, the likeliest first: pages the model was given before those it was not."""
    there = [(one, page) for one in documents for page in citation.pages if 1 <= page <= one.pages]
    return tuple(sorted(there, key=lambda place: not _was_given(*place))[:_MOST])


def no_such_page(citation: Citation, documents: Sequence[Document]) -> str:
    """The sentence for a citation of pages that none of the documents has."""
    page = pages_called(citation.pages)
    have = [f"“{one.name}” has {count(one.pages, 'page')}" for one in documents]
    if len(have) == 1:
        return f"{have[0]}: the model named {page}, which {'does' if len(citation.pages) == 1 else 'do'} not exist."
    more = f", and {len(have) - _NAMED} more were read" if len(have) > _NAMED else ""
    return f"The model named {page}, which no document of this question has: {', '.join(have[:_NAMED])}{more}."


def _was_given(document: Document, page: int) -> bool:
    return document.part is not None and (document.part.pages is None or page in document.part.pages)
