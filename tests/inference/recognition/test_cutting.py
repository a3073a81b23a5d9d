"""Lines that were read across a gap between columns are cut there, and no others."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from inference.evaluation.drawing import font_file
from inference.recognition.cutting import cut
from inference.recognition.text import Line
from inference.recognition.text_child import read_picture

LETTER, SPACE, HIGH = 10.0, 6.0, 24.0


def line(at: int, *words: str, left: float = 20.0, gap: float = SPACE, wide: int = -1) -> Line:
    """Words with a space between them; the one behind word `wide` is `gap` wide."""
    marks, x = list[float](), 0.0
    for number, word in enumerate(words):
        marks += [x + LETTER * n for n in range(len(word))]
        x += LETTER * len(word)
        if number < len(words) - 1:
            marks.append(x)
            x += gap if number == wide else SPACE
    return Line((left, 30.0 * at, left + x, 30.0 * at + HIGH), " ".join(words), 0.99, (*marks, x), at)


def texts(lines: list[Line]) -> list[str]:
    return [one.text for one in lines]


def test_two_cells_read_as_one_are_cut() -> None:
    """A number that ends where the others do, before a word that begins where the others do."""
    amounts = ("7.95", "12.00", "3.20", "9")
    rows = [line(n, said, "Ref", left=100 - LETTER * len(said), gap=14, wide=0) for n, said in enumerate(amounts)]
    found = cut(rows)
    assert texts(found) == ["7.95", "Ref", "12.00", "Ref", "3.20", "Ref", "9", "Ref"]
    first, second = found[:2]
    assert first.part(0, 4) == rows[0].part(0, 4)
    assert second.part(0, 3) == rows[0].part(5, 8)
    assert first.box[2] == second.box[0]
    assert (len(first.marks), len(second.marks)) == (5, 4)


def test_a_wide_space_alone_is_none_between_columns() -> None:
    prose = [line(n, *"the wide spaces of running text".split(), gap=14, wide=n % 5) for n in range(5)]
    assert cut(prose) == prose
    apart = [line(0, "one", "gap", gap=14, wide=0), line(9, "far", "off", gap=14, wide=0), line(18, "and", "far", gap=14, wide=0)]
    assert cut(apart) == apart


def test_what_is_written_across_keeps_it_whole() -> None:
    rows = [line(n, "Left", "right", gap=14, wide=0) for n in range(3)]
    across = [line(n, "Running", "text") for n in range(3, 6)]
    assert cut([*rows, *across]) == [*rows, *across]


def columns(size: int, texts: tuple[tuple[str, ...], ...], width: int) -> Image.Image:
    """Columns of lines one em apart, filled as a typesetter fills them."""
    font = ImageFont.truetype(font_file("DejaVuSerif.ttf", "fonts-dejavu-core"), size)
    image = Image.new("RGB", (len(texts) * (width + size) + 3 * size, round(1.45 * size * (len(texts[0]) + 2))), (250, 250, 250))
    pen = ImageDraw.Draw(image)
    for column, said in enumerate(texts):
        for row, text in enumerate(said):
            words = text.split()
            space = (width - sum(font.getlength(word) for word in words)) / (len(words) - 1)
            x = 2 * size + column * (width + size)
            for word in words:
                pen.text((x, 1.45 * size * (row + 1)), word, font=font, fill=(20, 20, 20))
                x += font.getlength(word) + space
    return image


def letters(text: str) -> str:
    """In their order; narrow spaces get lost."""
    return "".join(text.split())


LEFT = (
    "The first column begins here and",
    "goes on for some lines until it is",
    "full, and then the reader has to",
    "look up to where the second one",
    "begins, as in every newspaper that",
    "was printed before there were any",
)
RIGHT = (
    "screens. It is set with no more of a",
    "gap between its columns than one",
    "letter is wide, which is little, and",
    "so a machine reads right across it",
    "and makes nonsense of both, unless",
    "it sees that all lines leave it free.",
)


@pytest.mark.parametrize("size", [14, 20])
def test_columns_set_tight_are_read_one_after_the_other(size: int) -> None:
    read = read_picture(columns(size, (LEFT, RIGHT), 20 * size))
    assert letters(read.text) == letters("".join((*LEFT, *RIGHT)))
