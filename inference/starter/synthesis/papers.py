"""Documents with a question for training: one file or two, up to four pages, nine kinds of text, up to 1,500 characters.

Promises that an answer is a span of the page it names, told there and nowhere else; that what is `NOT_THERE` is on no page;
that neither an answer nor a name that is asked is held out (`world.held_out`).
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.starter.paper import File, Page, Paper
from inference.starter.synthesis import paper_lists, paper_prose
from inference.starter.synthesis.draw import Draw
from inference.starter.synthesis.paper_questions import absent, asked_of
from inference.starter.synthesis.told import Block, Told
from inference.starter.synthesis.values import trained
from inference.starter.world import NOT_THERE, held_out, value, word

__all__ = ["Paper", "earlier", "random_paper", "random_papers", "remark"]

MOST = 1500
"""Characters of a prompt: the model reads one at a time."""
_ABSENT, _PASTED = 0.12, 0.15
_LINES = 8
_SCATTERED = 0.35
"""Share of the short lists that have each line on a page of its own."""

_Kind = Callable[[Draw, int], list[Block]]
_KINDS: tuple[tuple[_Kind, int, tuple[str, ...]], ...] = (
    (paper_prose.paragraphs, 5, ("\n\n", "\n")),
    (paper_prose.letter, 2, ("\n\n",)),
    (paper_prose.email, 2, ("\n\n",)),
    (paper_prose.minutes, 2, ("\n", "\n\n")),
    (paper_prose.faq, 1, ("\n\n", "\n")),
    (paper_lists.form, 4, ("\n", "\n", "\n\n")),
    (paper_lists.table, 3, ("\n",)),
    (paper_lists.manual, 2, ("\n",)),
)
"""Makers, how often each is wanted, and what stands between their blocks."""
_PLAIN = "colour", "town", "person", "room", "day", "time", "money", "code", "count", "material", "weight"
"""Kinds of values that are called what they are."""
_PAIR = re.compile(r"^(?:[-*•] )?([^:\n]{1,24}): \S.*$", re.MULTILINE)
_STEMS = (
    "notes",
    "document",
    "page",
    "invoice",
    "report",
    "scan",
    "letter",
    "Minutes",
    "Manual",
    "contract",
    "list",
    "README",
    "plan",
)


@dataclass(frozen=True)
class _Placed:
    told: Told
    page: int


def random_paper(rng: random.Random, *, ease: float = 0.0) -> Paper:
    """A document or two and a question.

    `ease` 1.0 is two short ``name: value`` lines asked for in one wording; 0.0 is everything: a fifth of it is ``name: value``
    lines, and one question in eight asks what is not there.
    """
    return random_papers(rng, ease=ease)[0]


def random_papers(rng: random.Random, *, ease: float = 0.0, most: int = 1) -> list[Paper]:
    """The same files, with one to `most` different questions about them, as in `random_paper`."""
    hard = 1 - min(1.0, max(0.0, ease))
    while True:
        papers = [_easiest(rng)] if hard == 0 else _papers(rng, hard, most)
        if papers and max(len(paper.prompt) for paper in papers) <= MOST:
            return papers


def earlier(rng: random.Random, paper: Paper) -> Paper | None:
    """An older state of `paper`: some of its ``name: value`` lines with other values, in another order, asked about one of them.

    None where it has hardly any such lines.
    """
    titles = [title for title in dict.fromkeys(_PAIR.findall(paper.source)) if not held_out(title)]
    if len(titles) < 2:
        return None
    lines = [(title, trained(rng, value)) for title in rng.sample(titles, rng.randint(2, min(6, len(titles))))]
    asked, text = rng.choice(lines)
    rng.shuffle(lines)
    file = File(_name(rng, pdf=False, hard=1), (Page(1, "\n".join(map(": ".join, lines))),))
    question = rng.choice(paper_lists.NAMED).replace("{}", asked)
    return Paper((file,), question, text if paper.pasted else f"{text} [p. 1]", asked, paper.pasted)


def remark(rng: random.Random) -> tuple[str, str]:
    """What is typed in one go, ``colour: red. What is the colour?``, and the right answer."""
    draw = Draw(rng)
    lines = [(draw("name"), draw("value")) if rng.random() < 0.5 else (kind := rng.choice(_PLAIN), draw(kind))]
    if rng.random() < 0.3:
        lines.append((draw("name"), draw("value")))
    asked, text = rng.choice(lines)
    rng.shuffle(lines)
    end, between = rng.choice((". ", "\n", "\n\n", ", ", "; ")), rng.choice((": ", ": ", " is ", " = "))
    said = end.join(f"{title}{between}{value}" for title, value in lines)
    return said + end + rng.choice(paper_lists.NAMED).replace("{}", asked), text


def _easiest(rng: random.Random) -> Paper:
    blocks = paper_lists.rows(Draw(rng), 0, count=2, longest=6, plain=True)
    told = rng.choice(blocks).told[0]
    question = told.wordings[0].replace("{}", told.asked)
    page = Page(1, "\n".join(block.text for block in blocks))
    return Paper((File("notes.txt", (page,)),), question, f"{told.answer} [p. 1]", told.asked)


def _papers(rng: random.Random, hard: float, most: int) -> list[Paper]:
    """As many as can be asked: none where nothing can, which is rare."""
    draw = Draw(rng)
    count = 2 if rng.random() < 0.25 * hard else 1
    files: list[File] = []
    placed: list[_Placed] = []
    for _ in range(count):
        name, told = _file(draw, _room(rng, hard) // count, hard, other=files[0].name if files else "")
        files.append(name)
        placed += told
    pasted = len(files) == 1 and len(files[0].pages) == 1 and rng.random() < _PASTED * hard
    named = files[0].name if count == 1 and not pasted else ""
    text = "\n".join(page.text for file in files for page in file.pages).lower()
    told = [one.told for one in placed]
    # Of two files each may have a writer or a date: only what is named is told apart.
    fit = [
        one for one in placed if (one.told.asked or count == 1) and not held_out(one.told.answer) and _distinct(one.told, told)
    ]
    rng.shuffle(fit)
    papers: dict[str, Paper] = {}
    for _ in range(most):
        if rng.random() < _ABSENT * min(1.0, 3 * hard):
            missing = absent(draw, told, text, named)
            paper = Paper(tuple(files), missing.question, NOT_THERE, missing.asked, pasted) if missing else None
        else:
            paper = _about(draw, fit.pop(), files, named, pasted) if fit else None
        if paper:
            papers.setdefault(paper.question, paper)
    return list(papers.values())


def _about(draw: Draw, one: _Placed, files: Sequence[File], named: str, pasted: bool) -> Paper:
    answer = one.told.answer if pasted else f"{one.told.answer} [p. {one.page}]"
    return Paper(tuple(files), asked_of(draw, one.told, named), answer, one.told.asked, pasted)


def _distinct(told: Told, every: Sequence[Told]) -> bool:
    """Whether what it asks is not held out and not part of something else that is told of: "lamp" beside "green lamp"."""
    asked = told.asked.lower()
    if asked and held_out(asked):
        return False
    return told.kind in ("", "name") or ":" in told.kind or not any(asked in other.asked.lower() != asked for other in every)


def _room(rng: random.Random, hard: float) -> int:
    """About how many characters of text: mostly 100 to 600, one time in ten up to 1,200."""
    room = rng.triangular(90, 600, 250) if rng.random() < 0.9 else rng.uniform(600, 1200)
    return round(70 + (room - 70) * hard)


def _file(draw: Draw, room: int, hard: float, *, other: str) -> tuple[File, list[_Placed]]:
    """One file that is not called `other`, and what its pages tell."""
    rng = draw.rng
    blocks, between, prose = _blocks(draw, room, hard)
    scattered = len(blocks) <= 4 and rng.random() < _SCATTERED
    parts = [[block] for block in blocks] if scattered else _pages(rng, blocks, hard)
    first = 1 if rng.random() > 0.15 * hard else rng.randint(2, 40)
    pdf = len(parts) > 1 or first > 1 or rng.random() < 0.4
    if pdf and rng.random() < 0.5:
        between = "\n"  # what is read off a page has no empty lines, and breaks where the page does
    wrap = rng.randint(45, 95) if prose and rng.random() < (0.6 if pdf else 0.15) * hard else None
    texts = [_text(part, between, wrap) for part in parts]
    if rng.random() < 0.15 * hard:
        texts = _numbered(rng, texts, first)
    pages = tuple(Page(number, text) for number, text in enumerate(texts, first))
    placed = [_Placed(told, number) for number, part in enumerate(parts, first) for block in part for told in block.told]
    while (name := _name(rng, pdf=pdf, hard=hard)) == other:
        pass
    return File(name, pages), placed


def _blocks(draw: Draw, room: int, hard: float) -> tuple[list[Block], str, bool]:
    """What a file is made of, what stands between its pieces, and whether it is running text."""
    rng = draw.rng
    if rng.random() > 0.78 * hard:
        count = 2 + round((_LINES - 2) * hard * rng.random() ** 1.3)
        return paper_lists.rows(draw, 0, count=count, longest=6 + round(8 * hard), plain=rng.random() < 0.6), "\n", False
    kind, _, joints = rng.choices(_KINDS, [weight for _, weight, _ in _KINDS])[0]
    prose = kind in (paper_prose.paragraphs, paper_prose.letter, paper_prose.email, paper_prose.faq)
    while not (blocks := kind(draw, room)):  # a form without a heading whose labels were all taken
        pass
    return blocks, rng.choice(joints), prose


def _pages(rng: random.Random, blocks: Sequence[Block], hard: float) -> list[Sequence[Block]]:
    """Consecutive blocks, page by page: half of the time one page, at most four."""
    most = min(len(blocks), rng.choice((1, 1, 1, 1, 2, 2, 2, 3, 3, 4)) if rng.random() < hard else 1)
    cuts = [0, *sorted(rng.sample(range(1, len(blocks)), most - 1)), len(blocks)]
    return [blocks[start:end] for start, end in pairwise(cuts)]


def _text(blocks: Sequence[Block], between: str, wrap: int | None) -> str:
    text = between.join(block.text for block in blocks)
    if wrap is None:
        return text
    return "\n".join(textwrap.fill(line, wrap, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))


def _numbered(rng: random.Random, texts: Sequence[str], first: int) -> list[str]:
    """Pages that say their number, as printed ones do."""
    last = first + len(texts) - 1
    form = rng.choice(("Page {}", "{}", "- {} -", f"Page {{}} of {last}", f"{{}}/{last}"))
    top = rng.random() < 0.3
    marks = [form.format(number) for number in range(first, last + 1)]
    return [f"{mark}\n{text}" if top else f"{text}\n{mark}" for mark, text in zip(marks, texts, strict=True)]


def _name(rng: random.Random, *, pdf: bool, hard: float) -> str:
    stem = rng.choice((*_STEMS, word(rng), word(rng)))
    if rng.random() < 0.4 * hard:
        year, number = rng.randint(2019, 2033), rng.randint(1, 999)
        dated = (f" {number}", f"-{number}", f"_{year}", f" {year}-{rng.randint(1, 12):02}", f" {word(rng)} {word(rng)} {year}")
        stem += rng.choice((*dated, f" ({word(rng)})", f" {word(rng)}", f"_{word(rng)}"))
    return stem + (".pdf" if pdf else rng.choice((".txt", ".txt", ".txt", ".md")))
