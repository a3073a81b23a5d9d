"""Markdown as a document: nothing is loaded, HTML is text, and links lead only where a browser goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTextDocument, QTextFormat
from PySide6.QtWidgets import QApplication

from app.conversation.transcript.anchors import anchors
from app.conversation.transcript.document import QuietDocument, read_markdown
from app.look import theme
from tests.app.whole_text import blocks_of


def read(text: str) -> QuietDocument:
    document = QuietDocument(theme.reading_font())
    (block,) = blocks_of(text)
    read_markdown(document, block, block.text)
    document.setTextWidth(500)
    assert document.size().height() > 0
    return document


def links(document: QuietDocument) -> dict[str, str]:
    """Words that lead somewhere, and where."""
    found, block = dict[str, str](), document.begin()
    while block.isValid():
        words = block.begin()
        while not words.atEnd():
            if words.fragment().charFormat().anchorHref():
                found[words.fragment().text()] = words.fragment().charFormat().anchorHref()
            words += 1
        block = block.next()
    return found


def painted(document: QTextDocument) -> set[str]:
    """Colours of all pixels."""
    image = QImage(500, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    document.drawContents(painter)
    painter.end()
    return {image.pixelColor(x, y).name() for x in range(0, 500, 3) for y in range(0, 200, 3)}


@pytest.fixture
def red(tmp_path: Path) -> str:
    """The address of a red picture on this machine."""
    Image.new("RGB", (80, 80), (255, 0, 0)).save(tmp_path / "red.png")
    return (tmp_path / "red.png").as_uri()


def test_pictures_are_named_and_never_loaded(app: QApplication, red: str) -> None:
    document = read(f"See ![the chart](https://example.org/c.png), ![](http://a.b/x.png), `![](x)` and ![local]({red}).")
    assert document.toPlainText() == "See the chart, picture, ![](x) and local."
    assert links(document) == {"the chart": "https://example.org/c.png", "picture": "http://a.b/x.png"}
    assert "#ff0000" not in painted(document)


def test_document_loads_nothing_even_if_a_picture_is_in_it(app: QApplication, red: str) -> None:
    eager, quiet = QTextDocument(), QuietDocument(theme.reading_font())
    for document in (eager, quiet):
        document.setMarkdown(f"![local]({red})")
        document.setTextWidth(500)
    assert "#ff0000" in painted(eager)
    assert "#ff0000" not in painted(quiet)


def test_html_is_text(app: QApplication, red: str) -> None:
    text = f"<img src='{red}'><b>x</b> **bold** <style>@import url(http://a.b)</style>"
    document = read(text)
    assert document.toPlainText() == text.replace("**", "")
    assert "#ff0000" not in painted(document)


def test_links_lead_only_where_a_browser_or_the_mail_goes(app: QApplication) -> None:
    document = read("[web](https://a.b/c) [mail](mailto:a@b.c) [script](javascript:x) [file](file:///etc/passwd) [here](x.md)")
    assert links(document) == {"web": "https://a.b/c", "mail": "mailto:a@b.c"}


def test_new_lines_stay_new_lines(app: QApplication) -> None:
    assert read("A **bold** line\nand another").toPlainText() == "A bold line\nand another"


def test_numbers_of_a_list_go_on_where_it_was_cut(app: QApplication) -> None:
    document = read("7. seventh")
    listed = document.begin().textList()
    assert listed is not None
    assert listed.itemText(document.begin()) == "7."


def test_table_and_quote_and_heading(app: QApplication) -> None:
    table = read("| a | b |\n|---|---|\n| 1 | **2** |")
    assert table.toPlainText().split() == ["a", "b", "1", "2"]
    quote = read("> said\n> twice")
    assert quote.begin().blockFormat().property(QTextFormat.Property.BlockQuoteLevel.value) == 1
    assert read("## Title").begin().blockFormat().headingLevel() == 2


def test_a_break_in_a_cell_is_a_line_and_elsewhere_it_is_text(app: QApplication) -> None:
    table = read("| a | b |\n|---|---|\n| one<br>two<BR/>three | `x<br>y` |")
    assert "one\ntwo\nthree" in table.toPlainText()
    assert "x<br>y" in table.toPlainText()
    assert read("one<br>two").toPlainText() == "one<br>two"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"C:\(old)\x86", r"C:\(old)\x86"),
        (r"grep '\(a' and `\(b\)`", r"grep '\(a' and \(b\)"),
        (r"\) closes it", r"\) closes it"),
        (r"\*not emphasis\*", "*not emphasis*"),
        (r"a \\(b", r"a \(b"),
        (r"\( open", r"\( open"),
    ],
)
def test_a_backslash_before_a_bracket_stays(app: QApplication, written: str, shown: str) -> None:
    assert read(written).toPlainText() == shown


def test_a_page_of_a_document_with_brackets_in_its_name_is_a_link(app: QApplication) -> None:
    document = read("It says so [scan[1].pdf, p. 2], and [see [notes.pdf, p. 3].")
    assert [(one.words, one.address.partition("\n")[0]) for one in anchors(document)] == [
        ("[scan[1].pdf, p. 2]", "scan[1].pdf, p. 2"),
        ("[notes.pdf, p. 3]", "notes.pdf, p. 3"),
    ]
