"""The documents of the chat on screen: which there are, which page of which is looked at, and what that page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.conversation.composer.draft import Chip
from app.conversation.transcript.transcript import Entry
from app.documents.pages import pages_called
from app.sentences import say
from app.values import Attached, PageShown
from inference.citation import Citation
from inference.conversation import DocumentPart
from inference.quantities import count
from inference.sentences import Sentence

__all__ = ["Document", "Documents", "Place", "explain_pages", "find_named", "list_read", "page_called", "places"]


@dataclass(frozen=True)
class Document:
    """`attached` is None where the file cannot be used, and `problem` says why. `tokens` None until priced."""

    name: str
    attached: Attached | None = None
    tokens: int | None = None
    problem: str = ""

    @property
    def facts(self) -> str:
        """Its pages or which of them are used, and the price in tokens."""
        return Chip(0, self.name, self.attached, self.tokens).facts if self.attached is not None else "Cannot be read"

    @property
    def pages(self) -> int:
        return max(1, self.attached.pages) if self.attached is not None else 1

    @property
    def part(self) -> DocumentPart | None:
        part = self.attached.part if self.attached is not None else None
        return part if part is not None and part.kind == "document" else None

    @property
    def first(self) -> int:
        """The first of the pages that are used."""
        return self.part.pages[0] if self.part is not None and self.part.pages else 1

    def is_same(self, other: Document) -> bool:
        """Whether it is this very file under this name, whatever of it is used."""
        if self.name != other.name or (self.part is None) != (other.part is None):
            return False
        return self.part is None or other.part is None or self.part.data == other.part.data


class Documents(QObject):
    """Changed by the documents controller only."""

    listed = Signal()
    page_changed = Signal()
    """Another document or page is looked at, or what it shows has come."""
    wanted_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.documents: tuple[Document, ...] = ()
        self.current: Document | None = None
        self.number = 1
        """The page that is looked at, from 1."""
        self.page: PageShown | None = None
        """What is shown: until the page is drawn the one before it, of the same document."""
        self.problem = ""
        """Why the page cannot be shown."""
        self.wanted = True
        """Whether the person wants to see documents where there are some and there is room."""

    def show(self, documents: tuple[Document, ...]) -> None:
        """Those there are now, the newest last. One looked at stays in view, until a newer one comes."""
        if documents == self.documents:
            return
        before, self.documents = self.documents, documents
        came = bool(documents) and not any(documents[-1].is_same(one) for one in before)
        seen = self._find(self.current) if self.current is not None and not came else None
        if seen is not None:
            self.current = seen
            self.listed.emit()
            return
        self.listed.emit()
        self.choose(documents[-1] if documents else None)

    def choose(self, document: Document | None, number: int = 0) -> None:
        """Look at a document: at the page `number`, or the first that is used."""
        if document is None or self.current is None or not document.is_same(self.current):
            self.page = None
        self.current = document = self._find(document) or document if document is not None else None
        self.problem = document.problem if document is not None else ""
        self.number = 1 if document is None else max(1, min(number or document.first, document.pages))
        self.page_changed.emit()

    def show_page(self, page: PageShown) -> None:
        self.page, self.problem = page, ""
        self.page_changed.emit()

    def show_problem(self, problem: str) -> None:
        self.page, self.problem = None, problem
        self.page_changed.emit()

    def want(self, wanted: bool) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.wanted_changed.emit()

    def _find(self, document: Document) -> Document | None:
        return next((one for one in self.documents if one.is_same(document)), None)


def list_read(entries: Sequence[Entry], index: int) -> tuple[Document, ...]:
    """The documents from which the message `index` was written, the likeliest first: the newest of those still sent.

    They are those of its own question and of the turns before it that were answered, never of what came later.
    """
    own = index - index % 2
    told = [entry for number, entry in enumerate(entries[: own + 1]) if number == own or _was_answered(entries, number)]
    told.reverse()
    likeliest = sorted(told, key=lambda entry: entry.left_out)
    found: list[Document] = []
    for document in (Document(seen.part.name, seen) for entry in likeliest for seen in entry.attachments):
        if document.part is not None and not any(document.is_same(one) for one in found):
            found.append(document)
    return tuple(found)


def page_called(citation: Citation, document: str) -> str:
    """A citation as it is said: Page 2 of invoice.pdf. `document` is the one meant where it names none, empty if unknown."""
    return f"{pages_called(citation.pages).capitalize()} of {citation.name or document or 'the document'}"


def _was_answered(entries: Sequence[Entry], question: int) -> bool:
    """Whether the entry is a question that went into later requests: failed turns do not."""
    answer = entries[question + 1] if question % 2 == 0 else None
    return answer is not None and answer.state in ("done", "stopped") and bool(answer.text)


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
