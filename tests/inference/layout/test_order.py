from __future__ import annotations

import pytest

from inference.layout.item import Item
from inference.layout.order import rows


def items(*lines: tuple[float, float, float, int]) -> list[Item]:
    """Lines 20 pixels high: left, top, right, characters."""
    return [Item(i, left, top, right, top + 20, length) for i, (left, top, right, length) in enumerate(lines)]


def order(found: list[list[list[Item]]]) -> list[int]:
    return [item.index for block in found for row in block for item in row]


def test_nothing_has_no_rows() -> None:
    assert rows([]) == []


def test_pieces_of_a_row_are_read_from_left_to_right() -> None:
    found = rows(items((300, 2, 400, 9), (10, 0, 100, 9), (10, 30, 100, 9)))
    assert [[item.index for item in row] for block in found for row in block] == [[1, 0], [2]]


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    """Even where their lines are level, under a heading across both."""
    left = [(0.0, 60.0 + 26 * i, 400.0, 45) for i in range(6)]
    right = [(440.0, 60.0 + 26 * i, 840.0, 45) for i in range(6)]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    assert order(rows(items((0, 0, 840, 60), *mixed))) == [0, 1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12]


def test_three_columns_of_running_text_are_read_one_after_the_other() -> None:
    lines = [(300.0 * column, 26.0 * row, 300.0 * column + 280, 35) for row in range(5) for column in range(3)]
    assert order(rows(items(*lines))) == [3 * row + column for column in range(3) for row in range(5)]


def test_a_table_is_read_row_by_row() -> None:
    cells = [(200.0 * column, 26.0 * row, 200.0 * column + 80, 8) for row in range(8) for column in range(4)]
    assert order(rows(items(*cells))) == list(range(32))


def test_a_sidebar_is_read_apart_from_what_is_beside_it() -> None:
    side = [(0.0, 40.0 * i, 90.0, 9) for i in range(6)]
    main = [(130.0, 7 + 29.0 * i, 600.0, 50) for i in range(8)]
    assert order(rows(items(*[line for pair in zip(side, main, strict=False) for line in pair], *main[6:]))) == [
        *range(0, 12, 2), *range(1, 12, 2), 12, 13,
    ]  # fmt: skip


def test_the_sides_of_a_chat_take_turns() -> None:
    """Bubbles left and right, never beside each other."""
    bubbles = [(0.0 if turn % 2 else 500.0, 80.0 * turn + 26 * line, 380.0 if turn % 2 else 880.0, 40)
               for turn in range(6) for line in range(2)]  # fmt: skip
    assert order(rows(items(*bubbles))) == list(range(12))


@pytest.mark.parametrize("count", [1, 400])
def test_a_long_list_is_one_block(count: int) -> None:
    found = rows(items(*[(0.0, 26.0 * i, 300.0, 30) for i in range(count)]))
    assert (len(found), order(found)) == (1, list(range(count)))


def test_a_gap_begins_a_block() -> None:
    assert [len(block) for block in rows(items((0, 0, 90, 9), (0, 26, 90, 9), (0, 100, 90, 9)))] == [2, 1]
