"""Held-out documents say what their answers say, and nothing but what is held out is asked."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inference.conversation import DocumentPart, Message, Request, TextPart
from inference.evaluation.documents.accounts import Supply
from inference.evaluation.documents.papers import Paper, random_paper, write
from inference.evaluation.world import NOT_THERE, held_out
from inference.loading import LoadSettings, ModelFiles
from inference.parts import load_parts
from inference.stop import StopFlag

KINDS = ("person place firm thing gathering goods spot date hour sum span weight number share code phone name value term label "
         "price time words").split()  # fmt: skip


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    rng = random.Random(1)
    return [random_paper(rng) for _ in range(600)]


def test_the_same_seed_makes_the_same_papers(papers: list[Paper]) -> None:
    rng = random.Random(1)
    assert [random_paper(rng) for _ in range(50)] == papers[:50]


def test_answers_stand_in_a_line_of_the_page_they_name(papers: list[Paper]) -> None:
    for paper in papers:
        if paper.answer == NOT_THERE:
            continue
        said, number = paper.answer.removesuffix("]").rsplit(" [p. ", 1)
        assert held_out(said)
        lines = [
            line for file in paper.files for page in file.pages if page.number == int(number) for line in page.text.split("\n")
        ]
        assert any(said in line for line in lines), paper.prompt


def test_what_is_not_there_is_on_no_page(papers: list[Paper]) -> None:
    missing = [paper for paper in papers if paper.answer == NOT_THERE]
    assert 0.16 < len(missing) / len(papers) < 0.24
    for paper in missing:
        text = " ".join(page for file in paper.files for page in file.texts)
        assert paper.asked.lower() not in " ".join(text.lower().split())


def test_every_name_that_is_asked_is_held_out(papers: list[Paper]) -> None:
    assert all(held_out(paper.asked) and paper.asked in paper.question for paper in papers)


def test_pages_can_be_printed(papers: list[Paper]) -> None:
    for paper in papers:
        for file in paper.files:
            assert file.name.endswith(".pdf")
            assert all(page.isascii() and page.count("\n") < 46 for page in file.texts)
            assert max(len(line) for page in file.texts for line in page.split("\n")) <= 82


def test_papers_are_of_many_sizes(papers: list[Paper]) -> None:
    lengths = sorted(len(paper.prompt) for paper in papers)
    assert 300 < lengths[len(lengths) // 2] < 500
    assert lengths[-1] <= 1500
    assert {len(paper.files) for paper in papers} == {1, 2}
    assert {len(file.pages) for paper in papers for file in paper.files} == {1, 2, 3}


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_new_and_held_out(kind: str) -> None:
    draw = Supply(random.Random(2))
    values = [draw(kind) for _ in range(25)]
    assert len({value.lower() for value in values}) == 25
    assert all(held_out(value) and value.isascii() and value == value.strip() for value in values)


def test_prompts_are_the_engines(starter: tuple[Path, Path], papers: list[Paper]) -> None:
    files = ModelFiles(*starter, trusted=True)
    parts = load_parts(files, LoadSettings(context=1024), emit=lambda _: None, stop=StopFlag(), cache_dir=None)
    try:
        for count in (1, 2):
            paper = next(p for p in papers if len(p.files) == count)
            documents = [DocumentPart(file.name, write(file.texts)) for file in paper.files]
            attached = parts.prompts.make(Request((Message("user", (*documents, TextPart(paper.question))),))).steps
            assert attached == parts.prompts.make(Request((Message("user", (TextPart(paper.prompt),)),))).steps
    finally:
        parts.close()
