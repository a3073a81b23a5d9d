"""An answer is found where the prompt shows it: once, on the page that is named, or not at all."""

from __future__ import annotations

import random

import pytest

from inference.starter import pictures, rows, samples
from inference.starter.drawing import Face, Sheet
from inference.starter.paper import Paper
from inference.starter.rows import Turn, spelled
from inference.starter.scene import Screen
from inference.starter.shape import TINY
from inference.starter.sources import NOWHERE, in_picture, in_text
from inference.starter.synthesis.fonts import font_file
from inference.starter.synthesis.papers import random_papers
from inference.starter.tokenizer import starter_tokenizer
from inference.starter.world import NOT_THERE

LIST = "[a.pdf, p. 1]\ncity: Basel\n\n[a.pdf, p. 2]\nplace: Basel\nroom: B7\nlong\nname here: 12 of 123\n\nWhich one?"


def _from(prompt: str, answer: str) -> str | None:
    """What the prompt goes on with where the answer is said to begin."""
    ids = starter_tokenizer().encode(rows.prompt(prompt))
    at = in_text(ids, spelled(answer))
    return None if at == NOWHERE else starter_tokenizer().decode(ids[at : at + 8])


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("Basel [p. 1]", "Basel\n\n[a"),
        ("Basel [p. 2]", "Basel\nro"),
        ("B7 [p. 2]", "B7\nlong\n"),
        ("long name here [p. 2]", "long\nnam"),  # a line ends within it
        ("12 [p. 2]", "12 of 12"),
        ("B7 [p. 1]", None),  # not on that page
        ("Base [p. 1]", None),  # not a word
        ("Basel", None),  # twice
        ("B7", "B7\nlong\n"),
        (NOT_THERE, None),
    ],
)
def test_an_answer_begins_where_it_stands_once(answer: str, found: str | None) -> None:
    assert _from(LIST, answer) == found


def test_what_the_starter_said_before_is_no_source() -> None:
    again = rows.prompt("And now?", before=(("city: Basel\nWhich city?", "Basel"),))
    ids = starter_tokenizer().encode(again)
    at = in_text(ids, spelled("Basel"))
    assert starter_tokenizer().decode(ids[at - 3 : at + 5]) == "y: Basel"


def _screen(*lines: str) -> Screen:
    sheet = Sheet(240, 60 + 30 * len(lines), (255, 255, 255))
    for i, line in enumerate(lines):
        sheet.write((10, 10 + 30 * i), line, Face(str(font_file("DejaVuSans.ttf")), 22), (0, 0, 0))
    return sheet.screen()


def test_in_a_picture_it_is_the_patch_of_each_character() -> None:
    screen = _screen("Room B7", "Exit B7", "Floor 12")
    patches = list(range(100, 100 + len(screen.characters)))
    assert in_picture("Floor 12", screen, patches) == [112, 113, 114, 115, 116, NOWHERE, 117, 118]
    assert in_picture("Exit", screen, patches) == [106, 107, 108, 109]
    every = in_picture(screen.text, screen, patches)
    assert [patch for patch in every if patch != NOWHERE] == patches
    assert [i for i, patch in enumerate(every) if patch == NOWHERE] == [i for i, c in enumerate(screen.text) if c.isspace()]
    for answer in ("B7", "Flo", "yes"):  # twice, not a word, not there
        assert in_picture(answer, screen, patches) == [NOWHERE] * len(answer)


def test_a_character_of_several_tokens_has_its_patch_beside_each() -> None:
    screen = _screen("5 € é")
    spelled_out = [len(starter_tokenizer().spell(c)) for c in "5 € é"]
    wanted = [[7], [NOWHERE], [8], [NOWHERE], [9]]
    assert in_picture("5 € é", screen, [7, 8, 9]) == [i for each, n in zip(wanted, spelled_out, strict=True) for i in each * n]


def test_a_batch_names_the_places_in_its_row() -> None:
    screen = _screen("Room B7")
    canvas = pictures.layout(240, 90, TINY, budget=70)
    sample = samples.about_picture([screen], canvas, TINY, asked=[[Turn("What does it say?", "Room B7"), Turn("Is it?", "yes")]])
    assert sample.sources is not None
    seen = pictures.patches_of(screen.characters, canvas, TINY)
    wanted = [sample.batch.seen + patch for patch in seen]
    wanted.insert(4, NOWHERE)  # the space
    assert sample.sources[0].tolist() == wanted + [NOWHERE] * (1 + len(spelled("yes"))), "beside each label of the first answer"


def test_nearly_every_answer_of_a_paper_has_its_place() -> None:
    rng = random.Random("sources")
    papers: list[Paper] = [paper for _ in range(60) for paper in random_papers(rng, most=3)]
    told = [paper for paper in papers if paper.answer != NOT_THERE]
    found = [in_text(starter_tokenizer().encode(rows.prompt(paper.prompt)), spelled(paper.answer)) for paper in told]
    assert found.count(NOWHERE) < 0.15 * len(found)
    for paper, at in zip(told, found, strict=True):
        if at != NOWHERE:
            shown = starter_tokenizer().decode(starter_tokenizer().encode(rows.prompt(paper.prompt))[at:])
            assert shown[0] == paper.answer[0]


def test_what_is_copied_from_nowhere_has_no_sources() -> None:
    assert samples.about_text([[Turn("Write a poem.", "No.")]]).sources is None
