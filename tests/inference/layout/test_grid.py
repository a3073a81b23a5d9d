"""Tables among rows: an empty cell is a tab, and what is no table gets none that was not there."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest

from inference.layout.grid import grids, tabs
from inference.layout.item import Item
from inference.layout.order import rows

HIGH, PITCH, LETTER = 20, 30, 9


def row(at: int, *pieces: tuple[float, str]) -> list[Item]:
    """Pieces by where they begin."""
    top = PITCH * at
    return [Item(100 * at + n, x, top, x + LETTER * len(text), top + HIGH, len(text)) for n, (x, text) in enumerate(pieces)]


def table(cells: list[list[str]], lefts: tuple[float, ...], right: tuple[int, ...] = (), begin: int = 0) -> list[list[Item]]:
    """Columns from `lefts` on; those in `right` end where a cell of eight characters would."""
    found: list[list[Item]] = []
    for at, line in enumerate(cells, begin):
        beyond = [LETTER * (8 - len(text)) if n in right else 0 for n, text in enumerate(line)]
        found.append(row(at, *((left + more, text) for left, more, text in zip(lefts, beyond, line, strict=True) if text)))
    return found


def said(found: list[list[Item]]) -> list[list[int]]:
    """For each row the columns of its pieces, as the tabs before them tell."""
    return [[sum(one.count("\t") for one in before[: n + 1]) for n in range(len(before))] for before in tabs(found)]


PRICES = [["Item", "Qty", "Price"], ["Elbow", "", "3.15"], ["Tee", "4", "2.80"], ["", "", "5.95"]]
LEFTS = (20.0, 200.0, 330.0)


@pytest.mark.parametrize("right", [(), (1, 2), (2,)])
def test_an_empty_cell_is_a_tab(right: tuple[int, ...]) -> None:
    assert said(table(PRICES, LEFTS, right)) == [[0, 1, 2], [0, 2], [0, 1, 2], [2]]


def test_headings_flush_left_over_numbers_flush_right() -> None:
    cells = table(PRICES, LEFTS, right=(1, 2))
    assert said([table(PRICES, LEFTS)[0], *cells[1:]]) == [[0, 1, 2], [0, 2], [0, 1, 2], [2]]


def test_an_empty_corner_over_the_names_of_rows() -> None:
    cells = [["", "North", "South"], ["May", "12", "7"], ["June", "", "9"], ["July", "11", ""]]
    assert said(table(cells, LEFTS)) == [[1, 2], [0, 1, 2], [0, 2], [0, 1]]


def test_no_row_is_full() -> None:
    cells = [["", "Debit", "Credit", "Balance"], ["1 May", "20.00", "", "80.00"]]
    cells += [["2 May", "", "50.00", "130.00"], ["3 May", "9.00", "", "121.00"]]
    assert said(table(cells, (20.0, 150.0, 280.0, 410.0))) == [[1, 2, 3], [0, 1, 3], [0, 2, 3], [0, 1, 3]]


def test_a_heading_across_columns_and_a_line_between() -> None:
    cells = [["Code", "First", "Second"], ["A1", "3", "4"], ["B2", "", "6"], ["C3", "7", ""]]
    found = table(cells, LEFTS)
    found.insert(2, row(9, (20, "All that follows was counted twice, in May and June")))
    found = [[replace(one, top=PITCH * at, bottom=PITCH * at + HIGH) for one in line] for at, line in enumerate(found)]
    assert said(found) == [[0, 1, 2], [0, 1, 2], [0], [0, 2], [0, 1]]


def test_text_above_and_below_stays_as_it_is() -> None:
    above = [row(0, (200, "A title in the middle")), row(1, (20, "and a line of text that runs on for a while, to its end"))]
    below = [row(7, (20, "Goods stay ours until they are paid for in full, as agreed")), row(9, (300, "Page 4"))]
    found = [*above, *table(PRICES, LEFTS, begin=2), *below]
    assert said(found) == [[0], [0], [0, 1, 2], [0, 2], [0, 1, 2], [2], [0], [0]]


def test_two_tables_below_each_other() -> None:
    found = table(PRICES, LEFTS) + table(PRICES, (60.0, 150.0, 420.0), begin=6)
    assert said(found) == [[0, 1, 2], [0, 2], [0, 1, 2], [2]] * 2
    assert [(grid.first, grid.behind) for grid in grids(found)] == [(0, 4), (4, 8)]


def test_a_list_and_a_form_get_no_more_tabs() -> None:
    numbered = [row(0, (20, "1."), (70, "Switch it off at the wall")), row(1, (70, "and wait a minute."))]
    numbered.append(row(2, (20, "2."), (70, "Open it")))
    assert [len(before) for before in tabs(numbered)] == [2, 1, 2]
    assert said(numbered) == [[0, 1], [0], [0, 1]]


def test_toolbars_of_an_application_are_no_table() -> None:
    menu = row(0, (10, "File"), (70, "Edit"), (130, "View"), (200, "Insert"), (290, "Format"))
    tools = row(1, (10, "Arial"), (110, "10"), (160, "B"), (180, "I"), (235, "100 %"), (400, "Fx"))
    tabs_below = row(2, (30, "ledger.ods"), (170, "Sheet1"), (350, "Average: 3.2"))
    assert grids([menu, tools, tabs_below]) == []


def test_words_far_apart_have_a_tab_between_them_anywhere() -> None:
    assert tabs([row(0, (10, "Due"), (44, "now"), (300, "812.40"))]) == [["", " ", "\t"]]


def test_random_tables_keep_their_columns() -> None:
    """With a fifth of their cells empty: in order, and with hardly any row wrong."""
    wrong = total = 0
    for seed in range(150):
        rng = random.Random(seed)
        count, lines = rng.randint(3, 6), rng.randint(5, 14)
        widths = [rng.choice((60, 90, 140)) for _ in range(count)]
        places = [rng.choice((0.0, 0.0, 1.0, 0.5)) for _ in range(count)]
        items, columns = list[Item](), list[int]()
        for line in range(lines):
            for n, width in enumerate(widths):
                if line and rng.random() < 0.2:
                    continue
                long = LETTER * rng.randint(1, (width - 14) // LETTER)
                left = sum(widths[:n]) + 5 + places[n] * (width - 10 - long)
                items.append(Item(len(items), left, PITCH * line, left + long, PITCH * line + HIGH, long // LETTER))
                columns.append(n)
        found = [one for block in rows(items) for one in block]
        for one, told in zip(found, said(found), strict=True):
            total += 1
            wrong += told != [columns[item.index] for item in one]
    assert total > 1_000
    assert wrong < 0.02 * total


def test_many_rows_take_their_time_once() -> None:
    def seconds(count: int) -> float:
        found = [row(at, (20, "x" * (at % 7 + 1)), (200 + at % 50, "y"), (300 + at % 90, "z")) for at in range(count)]
        began = time.process_time()
        tabs(found)
        return time.process_time() - began

    assert seconds(4_000) < 10 * max(seconds(1_000), 0.02)
