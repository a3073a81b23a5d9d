"""What a reader sees on a page is its text: cells apart, forms filled in, notes, no switched-off layers, lines in their order."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from inference.conversation import DocumentPart
from inference.media.pdf import file
from tests.inference.media.pdf.sheet import read, sheet, words

PAPERS = Path(__file__).parent / "papers"
"""Tables as ReportLab, fpdf2, Qt, LibreOffice and Chrome write them; rows.json says what stands in them."""
ROWS: dict[str, list[list[str]]] = json.loads((PAPERS / "rows.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_row_of_a_table_is_a_line_with_its_cells_apart(name: str) -> None:
    pages = file.read(DocumentPart(name, (PAPERS / name).read_bytes()))
    lines = [line.split() for page in pages for line in (page.text or "").split("\n")]
    assert [row for row in ROWS[name] if row not in lines] == []


@pytest.mark.parametrize("seed", range(4))
def test_cells_are_apart_in_whatever_order_they_are_drawn(seed: int) -> None:
    cells = [("Maths", "2", "4"), ("A", "5", "9"), ("lamps", "12", "7")]
    drawn = [words(text, 72 + 50 * column, 700 - 18 * row) for row, line in enumerate(cells) for column, text in enumerate(line)]
    random.Random(seed).shuffle(drawn)
    assert read(sheet("".join(drawn))).text == "Maths\t2\t4\nA\t5\t9\nlamps\t12\t7"


def test_an_empty_cell_keeps_its_place() -> None:
    cells = [("Part", "Stock", "Price"), ("Elbow", "", "3.15"), ("Tee", "40", "2.80"), ("", "12", "9.99")]
    drawn = [words(text, 72 + 90 * n, 700 - 18 * row) for row, line in enumerate(cells) for n, text in enumerate(line) if text]
    assert read(sheet("".join(drawn))).text == "Part\tStock\tPrice\nElbow\t\t3.15\nTee\t40\t2.80\n\t12\t9.99"


def test_cells_that_nearly_touch_are_apart() -> None:
    cells = [("Part", "Stock", "Price"), ("Flange DN 50,", "150,000", "3.15"), ("Tee", "40", "2.80"), ("Nut", "7", "0.10")]
    places = (72, 161, 240)
    drawn = [words(line[n], places[n], 700 - 18 * row) for row, line in enumerate(cells) for n in range(3)]
    assert (read(sheet("".join(drawn))).text or "").split("\n")[1] == "Flange DN 50,\t150,000\t3.15"


def test_a_cell_of_two_lines_is_one_with_its_row() -> None:
    drawn = [words("E1", 72, 693), words("Tank empty or", 120, 700), words("not in place", 120, 686), words("Fill it", 300, 693)]
    drawn += [words("E5", 72, 660), words("Too hot", 120, 660), words("Let it cool", 300, 660)]
    text = read(sheet("".join(drawn))).text or ""
    assert text.split() == "E1 Tank empty or not in place Fill it E5 Too hot Let it cool".split()
    assert "E1\tTank empty or not in place\tFill it" in text


@pytest.mark.parametrize(("rotate", "turn"), [(90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")])
def test_a_turned_page_has_its_lines(rotate: int, turn: str) -> None:
    places = {90: [(100, 72), (116, 72)], 180: [(500, 100), (500, 116)], 270: [(400, 700), (384, 700)]}[rotate]
    drawn = [words(text, *place, turn=turn) for text, place in zip(("Alpha line one", "Beta line two"), places, strict=True)]
    assert read(sheet("".join(drawn), page=f"/Rotate {rotate}")).text == "Alpha line one\nBeta line two"


def test_text_that_runs_up_the_margin_comes_after_the_page() -> None:
    drawn = words("Draft of May", 40, 300, turn="0 1 -1 0") + words("The rent is 1,450 euro.", 100, 700)
    assert read(sheet(drawn)).text == "The rent is 1,450 euro.\n\nDraft of May"


def test_columns_are_read_one_after_the_other() -> None:
    left = ["The first column begins here and", "goes on for a few lines until it", "is full, and then the reader has"]
    right = ["to look up to the second column,", "which ends sooner."]
    drawn = [words(text, 60, 700 - 14 * row, 11) for row, text in enumerate(left)]
    drawn += [words(text, 330, 700 - 14 * row, 11) for row, text in enumerate(right)]
    assert (read(sheet("".join(drawn))).text or "").split("\n") == [*left, "", *right]


def test_hyphens_at_the_ends_of_lines() -> None:
    lines = ["The insur-", "ance number AB-", "1234 is well-", "known at www.a-", "b.example, a state-of-the-", "art place."]
    text = read(sheet("".join(words(line, 72, 700 - 16 * row) for row, line in enumerate(lines)))).text
    assert text == "The insurance number AB-1234 is well-known at www.a-b.example, a state-of-the-art place."


def test_raised_figures_are_no_other_number() -> None:
    drawn = words("10", 72, 700) + words("6", 85.5, 705, 7) + words(" lamps, 12.6 m", 91, 700) + words("3", 169, 705, 7)
    drawn += words(" and H", 175, 700) + words("2", 207, 697, 7) + words("O", 211, 700)
    assert read(sheet(drawn)).text == "10⁶ lamps, 12.6 m³ and H2O"


LOOKS = "/AP << /N << /Yes 10 0 R /Off 10 0 R >> >>"
FIELD = "/Type /Annot /Subtype /Widget /F 4"


def test_a_filled_form_has_its_values_beside_their_labels() -> None:
    drawn = words("Name:", 72, 700) + words("Days:", 72, 670) + words("Approved:", 72, 640) + words("Paid:", 72, 610)
    fields = [
        f"<< {FIELD} /FT /Tx /T (name) /V (Ottilie Brandauer) /Rect [150 695 350 715] >>",
        f"<< {FIELD} /FT /Tx /T (days) /V (17) /Rect [150 665 350 685] >>",
        f"<< {FIELD} /FT /Btn /T (approved) /V /Yes /AS /Yes /Rect [150 638 164 652] {LOOKS} >>",
        f"<< {FIELD} /FT /Btn /T (paid) /V /Off /AS /Off /Rect [150 608 164 622] {LOOKS} >>",
        "<< /Type /XObject /Subtype /Form /BBox [0 0 14 14] /Length 0 >>\nstream\n\nendstream",
        f"<< {FIELD} /FT /Tx /Ff 8192 /T (pin) /V (4711) /Rect [150 580 350 600] >>",
    ]
    numbers = "6 0 R 7 0 R 8 0 R 9 0 R 11 0 R"
    data = sheet(
        drawn,
        page=f"/Annots [{numbers}]",
        catalog=f"/AcroForm << /Fields [{numbers}] >>",
        objects=[one.encode() for one in fields],
    )
    page = read(data)
    assert [line.split("\t") for line in (page.text or "").split("\n") if line] == [
        ["Name:", "Ottilie Brandauer"],
        ["Days:", "17"],
        ["Approved:", "[x]"],
        ["Paid:", "[ ]"],
    ]
    picture = file.draw(DocumentPart("sheet.pdf", data), 1, width=595).convert("L")
    assert min(picture.crop((150, 842 - 715, 350, 842 - 695)).tobytes()) < 128, "the value is drawn"


def test_what_was_written_on_the_page_belongs_to_it() -> None:
    notes = [
        b"<< /Type /Annot /Subtype /FreeText /Contents (CHANGE TO 750 EURO) /Rect [72 680 322 698] /F 4 /DA (/F1 12 Tf 0 g) >>",
        b"<< /Type /Annot /Subtype /Text /Contents (Ask about the deposit) /Rect [300 700 318 718] /F 4 >>",
        b"<< /Type /Annot /Subtype /FreeText /Contents (never shown) /Rect [72 600 322 618] /F 2 /DA (/F1 12 Tf 0 g) >>",
    ]
    text = read(sheet(words("The price is 900 euro.", 72, 720), page="/Annots [6 0 R 7 0 R 8 0 R]", objects=notes)).text
    assert (text or "").split("\n\n") == [
        "The price is 900 euro.",
        "CHANGE TO 750 EURO",
        "[Note on this page: Ask about the deposit]",
    ]


def test_a_layer_that_is_off_is_not_read() -> None:
    drawn = f"/OC /L1 BDC {words('Draft price 111', 72, 700)} EMC /OC /L2 BDC {words('Final price 222', 72, 650)} EMC"
    layers = [b"<< /Type /OCG /Name (Draft) >>", b"<< /Type /OCG /Name (Final) >>"]
    states = "/OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [6 0 R] >> >>"
    data = sheet(drawn, catalog=states, resources="/Properties << /L1 6 0 R /L2 7 0 R >>", objects=layers)
    assert read(data).text == "Final price 222"


def test_what_lies_beyond_the_page_is_not_read() -> None:
    assert read(sheet(words("On the page", 72, 700) + words("beside it", 700, 700))).text == "On the page"
