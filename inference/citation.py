"""How a page is cited: labelled so where the model reads it, and found again in what the model writes.

Promises that looking for citations takes time in proportion to the text, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CITED", "Citation", "address_of", "find_citations", "page_label", "passage_at", "read_address", "score"]

_NUMBER = r"\d{1,6}"
# At most so many pages in one label: a list without an end would be tried from each of its commas.
_PAGES = rf"pp?\. ?{_NUMBER}(?: ?(?:[-–—,&]|and) ?(?:pp?\. ?)?{_NUMBER}){{0,20}}"
_NAME = r"(?:[^\[\]\n]|\[[^\[\]\n]*\])+?"
"""Of a document: scan.pdf, scan[1].pdf."""
CITED = rf"\[((?:{_NAME}, )??{_PAGES})\]"
"""How an answer names pages it has something from: [p. 3], [notes.pdf, p. 3], [p. 2-4], [pp. 2, 3]. The group leads there."""
_CITED = re.compile(CITED)
_LABEL = re.compile(rf"(?:({_NAME}), )??({_PAGES})")
_STRETCH = re.compile(rf"({_NUMBER})(?: ?[-–—] ?(?:pp?\. ?)?({_NUMBER}))?")
_TOKEN = re.compile(r"\d[\d.,:/]*|\w{3,}")
_QUOTED = re.compile(r"[“\"]([^“”\"\n]{3,})[”\"]")

_LONGEST = 2_000
"""Pages between two that are cited as from one to the other; of a longer stretch only its ends count."""
_NEAR = 400
"""Characters of what stands before a citation that say what it is for."""


@dataclass(frozen=True)
class Citation:
    """`name` is empty where no document is named; `pages`, from 1, in the order written; `passage` is what is cited for."""

    name: str
    pages: tuple[int, ...]
    passage: str = ""


def page_label(name: str, page: int) -> str:
    """The label of a page, as the model reads it and is to write it."""
    return f"[{name}, p. {page}]"


def read_address(address: str) -> Citation | None:
    """What an address made by `address_of`, or a label without its brackets, names; None for any other address."""
    label, _, passage = address.partition("\n")
    if (found := _LABEL.fullmatch(label)) is None:
        return None
    pages: dict[int, None] = {}
    for stretch in _STRETCH.finditer(found[2]):
        first = int(stretch[1])
        last = int(stretch[2] or first)
        whole = range(first, last + 1) if first <= last <= first + _LONGEST else (first, last)
        pages.update(dict.fromkeys(whole))
    return Citation(found[1] or "", tuple(pages), passage)


def find_citations(text: str) -> Iterator[Citation]:
    """Every citation in a text, in order; without their passages."""
    return (citation for found in _CITED.finditer(text) if (citation := read_address(found[1])) is not None)


def address_of(label: str, passage: str) -> str:
    """The address of a link that leads where a label does; two such labels may mean pages of two documents."""
    return f"{label}\n{' '.join(passage.split())}"


def passage_at(text: str, begin: int, end: int) -> str:
    """What the label at `begin` to `end` is there for: the words before it back to another, else those after it."""
    before = reversed(_CITED.split(text[max(0, begin - _NEAR) : begin])[::2])
    after = _CITED.split(text[end : end + _NEAR])[::2]
    return next((words for words in (*before, *after) if _TOKEN.search(words)), "")


def score(passage: str, page: str) -> int:
    """How much of a passage a page's text holds, 0 for nothing: a word 1, a number 3, what stands in quotes 10."""
    there, plain = _tokens(page), _plain(page)
    words = sum(3 if token[0].isdigit() else 1 for token in _tokens(passage) & there)
    return words + sum(10 for quoted in _QUOTED.findall(passage) if _plain(quoted) in plain)


def _tokens(text: str) -> set[str]:
    return {token.rstrip(".,:/") for token in _TOKEN.findall(text.casefold())}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
