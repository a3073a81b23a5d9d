"""Long texts as pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.conversation import DocumentPart
from inference.media import document
from inference.media.cutting import cut
from inference.media.page import MAX_PAGES


def test_a_text_of_a_page_or_little_more_is_one_page() -> None:
    assert cut("") == ("",)
    assert cut("a line\n" * 600) == (("a line\n" * 600).rstrip("\n"),)


def test_a_long_text_is_cut_between_its_paragraphs() -> None:
    paragraphs = [f"Paragraph {number}. " + "word " * 150 for number in range(20)]
    pages = cut("\n\n".join(paragraphs))
    assert [line for page in pages for line in page.split("\n\n")] == paragraphs
    assert all(1_500 <= len(page) <= 4_500 for page in pages)


@pytest.mark.parametrize(("text", "edge"), [("one line of a log\n" * 1_000, "log"), ("One sentence here. " * 1_000, "here. ")])
def test_else_between_lines_or_sentences(text: str, edge: str) -> None:
    pages = cut(text.rstrip("\n"))
    assert len(pages) > 3
    assert all(page.endswith(edge) for page in pages)


@given(st.text(alphabet="ab \n.", max_size=300).map(lambda text: text * 100))
def test_nothing_is_lost(text: str) -> None:
    pages = cut(text)
    assert "".join(pages).replace("\n", "") == text.replace("\n", "")
    assert all(len(page) <= 4_500 for page in pages)


def test_there_are_never_more_pages_than_a_pdf_may_have() -> None:
    assert MAX_PAGES // 2 < len(cut("x" * 10_000_000)) <= MAX_PAGES


def test_pages_of_a_text_can_be_chosen() -> None:
    text = "".join(f"line {number} of the file\n" for number in range(1_000)).encode()
    pages = document.read(DocumentPart("long.txt", text))
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert len(pages) > 5
    (chosen,) = document.read(DocumentPart("long.txt", text, (3,)))
    assert chosen == pages[2]
    assert document.count_text_pages(DocumentPart("long.txt", text, (3,))) == len(pages)


def test_what_is_said_about_a_text_is_said_once() -> None:
    text = "größer und länger\n".encode("cp1252") * 1_000
    remarks = [page.remark for page in document.read(DocumentPart("old.txt", text))]
    assert "Windows-1252" in remarks[0]
    assert not any(remarks[1:])
