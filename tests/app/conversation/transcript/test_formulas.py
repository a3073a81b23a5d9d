"""Formulas in TeX are shown as words and signs; what only looks like one stays as it is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont

from app.conversation.transcript.blocks import Block
from app.conversation.transcript.formulas import has_formula, read_formulas
from app.conversation.transcript.piece import Piece


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"The total is \(\boxed{126.10}\).", "The total is 126.10."),
        ("\\[\n\\text{Net} + \\text{VAT} = 690.00 + 131.10\n\\]", "Net + VAT = 690.00 + 131.10"),
        (r"\(\frac{1}{2} \times 8 = 4\)", "1/2 × 8 = 4"),
        (r"\(\dfrac{a + b}{\sqrt{2}} \leq x^{12}\)", "(a + b)/√2 ≤ x¹²"),
        (r"$$x \approx 5\,\% \\ y$$", "x ≈ 5 %\ny"),
        (r"\(\vec{v}\) and `\(a\)`", r"\vec{v} and `\(a\)`"),
        (r"\(x_1 * y\)", r"x\_1 \* y"),
    ],
)
def test_a_formula_is_read(written: str, shown: str) -> None:
    assert has_formula(written)
    assert read_formulas(written) == shown


@pytest.mark.parametrize("text", ["it costs $5 or $6", r"\(still being written", r"C:\(1)", r"\(a \(b", "", r"a \] b \["])
def test_what_is_none_stays(text: str) -> None:
    assert not has_formula(text)
    assert read_formulas(text) == text


def test_words_in_brackets_are_none() -> None:
    assert read_formulas(r"\[music\](loud)") == r"\[music\](loud)"


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"The total is \(\boxed{126.10}\).", "The total is 126.10."),
        (r"It costs \$5, a\_b and \[music\].", "It costs $5, a_b and [music]."),
        (r"\(x_1 * y * z\)", "x_1 * y * z"),
    ],
)
def test_it_stands_so_in_an_answer(written: str, shown: str) -> None:
    piece = Piece(QFont())
    for end in range(1, len(written)):
        piece.show(Block("paragraph", written[:end]), growing=True)
    piece.show(Block("paragraph", written))
    assert piece.document.toPlainText() == shown
