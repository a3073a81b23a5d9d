"""What a citation names, whatever way it is written, and what it is there for."""

from __future__ import annotations

import re

import pytest

from inference.citation import CITED, Citation, address_of, find_citations, page_label, passage_at, read_address, score


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("p. 3", ("", (3,))),
        ("notes.pdf, p. 12", ("notes.pdf", (12,))),
        ("a, b.pdf, p. 1", ("a, b.pdf", (1,))),
        ("p. 2-4", ("", (2, 3, 4))),
        ("pp. 2–4", ("", (2, 3, 4))),
        ("pp. 2, 3", ("", (2, 3))),
        ("p. 2, p. 9 and 11", ("", (2, 9, 11))),
        ("notes.pdf, p. 2, p. 3", ("notes.pdf", (2, 3))),
        ("a, p. 1.pdf, pp. 2-3, 7", ("a, p. 1.pdf", (2, 3, 7))),
        ("p. 1-999999", ("", (1, 999_999))),
        ("p. 4-2", ("", (4, 2))),
    ],
)
def test_citation_names_a_document_and_pages(label: str, named: tuple[str, tuple[int, ...]]) -> None:
    assert read_address(label) == Citation(*named)
    assert list(find_citations(f"So it is [{label}].")) == [Citation(*named)]


@pytest.mark.parametrize("address", ["https://example.org", "p. three", "see p. 3", "p. 2,", "p. 12345678", ""])
def test_what_is_no_citation_is_none(address: str) -> None:
    assert read_address(address) is None
    assert list(find_citations(f"[{address}]")) == []


def test_label_that_the_model_reads_is_one_that_leads_back() -> None:
    assert list(find_citations(page_label("a, b.pdf", 7))) == [Citation("a, b.pdf", (7,))]


def test_passage_is_what_stands_before_a_label_back_to_another_else_what_follows() -> None:
    text = "[p. 9] Rent is 500 [p. 2]. The deposit is 900 [p. 2] [p. 3]."
    passages = [passage_at(text, found.start(), found.end()).strip() for found in re.finditer(CITED, text)]
    assert passages == ["Rent is 500", "Rent is 500", ". The deposit is 900", ". The deposit is 900"]
    address = address_of("p. 2", passages[2])
    assert read_address(address) == Citation("", (2,), ". The deposit is 900")


def test_numbers_and_quotes_say_more_than_words() -> None:
    page = "The tenant pays\nno deposit. Total 48.20"
    assert score("It costs 48.20.", page) == 3
    assert score("The deposit is 900", page) == 2
    assert score("It says “tenant pays no deposit”", page) > 10
    assert score("Nothing else", page) == 0
