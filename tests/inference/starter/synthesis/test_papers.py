"""Documents for training say what their answers say, where they say it; what is held out is never among them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inference.conversation import DocumentPart, Message, Request, TextPart
from inference.loading import LoadSettings, ModelFiles
from inference.media.pdf import tidy
from inference.parts import Parts, load_parts
from inference.starter import rows
from inference.starter.paper import File, Page, Paper
from inference.starter.synthesis.draw import KINDS, Draw
from inference.starter.synthesis.papers import earlier, random_paper, random_papers, remark
from inference.starter.tokenizer import starter_tokenizer
from inference.starter.world import NOT_THERE, held_out
from inference.stop import StopFlag
from tests.factories import make_pdf


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    rng = random.Random(1)
    return [random_paper(rng) for _ in range(1500)]


@pytest.fixture(scope="module")
def engine(tiny_pair: tuple[Path, Path]) -> Iterator[Parts]:
    files = ModelFiles(*tiny_pair, trusted=True)
    parts = load_parts(files, LoadSettings(context=512), emit=lambda _: None, stop=StopFlag(), cache_dir=None)
    yield parts
    parts.close()


def _answer(paper: Paper) -> tuple[str, int]:
    if paper.pasted:
        return paper.answer, paper.files[0].pages[0].number
    text, page = paper.answer.removesuffix("]").rsplit(" [p. ", 1)
    return text, int(page)


def test_the_same_seed_makes_the_same_papers(papers: list[Paper]) -> None:
    rng = random.Random(1)
    assert [random_paper(rng) for _ in range(50)] == papers[:50]


def test_answers_are_said_on_the_page_they_name(papers: list[Paper]) -> None:
    for paper in papers:
        if paper.answer == NOT_THERE:
            continue
        text, number = _answer(paper)
        # A line may end within an answer.
        said = [" ".join(page.text.split()) for file in paper.files for page in file.pages if page.number == number]
        assert any(" ".join(text.split()) in page for page in said), paper.prompt


def test_pasted_text_has_no_label_and_its_answer_no_page(papers: list[Paper]) -> None:
    pasted = [paper for paper in papers if paper.pasted]
    assert 0.02 < len(pasted) / len(papers) < 0.08
    for paper in pasted:
        assert paper.prompt == f"{paper.source}\n\n{paper.question}"
        assert "[p. " not in paper.answer


def test_earlier_state_of_a_list_has_its_names_and_other_values(papers: list[Paper]) -> None:
    rng = random.Random(6)
    pairs = [(paper, before) for paper in papers if (before := earlier(rng, paper))]
    assert len(pairs) > 300
    for paper, before in pairs:
        (page,) = before.files[0].pages
        lines = dict(line.split(": ", 1) for line in page.text.split("\n"))
        assert len(lines) >= 2
        assert all(f"{title}: " in paper.source for title in lines)
        assert lines[before.asked] == _answer(before)[0]
        assert before.asked in before.question
        assert before.pasted == paper.pasted


def test_no_earlier_state_of_what_is_no_list() -> None:
    paper = Paper((File("notes.txt", (Page(1, "The sofa is in room 4.\nTotal: 12"),)),), "Where is the sofa?", "room 4 [p. 1]")
    assert earlier(random.Random(1), paper) is None


def test_short_lists_at_times_have_a_page_for_each_line(papers: list[Paper]) -> None:
    files = [file for paper in papers for file in paper.files if len(file.pages) > 1]
    single = [file for file in files if all("\n" not in page.text for page in file.pages)]
    assert 0.05 < len(single) / len(files) < 0.4


def test_several_questions_about_the_same_files_differ() -> None:
    rng = random.Random(5)
    sheaves = [random_papers(rng, most=5) for _ in range(100)]
    assert all(len({paper.question for paper in papers}) == len(papers) for papers in sheaves)
    assert all(len({(paper.files, paper.pasted) for paper in papers}) == 1 for papers in sheaves)
    assert sum(map(len, sheaves)) > 300
    answers = {NOT_THERE in (paper.answer for paper in papers) for papers in sheaves}
    assert answers == {True, False}


def test_what_is_not_there_is_on_no_page(papers: list[Paper]) -> None:
    missing = [paper for paper in papers if paper.answer == NOT_THERE]
    assert 0.08 < len(missing) / len(papers) < 0.16
    for paper in missing:
        assert paper.asked
        assert paper.asked.lower() not in " ".join(paper.source.lower().split())


def test_nothing_held_out_is_asked_or_answered(papers: list[Paper]) -> None:
    for paper in papers:
        assert not paper.asked or not held_out(paper.asked)
        assert paper.answer == NOT_THERE or not held_out(_answer(paper)[0])


def test_papers_are_of_many_kinds_and_sizes(papers: list[Paper]) -> None:
    lengths = sorted(len(paper.prompt) for paper in papers)
    assert 300 < lengths[len(lengths) // 2] < 500
    assert lengths[-1] <= 1500
    assert lengths[len(lengths) * 97 // 100] > 700
    assert {len(paper.files) for paper in papers} == {1, 2}
    assert {len(file.pages) for paper in papers for file in paper.files} == {1, 2, 3, 4}
    assert any(file.pages[0].number > 1 for paper in papers for file in paper.files)
    assert sum(paper.question.startswith("Who") for paper in papers) > 50
    assert any(not paper.asked for paper in papers)
    assert max(len(paper.answer) for paper in papers) < 80


def test_pages_are_as_the_engine_leaves_them(papers: list[Paper]) -> None:
    for paper in papers:
        assert paper.question == paper.question.strip()
        for file in paper.files:
            assert all(page.text == tidy(page.text) for page in file.pages)
            assert len(file.pages) == 1 or file.name.endswith(".pdf")
        assert len({file.name for file in paper.files}) == len(paper.files)


def test_the_easiest_are_two_short_lines() -> None:
    rng = random.Random(2)
    for _ in range(100):
        paper = random_paper(rng, ease=1.0)
        (page,) = paper.files[0].pages
        assert page.text.count("\n") == 1
        assert paper.question == f"What is the {paper.asked}?"
        assert f"{paper.asked}: {_answer(paper)[0]}" in page.text.split("\n")


def test_papers_grow_harder_with_less_ease() -> None:
    def length(ease: float) -> float:
        rng = random.Random(3)
        return sum(len(random_paper(rng, ease=ease).prompt) for _ in range(200)) / 200

    lengths = [length(ease) for ease in (1.0, 0.7, 0.3, 0.0)]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_new_and_not_held_out(kind: str) -> None:
    draw = Draw(random.Random(4))
    values = [draw(kind) for _ in range(30)]
    assert len({value.lower() for value in values}) == 30
    assert all(value == value.strip() and value and not held_out(value) for value in values)


def test_a_remark_holds_its_answer_and_asks_for_it_last() -> None:
    rng = random.Random("remarks")
    made = [remark(rng) for _ in range(300)]
    for said, answer in made:
        assert said.count(answer) >= 1
        assert not said.endswith(answer)
        assert not held_out(answer)
    assert len({said for said, _ in made}) > 290
    assert {"\n" in said for said, _ in made} == {True, False}, "with its question on the line and below it"


@pytest.mark.parametrize(
    "files",
    [
        (File("notes.txt", (Page(1, "Total: 48.20\n\nDue date: 12 May"),)),),
        (File("A long name of a file (signed) 2027-03.pdf", (Page(1, "Total: 48.20"), Page(2, "Seat: 14C\nGate: B"))),),
        (File("a.txt", (Page(1, "Total: 48.20"),)), File("b.pdf", (Page(2, "Seat: 14C"), Page(3, "Gate: B")))),
    ],
)
def test_prompt_is_the_engines(engine: Parts, files: tuple[File, ...]) -> None:
    paper = Paper(files, "What is the total?", "48.20 [p. 1]")
    parts = [_part(file) for file in files]
    steps = engine.prompts.make(Request((Message("user", (*parts, TextPart(paper.question))),))).steps
    assert list(steps) == starter_tokenizer().encode(rows.prompt(paper.prompt))


def _part(file: File) -> DocumentPart:
    if file.name.endswith(".txt"):
        return DocumentPart(file.name, file.pages[0].text.encode())
    first, last = file.pages[0].number, file.pages[-1].number
    data = make_pdf(*[f"Page {number}" for number in range(1, first)], *[page.text for page in file.pages])
    return replace(DocumentPart(file.name, data), pages=tuple(range(first, last + 1)))
