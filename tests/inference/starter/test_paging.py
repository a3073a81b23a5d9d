"""Every token of a paper is told its page, every answer the page it was found on."""

from __future__ import annotations

import pytest
import torch

from inference.starter import rows, samples
from inference.starter.paging import NO_PAGE, PAGES, answer_page, token_pages
from inference.starter.rows import Turn
from inference.starter.tokenizer import starter_tokenizer

LABELLED = "[scan 3.pdf, p. 2]\ncity: Basel\n\n[scan 3.pdf, p. 14]\nsee [a, p. 1] there\n\nWhat is the city?"


def _by_page(text: str) -> dict[int, str]:
    ids = starter_tokenizer().encode(text)
    found: dict[int, list[int]] = {}
    for token, page in zip(ids, token_pages(ids), strict=True):
        found.setdefault(page, []).append(token)
    return {page: starter_tokenizer().decode(tokens) for page, tokens in found.items()}


def test_tokens_stand_on_the_page_of_the_last_label() -> None:
    said = _by_page(rows.prompt(LABELLED))
    assert set(said) == {NO_PAGE, 1, PAGES - 1}
    assert said[1].strip().startswith("city: Basel")
    assert "there" in said[PAGES - 1]
    assert "What is the city?" in said[PAGES - 1]
    assert "scan" in said[NO_PAGE]


def test_a_label_holds_for_its_turn_alone() -> None:
    said = _by_page(rows.prompt("Who?", before=((LABELLED, "Basel [p. 2]"),)))
    assert "Who?" in said[NO_PAGE]


@pytest.mark.parametrize(
    ("answer", "page"),
    [("48.20 [p. 2]", 1), ("a [p. 3] b [p. 12]", 11), ("x [p. 40]", PAGES - 1), ("48.20", NO_PAGE), ("[p. x]", NO_PAGE)],
)
def test_an_answer_names_its_page(answer: str, page: int) -> None:
    tokenizer = starter_tokenizer()
    assert answer_page([*tokenizer.spell(answer), tokenizer.id("<turn|>")]) == page


def test_batches_of_papers_tell_both() -> None:
    turns = [Turn(LABELLED, "Basel [p. 2]"), Turn(LABELLED.replace("city?", "town?"), "Not in the document.")]
    sample = samples.about_text([turns])
    assert sample.paging is not None
    assert sample.paging.told.shape == sample.batch.ids.shape
    assert sample.paging.found.shape == sample.labels.shape
    (end, last) = torch.nonzero(sample.labels[0] == starter_tokenizer().id("<turn|>")).flatten().tolist()
    assert sample.paging.found[0].tolist() == [1] * (end + 1) + [NO_PAGE] * (last - end)
    assert sample.paging.number.shape == sample.labels.shape
    assert sample.labels[sample.paging.number > 0].tolist() == [starter_tokenizer().id("2")]


def test_what_is_on_no_page_asks_for_none() -> None:
    assert samples.about_text([[Turn("Write a poem.", "No.")]]).paging is None
