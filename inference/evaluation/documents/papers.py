"""Held-out documents with a question, as PDF files of real text: templates, names and values that training never sees.

Promises that an answer stands in one line of the page it names and that a name which is asked in vain is on no page; that every
name that is asked and every answer is held out (`world.held_out`).
"""

from __future__ import annotations

import ctypes
import io
import random
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
import pypdfium2.raw  # pyright: ignore[reportMissingTypeStubs]

from inference.evaluation.documents import accounts
from inference.evaluation.documents.accounts import Fact, Piece, Supply
from inference.evaluation.world import NOT_THERE

__all__ = ["File", "Page", "Paper", "random_paper", "write"]

_ABSENT = 0.2
_TWO_FILES = 0.25
_NAMES = ("memo", "bulletin", "ledger", "handout", "offer", "Protocol", "overview", "Notice of the board", "tickets_04",
          "draft 2")  # fmt: skip
_WIDEST = 82  # characters of a line that fit A4
_LINES = 45  # of a page that is one of paper
_LONGEST = 1450

_MAKERS = (accounts.notice, accounts.memo, accounts.sheet, accounts.lines, accounts.receipt, accounts.grid, accounts.log)
_OFTEN = (5, 2, 4, 4, 2, 3, 2)


@dataclass(frozen=True)
class Page:
    """`number` counts from 1; `text` is tidy, as `inference.media.pdf.tidy` leaves it."""

    number: int
    text: str


@dataclass(frozen=True)
class File:
    """A document's name and its pages."""

    name: str
    pages: tuple[Page, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(page.text for page in self.pages)


@dataclass(frozen=True)
class Paper:
    """`files` and one question about them.

    `answer` is a span of a page, a space and the page's number as in ``48.20 [p. 2]``, or `world.NOT_THERE`. `asked` is what the
    question names. No page says it if the answer is `NOT_THERE`.
    """

    files: tuple[File, ...]
    question: str
    answer: str
    asked: str

    @property
    def prompt(self) -> str:
        """The text item the engine makes of it: each page under its label, then the question, with empty lines between."""
        labelled = [f"[{file.name}, p. {page.number}]\n{page.text}".strip() for file in self.files for page in file.pages]
        return "\n\n".join((*labelled, self.question))

    @property
    def source(self) -> str:
        """The text of all pages, without labels."""
        return "\n".join(page.text for file in self.files for page in file.pages)


def random_paper(rng: random.Random) -> Paper:
    """A paper: one in five asks what is not there, one in four has two files."""
    while True:
        paper = _paper(rng)
        if paper is None or len(paper.prompt) > _LONGEST:
            continue
        if all(page.text.count("\n") < _LINES for file in paper.files for page in file.pages):
            return paper


def _paper(rng: random.Random) -> Paper | None:
    """None where a name cannot be told from others."""
    supply = Supply(rng)
    count = 2 if rng.random() < _TWO_FILES else 1
    files: list[File] = []
    told: list[tuple[Fact, int]] = []
    for stem in rng.sample(_NAMES, count):
        make = rng.choices(_MAKERS, _OFTEN)[0]
        room = round(rng.triangular(120, 560, 260) if rng.random() < 0.9 else rng.uniform(560, 1150)) // count
        pages = _page(rng, make(supply, room))
        files.append(File(f"{stem}.pdf", tuple(Page(number, _set(rng, page)) for number, page in enumerate(pages, 1))))
        told += [(fact, number) for number, page in enumerate(pages, 1) for piece in page for fact in piece.facts]
    fact, number = rng.choice(told)
    text = "\n".join(page.text for file in files for page in file.pages).lower()
    if rng.random() < _ABSENT:
        fresh = supply(fact.kind)
        if fresh.lower() in " ".join(text.split()):
            return None
        return Paper(tuple(files), _question(rng, fact, fresh), NOT_THERE, fresh)
    if any(fact.name.lower() in other.name.lower() != fact.name.lower() for other, _ in told):
        return None
    return Paper(tuple(files), _question(rng, fact, fact.name), f"{fact.answer} [p. {number}]", fact.name)


def _question(rng: random.Random, fact: Fact, name: str) -> str:
    return rng.choice(fact.familiar if rng.random() < 0.5 else fact.own).replace("{}", name)


def _page(rng: random.Random, pieces: Sequence[Piece]) -> list[Sequence[Piece]]:
    count = min(len(pieces), rng.choice((1, 1, 1, 2, 2, 3)))
    starts = sorted(rng.sample(range(1, len(pieces)), count - 1))
    return [pieces[start:end] for start, end in zip((0, *starts), (*starts, len(pieces)), strict=True)]


def _set(rng: random.Random, pieces: Sequence[Piece]) -> str:
    """The text of a page: no line is too wide, and none ends within an answer."""
    width = rng.randint(52, _WIDEST)
    lines: list[str] = []
    for piece in pieces:
        text = piece.text
        for fact in piece.facts:
            text = text.replace(fact.answer, fact.answer.replace(" ", "\xa0"))
        for line in text.split("\n"):
            lines += textwrap.wrap(line, width, break_on_hyphens=False) if len(line) > _WIDEST or piece.running else [line]
    return "\n".join(lines).replace("\xa0", " ")


_RAW: Any = pypdfium2.raw  # ctypes, whose types nobody tells
_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 60.0  # A4, in points
_SIZE, _LEADING = 11.0, 15.0
_ANY_TIME = re.compile(rb"(/CreationDate\(D:|/ID\[<|(?<=>)<)([0-9A-F]+)")
"""Where PDFium notes the moment; the same paper is to be the same file whenever it is made."""


def write(pages: Sequence[str]) -> bytes:
    """A PDF with one page for each of `pages`, a line of type for each of its lines (ASCII, none too long for A4)."""
    document: Any = pypdfium2.PdfDocument.new()
    try:
        for text in pages:
            page = document.new_page(_WIDTH, _HEIGHT)
            for number, line in enumerate(text.split("\n")):
                if line:
                    _type(document, page, line, _HEIGHT - _MARGIN - number * _LEADING)
            page.gen_content()
            page.close()
        data = io.BytesIO()
        document.save(data)
        return _ANY_TIME.sub(lambda found: found[1] + b"0" * len(found[2]), data.getvalue())
    finally:
        document.close()


def _type(document: Any, page: Any, line: str, height: float) -> None:
    typed = _RAW.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", ctypes.c_float(_SIZE))
    units = [ord(character) for character in line] + [0]  # UTF-16 of ASCII
    _RAW.FPDFText_SetText(typed, (ctypes.c_ushort * len(units))(*units))
    _RAW.FPDFPageObj_Transform(typed, 1, 0, 0, 1, _MARGIN, height)
    _RAW.FPDFPage_InsertObject(page.raw, typed)
