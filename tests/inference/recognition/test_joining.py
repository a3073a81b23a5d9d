from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from inference.recognition.joining import Box, joined

Rectangle = tuple[int, int, int, int]


def picture(*ink: Rectangle, grain: float = 0.0) -> np.ndarray:
    """Dark rectangles on a light ground, 400 x 100 pixels."""
    image = Image.new("L", (400, 100), 240)
    for rectangle in ink:
        ImageDraw.Draw(image).rectangle(rectangle, fill=30)
    noise = np.random.default_rng(0).normal(0, grain, (100, 400))
    return np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8)


def word(left: int, right: int) -> tuple[Rectangle, ...]:
    """Upright strokes between two rows, as a line of text 30 pixels high with its ground has them."""
    return tuple((x, 42, x + 2, 58) for x in range(left, right, 7))


LEFT, RIGHT = (word(40, 120), word(180, 300))
A: Box = (32.0, 35.0, 128.0, 65.0)
B: Box = (172.0, 35.0, 308.0, 65.0)


def test_pieces_far_apart_stay_apart() -> None:
    assert joined([B, A], picture(*LEFT, *RIGHT)) == [A, B]


def test_pieces_that_nearly_touch_are_one_line() -> None:
    near: Box = (134.0, 36.0, 308.0, 66.0)
    assert joined([A, near], picture(*LEFT, *word(142, 300))) == [(32, 35, 308, 66)]


def test_what_is_written_between_joins_two_pieces() -> None:
    assert joined([A, B], picture(*LEFT, (145, 48, 155, 52), *RIGHT)) == [(32, 35, 308, 65)]


def test_the_grain_of_a_scan_is_nothing_written() -> None:
    assert len(joined([A, B], picture(*LEFT, *RIGHT, grain=9))) == 2


@pytest.mark.parametrize("gap", [6, 44])
def test_a_rule_keeps_cells_apart(gap: int) -> None:
    right: Box = (128.0 + gap, 35.0, 308.0, 65.0)
    rule = 128 + gap // 2
    drawn = picture(*LEFT, (rule, 0, rule, 99), (0, 64, 399, 64), *word(140 + gap, 300))
    assert len(joined([A, right], drawn)) == 2


def test_a_piece_between_two_is_never_passed_over() -> None:
    first, middle, last = (10.0, 35.0, 90.0, 65.0), (110.0, 35.0, 150.0, 65.0), (170.0, 35.0, 250.0, 65.0)
    assert len(joined([first, middle, last], picture(*word(18, 82), *word(118, 142), *word(178, 242)))) == 3


def test_a_heading_is_not_joined_to_small_text() -> None:
    heading: Box = (32.0, 10.0, 128.0, 90.0)
    assert len(joined([heading, (130.0, 35.0, 260.0, 65.0)], picture(*word(140, 250)))) == 2


def test_a_low_sign_is() -> None:
    dash: Box = (130.0, 45.0, 150.0, 55.0)
    assert len(joined([A, dash], picture(*LEFT, (134, 48, 146, 52)))) == 1


def test_a_line_is_let_out_to_the_signs_of_its_last_word() -> None:
    (box,) = joined([A], picture(*LEFT, (125, 42, 127, 50), (131, 42, 133, 50)))
    assert 134 <= box[2] <= 138
