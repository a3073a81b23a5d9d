"""Errors planted in answers are marked, and what is right is not: on made-up papers and on answers written by hand."""

from __future__ import annotations

import pytest

from tests.inference.checking.answers import cases
from tests.inference.checking.cases import Score, score
from tests.inference.checking.held_out import held_out


def check_floor(found: Score) -> None:
    assert found.caught >= 0.95, found.notes
    assert found.false <= 0.02, found.notes


@pytest.mark.parametrize("seed", [1, 26])
def test_300_answers(seed: int) -> None:
    found = score(cases(300, seed))
    assert found.planted > 140
    assert found.right > 700
    check_floor(found)


@pytest.mark.parametrize(
    ("file", "planted", "right"), [("held_out.txt", 70, 200), ("larger_models.txt", 220, 750), ("first_model.txt", 25, 500)]
)
def test_held_out_answers(file: str, planted: int, right: int) -> None:
    found = score(held_out(file))
    assert found.planted > planted
    assert found.right > right
    check_floor(found)


def test_the_papers_are_many() -> None:
    """At least 40, each with an answer, and none an answer to another's."""
    made = cases(300, 1)
    assert len({case.name for case in made}) >= 25
    assert len({case.sources[0].text for case in made}) >= 40
