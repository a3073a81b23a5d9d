"""Which pages have to be looked at: scans with a line of print, drawings, fonts that do not say what they show."""

from __future__ import annotations

import textwrap
import unicodedata

import pytest

from tests.inference.media.pdf.sheet import read, sheet, words

IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    b"stream\n\x80\nendstream"
)
LETTER = (
    "Dear Mrs Okafor, thank you for your letter of the third of November.",
    "We are glad to tell you that the flat is free from the first of March,",
    "and that the rent stays as it was agreed on the telephone last week.",
)


def over(content: str, left: float = 0, up: float = 0, width: float = 595, height: float = 842, mode: int = 0) -> bytes:
    """A page with a picture, here or all over it, and text drawn on it in a mode of PDF."""
    drawn = f"q {width} 0 0 {height} {left} {up} cm /I Do Q {mode} Tr {content}"
    return sheet(drawn, resources="/XObject << /I 6 0 R >>", objects=[IMAGE])


def test_a_scan_with_a_printed_page_number_is_looked_at() -> None:
    page = read(over(words("Page 1 of 1", 250, 20)))
    assert (page.text, page.why) == (None, "little-text")


def test_a_scan_with_the_text_another_program_read_in_it_is_believed() -> None:
    text = "".join(words(line, 72, 700 - 30 * row) for row, line in enumerate(LETTER))
    assert (read(over(text, mode=3)).text or "").split("\n\n") == list(LETTER)


def test_a_letter_with_a_small_picture_is_text() -> None:
    text = "".join(words(line, 72, 700 - 14 * row) for row, line in enumerate(LETTER))
    page = read(over(text, 400, 760, 120, 60))
    assert (page.text, page.why) == ("\n".join(LETTER), None)


def test_a_drawing_with_a_caption_is_looked_at() -> None:
    lines = "".join(f"{x} 200 m {x} 600 l S\n" for x in range(50, 500))
    assert read(sheet(lines + words("Figure 1", 72, 150))).why == "little-text"


def test_a_font_that_does_not_say_what_it_shows_is_not_believed() -> None:
    codes = "".join(f"{ord(sign) - 29:04x}" for sign in "the doors closed and the rent is 1450 euro")
    composite = b"<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [7 0 R] >>"
    system = b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    cid = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo %s >>" % system
    data = sheet(f"BT /F1 16 Tf 72 700 Td <{codes}> Tj ET", objects=[composite, cid]).replace(b"/F1 5 0 R", b"/F1 6 0 R")
    page = read(data)
    assert (page.text, page.why) == (None, "no-language")


@pytest.mark.parametrize("shift", [3, 7, 13])
def test_a_layer_that_is_no_language_is_not_believed(shift: int) -> None:
    def moved(line: str) -> str:
        return "".join(chr((ord(sign) - 97 + shift) % 26 + 97) if sign.isalpha() else sign for sign in line.lower())

    text = "".join(words(moved(line), 72, 700 - 14 * row) for row, line in enumerate(LETTER))
    assert read(sheet(text)).why == "no-language"


@pytest.mark.parametrize(
    "line",
    [
        "Sehr geehrte Frau Okafor, die Wohnung wird zum ersten März frei, die Miete bleibt gleich.",
        "Chère Madame, nous avons le plaisir de vous informer que le logement est libre dès mars.",
        "Estimada señora, nos complace informarle de que el piso queda libre a partir de marzo.",
        "Gentile signora, siamo lieti di comunicarle che l'appartamento è libero dal primo marzo.",
        "Szanowna Pani, z radością informujemy, że mieszkanie jest wolne od pierwszego marca.",
        "Geachte mevrouw, wij delen u graag mee dat de woning vanaf een maart vrij is voor u.",
        "Hyvä rouva, ilmoitamme mielellämme, että asunto on vapaa maaliskuun alusta lähtien.",
        "Sayın hanımefendi, dairenin bir marttan itibaren boş olduğunu bildirmekten mutluluk duyarız.",
        "Vážená paní, s radostí Vám oznamujeme, že byt je volný od prvního března tohoto roku.",
        "Tisztelt Asszonyom, örömmel értesítjük, hogy a lakás március elsejétől szabad lesz Önnek.",
        "Kepada ibu yang terhormat, kami dengan senang hati memberitahukan bahwa rumah itu kosong.",
        "BX-2231 KTR 4,500 QF-77 PLT 12 HDMI USB VGA 1080p RJ45 DVB-T2 XLR MP4 RGB LCD DDR4 NVMe SSD",
    ],
)
def test_text_of_any_language_is_believed(line: str) -> None:
    plain = unicodedata.normalize("NFD", line).encode("ascii", "ignore").decode()  # all that the font of the sheet has
    wrapped = textwrap.wrap(f"{plain} {plain}", 60)
    text = "".join(words(part, 72, 700 - 14 * row) for row, part in enumerate(wrapped))
    assert read(sheet(text)).why is None
