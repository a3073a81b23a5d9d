from __future__ import annotations

import pytest

from inference.recognition.tables import tables
from inference.recognition.text import Line, PictureText
from tests.inference.recognition.drawn import as_file, page, reading

CELLS = (
    ("No.", "Item", "Price"),
    ("1", "Olive oil", "7.95"),
    ("2", "Rye bread", "3.20"),
    ("3", "", "12.00"),
    ("4", "Coffee beans, whole", "14.50"),
)
LEFTS = (20, 90, 300)


def line(text: str, left: float, row: int) -> Line:
    """A piece 20 pixels high whose characters are 9 pixels wide, with half a character of ground around."""
    marks = tuple(5.0 + 9 * i for i in range(len(text) + 1))
    return Line((left - 5, 30.0 * row, left + 9 * len(text) + 5, 30.0 * row + 22), text, 0.99, marks, row)


def pieces(rows: tuple[tuple[str, ...], ...] = CELLS) -> list[Line]:
    return [line(cell, left, number) for number, row in enumerate(rows) for left, cell in zip(LEFTS, row, strict=True) if cell]


def test_cells_stand_in_rows_and_columns() -> None:
    (table,) = tables(pieces())
    assert table.rows == CELLS
    assert table.tsv.splitlines()[3] == "3\t\t12.00"


def test_a_piece_across_two_columns_is_cut() -> None:
    """Two cells that were read as one."""
    rows = pieces()
    joined = line("2" + " " * 7 + "Rye bread", 20, 2)
    rows[6:8] = [joined]
    (table,) = tables(rows)
    assert table.rows[2] == CELLS[2]


def test_what_stands_above_and_below_is_no_part_of_it() -> None:
    above, below = line("Stock on 1 May", 20, 0), line("All prices include tax", 20, 8)
    rows = [line(piece.text, piece.box[0] + 5, piece.row + 2) for piece in pieces()]
    (table,) = tables([above, *rows, below])
    assert table.rows == CELLS


@pytest.mark.parametrize("rows", [CELLS[:2], (("A long sentence on a line of its own", "", ""),) * 6])
def test_two_rows_or_running_text_are_no_table(rows: tuple[tuple[str, ...], ...]) -> None:
    assert tables(pieces(rows)) == ()


def test_the_text_of_a_picture_has_a_tab_for_an_empty_cell() -> None:
    read = PictureText(480, 200, tuple(pieces()))
    assert read.text.splitlines()[3] == "3\t\t12.00"
    assert all(read.text[start:stop] == one.text for (start, stop), one in zip(read.spans, read.lines, strict=True))
    assert read.boxes(*read.spans[10]) == (read.lines[10].part(0, 5),)


def test_a_drawn_table_is_read_as_cells() -> None:
    image = page([row[0] for row in CELLS], size=18, width=480)
    for column in (1, 2):
        image.paste(page([row[column] for row in CELLS], size=18, width=300).crop((10, 0, 220, image.height)), (LEFTS[column], 0))
    read = reading(as_file(image))
    (table,) = tables(read.lines)
    assert table.rows == CELLS
    assert read.text == table.tsv
