"""Whatever a model writes, a person pastes or a file holds is read in time in proportion to its length.

A pattern in which two repetitions take the same letters freezes the window for a minute on a text that is nothing but spaces.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from PySide6.QtWidgets import QApplication

from app.chats.marks import marks_of
from app.commands.answered import citations
from app.conversation.transcript.blocks import Blocks, complete, has_markup
from app.conversation.transcript.document import DEFINED, NAMELESS
from app.conversation.transcript.piece import MARKS, WORDS
from app.conversation.transcript.prose import Prose
from app.documents.open_documents import find_named
from app.documents.pages import choose_pages
from app.worker.finding import LATER_PART
from inference.citation import CITED, Citation, find_citations, passage_at, read_address, score
from inference.conversation import DocumentPart, Message, Sampling
from inference.errors import InputError
from inference.history.chats import title_of
from inference.history.search import matching
from inference.media.document import read
from inference.media.kind import kind_of
from inference.media.pdf import tidy
from inference.prompt.intent import sampling_for
from inference.prompt.template import Shield
from inference.stream import ReplyStream
from tests.app.whole_text import blocks_of

SHORT, TIMES = 4_000, 4
"""Letters of the shorter text, and how many times as long the other is."""
MOST = 2 * TIMES
"""Times as long as the shorter text the other may take: twice what is in proportion, as other work on the machine disturbs."""
FLOOR_S = 0.001
"""Seconds of processor time; less than that is not told apart."""

HOSTILE = (
    *(" ", "\t", "\n", "\r", "\u200b", "\xa0", "\x02", "\0", "\ue000", "a", "1", ".", ","),
    *("[", "]", "(", "![", "](", "[a](b", "[a](b)", "![](x)", "[p. 1] ", "[x, ", ", p. 1", "[x, p. 1", "[p. 1, ", "[p. 1-", "“a"),
    *("*", "**a ", "*a ", "a*", "_", "`", "` ", "```", "``` a", "~", "~~a ", "$", "#", "> ", "- ", "-  a", "1. ", "1.", "-"),
    *(
        "|",
        "|-",
        "| - ",
        ":-:|",
        " :",
        "-,",
        " - ",
        "1-2,",
        "http",
        "www.",
        "<",
        "&",
        "\\",
        "\n ",
        "\n> ",
        "\n- a",
        "\n|a|b|",
        "\n```",
    ),
    *(" \n", "\n\n \n", "-0000", "what the ", "<|turn>", "\u2028"),
)


def took(work: Callable[[str], object], text: str) -> float:
    """Seconds of processor time."""
    started = time.process_time()
    work(text)
    return time.process_time() - started


def is_linear(work: Callable[[str], object], hostile: str) -> bool:
    text = hostile * (SHORT // len(hostile))
    for _ in range(3):  # what else the machine does comes and goes, a square stays
        short = took(work, text)
        if took(work, text * TIMES) < MOST * max(short, FLOOR_S):
            return True
    return False


def framed(work: Callable[[str], object], *frames: tuple[str, str]) -> Callable[[str], None]:
    """With something before and after it: most patterns want a beginning, and then fail at the end."""

    def each(text: str) -> None:
        for before, after in frames:
            work(before + text + after)

    return each


def refused(work: Callable[[str], object]) -> Callable[[str], None]:
    def tried(text: str) -> None:
        with suppress(InputError):
            work(text)

    return tried


def streamed(text: str) -> str:
    said: list[str] = []
    stream = ReplyStream(lambda token: text[token].encode("utf-8", "replace"), {}, on_text=said.append, on_thought=said.append)
    stream.feed(range(len(text)))
    return stream.text


def fed(text: str) -> None:
    blocks = Blocks()
    for line in text.splitlines(keepends=True)[:200]:
        blocks.feed(line)


FRAMES = (
    ("", ""),
    ("", "x"),
    ("a | b\n", "x"),
    ("| ", "|"),
    ("``` ", "x`"),
    ("- ", "x"),
    ("[", "x"),
    ("[x, p. 1", "x"),
    ("1", "x"),
)
WORK: dict[str, Callable[[str], object]] = {
    "tidy": framed(tidy, *FRAMES),
    "text file": refused(lambda text: read(DocumentPart("a.txt", text.encode("utf-8", "replace")))),
    "kind of file": refused(lambda text: kind_of(text.encode("utf-8", "replace"), text)),
    "blocks": framed(blocks_of, *FRAMES),
    "blocks fed by lines": fed,
    "markup": framed(has_markup, *FRAMES, ("**", "x"), ("*", "x"), ("`", "x"), ("~~", "x"), ("[a](", "x")),
    "completed": framed(complete, ("", ""), ("**", "x"), ("`", "x")),
    "link definitions": framed(lambda text: DEFINED.sub(r"\\1", text), *FRAMES),
    "nameless pictures": framed(lambda text: NAMELESS.sub("", text), ("", ""), ("![", "x"), ("`", "x")),
    "marks": framed(MARKS.search, *FRAMES),
    "words": framed(WORDS.match, *FRAMES),
    "pages": framed(refused(lambda text: choose_pages(text, 2_000)), ("", ""), ("1", ""), ("1", "x"), ("1 -", "2")),
    "searched words in a title": lambda text: marks_of(text[:80], text),
    "searched words": matching,
    "marked words": lambda text: marks_of(text, text[:20]),
    "citations": framed(lambda text: list(find_citations(text)), *FRAMES, ("[p. ", "x"), ("[pp. 1, ", "]")),
    "citations of an answer": lambda text: citations(text, ["a.txt"]),
    "label": framed(read_address, ("", ""), ("x, p. ", "x"), ("p. 1", "x"), ("x", ", p. 1")),
    "passages": lambda text: [passage_at(text, *found.span()) for found in re.finditer(CITED, text)],
    "score": framed(lambda text: score(text, text), ("", ""), ("“", "x"), ("“a", "”")),
    "document named": lambda text: find_named(Citation(text, (1,)), ()),
    "later part of a model": framed(LATER_PART.search, ("-", ".gguf"), ("-00001-of-", ".gguf")),
    "intent": lambda text: sampling_for(
        Message("user", (DocumentPart("a", b"a"), *Message.text("user", text).parts)), Sampling()
    ),
    "shield": lambda text: Shield(["<|turn>", "<turn|>"]).cover(text),
    "stream": streamed,
    "title": title_of,
}


@pytest.mark.parametrize("work", WORK.values(), ids=list(WORK))
def test_reading_takes_time_in_proportion_to_the_text(work: Callable[[str], object]) -> None:
    slow = [hostile for hostile in HOSTILE if not is_linear(work, hostile)]
    assert not slow, "four times the text takes more than eight times as long"


@pytest.mark.parametrize("hostile", [" ", "[", "[a](b", "[a](b) ", "![](x) ", "![a](x) ", "[p. 1] ", "**a ", "|a|b|\n|-|-|\n"])
def test_answer_is_shown_in_time_in_proportion_to_it(app: QApplication, hostile: str) -> None:
    def shown(text: str) -> None:
        prose = Prose()
        prose.set_width(600)
        prose.append("x " + text)
        prose.settle()
        prose.deleteLater()

    assert is_linear(shown, hostile)


def test_text_of_spaces_is_one_empty_page() -> None:
    """The fault that was met: a minute for 200,000 of them."""
    started = time.process_time()
    assert tidy(" " * 200_000) == ""
    assert [block.kind for block in blocks_of("a | b\n" + " " * 200_000 + "|")] == ["paragraph"]
    assert time.process_time() - started < 5
