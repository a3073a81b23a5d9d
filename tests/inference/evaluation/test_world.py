"""What is made up for training and for evaluation never meets, and stays within the world's limits."""

from __future__ import annotations

import random

from inference.evaluation import world


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
