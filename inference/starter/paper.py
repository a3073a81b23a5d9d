"""A document or two with a question about them, and the text that the engine makes of it.

Promises the same text that `inference.prompt` assembles from the same files and question; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["File", "Page", "Paper"]


@dataclass(frozen=True)
class Page:
    """`number` counts from 1; `text` is tidy, as `inference.media.pdf.tidy` leaves it."""

    number: int
    text: str


@dataclass(frozen=True)
class File:
    """A document's name, and the pages of it that are asked about: not always from the first on."""

    name: str
    pages: tuple[Page, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(page.text for page in self.pages)


@dataclass(frozen=True)
class Paper:
    """`files` and one question about them.

    `answer` is a span of a page, a space and the page's number as in ``48.20 [p. 2]``, or `world.NOT_THERE`. `asked` is what the
    question names; empty where it names nothing, as in "Who wrote this?". No page says it if the answer is `NOT_THERE`.
    pasted: the text was typed or pasted in front of the question instead of attached: it has no label, the answer no page.
    """

    files: tuple[File, ...]
    question: str
    answer: str
    asked: str = ""
    pasted: bool = False

    @property
    def prompt(self) -> str:
        """The text item the engine makes of it: each page under its label, then the question, with empty lines between."""
        if self.pasted:
            return "\n\n".join((*(page.text for file in self.files for page in file.pages), self.question))
        labelled = [f"[{file.name}, p. {page.number}]\n{page.text}".strip() for file in self.files for page in file.pages]
        return "\n\n".join((*labelled, self.question))

    @property
    def source(self) -> str:
        """The text of all pages, without labels."""
        return "\n".join(page.text for file in self.files for page in file.pages)
