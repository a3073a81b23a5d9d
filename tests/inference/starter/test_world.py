"""What is made up for training and for evaluation never meets, and stays within the world's limits."""

from __future__ import annotations

import random

import pytest

from inference.starter import world
from inference.starter.documents import random_document


def test_one_string_in_eight_is_held_out() -> None:
    rng = random.Random(1)
    share = sum(world.held_out(world.line(rng)) for _ in range(4000)) / 4000
    assert 0.09 < share < 0.16


def test_letter_case_does_not_move_a_string() -> None:
    rng = random.Random(2)
    assert all(world.held_out(text) == world.held_out(text.upper()) for text in (world.word(rng) for _ in range(100)))


def test_lines_fit() -> None:
    rng = random.Random(3)
    for longest in (1, 4, 12):
        lines = [world.line(rng, longest=longest) for _ in range(500)]
        assert max(map(len, lines)) == longest
        assert all(set(text) <= set(world.ALPHABET) and text == text.strip() for text in lines)


@pytest.mark.parametrize("evaluation", [False, True])
def test_documents_keep_to_their_side(evaluation: bool) -> None:
    rng = random.Random(4)
    for _ in range(200):
        document = random_document(rng, evaluation=evaluation)
        rows = [row for page in document.pages for row in page.split("\n")]
        pairs = dict(row.split(": ", 1) for row in rows)
        assert 2 <= len(rows) <= 8
        assert len(pairs) == len(rows)
        assert all(world.held_out(text) == evaluation for pair in pairs.items() for text in pair)
        assert document.answer in pairs.values()
        assert len(document.answer) <= 14
