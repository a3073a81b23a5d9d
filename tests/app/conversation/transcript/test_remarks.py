"""Remarks on an answer stand on its own words, whatever Markdown these are written in, and change nothing else of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.conversation.asked import OpenPicture
from app.conversation.transcript.answer import Answer
from app.conversation.transcript.prose import Prose
from app.conversation.transcript.remarks import Remark, place
from app.conversation.transcript.transcript import Told
from app.look import theme
from app.values import Attached
from app.window.window import Window
from inference.conversation import ImagePart

Wait = Callable[..., None]
PICTURE = Attached(ImagePart("shot<1>.png", b"shot", text="Invoice\nTotal 48.20"))


def on(text: str, words: str, *, nth: int = 0, said: str = "Not found in the picture", missing: bool = True) -> Remark:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Remark(start, start + len(words), said, missing)


def stands_on(text: str, remark: Remark) -> list[str]:
    """The words on screen that a remark stands on, block by block."""
    prose = Prose()
    prose.append(text)
    prose.settle()
    prose.show_remarks((remark,))
    prose.set_width(600)
    return [prose._pieces[one.piece].document.toPlainText().encode("utf-16-le")[2 * one.begin : 2 * one.end].decode("utf-16-le")
            for one in prose._placed]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words", "nth", "shown"),
    [
        ("The total is **€48.20** and not 48.", "€48.20", 0, ["€48.20"]),
        ("The total is 48.20, of 48 parts.", "48", 1, ["48"]),
        ("1. 1 apple\n2. 2 pears", "2", 1, ["2"]),
        ("1. 1 apple\n2. 2 pears", "1", 0, []),
        ("- Anna **Meier**\n- Bo", "Anna **Meier", 0, ["Anna Meier"]),
        ("| Name | Sum |\n|---|---|\n| Bo | 12 |\n| Al | -17 % |", "-17 %", 0, ["-17 %"]),
        ("```python\nx = 42\n```\nThat is 42.", "42", 0, ["42"]),
        ("```python\nx = 42\n```\nThat is 42.", "42", 1, ["42"]),
        ("See [page 7](http://a.b/7/8) of 8.", "8", 1, ["8"]),
        ("“Save\n\nand go on”", "Save\n\nand go on", 0, ["Save", "and go on"]),
        ("😀 **Total** 7 € 😀 8", "7 €", 0, ["7 €"]),
        ("合計は**1200**円です。", "1200", 0, ["1200"]),
        ("> quoted 5\n\n# Head 6\n\nTom &amp; Al 7", "7", 0, ["7"]),
        ("a_b_12 and *12*", "12", 1, ["12"]),
    ],
)
def test_words_are_found_in_any_markdown(app: QApplication, text: str, words: str, nth: int, shown: list[str]) -> None:
    assert stands_on(text, on(text, words, nth=nth)) == shown


def test_a_remark_on_what_cannot_be_told_apart_is_left_out(app: QApplication) -> None:
    text = "**Half**way there."  # one word on screen, two as it is written
    assert stands_on(text, on(text, "way")) == []


def test_placing_takes_time_in_proportion(app: QApplication) -> None:
    text = "7 " * 4_000
    remarks = [Remark(at, at + 1, "") for at in range(0, 8_000, 2)]
    assert [one.begin for one in place(remarks, text, [text.rstrip()])] == list(range(0, 8_000, 2))


def answer(window: Window, text: str, wait_until: Wait, *attached: Attached) -> Answer:
    """The row of an answer that is over and was looked up, laid out in the window."""
    chat = window._desk.transcript
    chat.ask("How much is it?", attached)
    for piece in (text[:5], text[5:]):
        chat.write(piece)
    chat.end("done")
    wait_until(lambda: window.transcript.settled and not window._desk.checked.busy)
    found = window.transcript.row(len(chat.entries) - 1)
    assert isinstance(found, Answer)
    return found


def middle(prose: Prose, words: str) -> QPoint:
    """Of these words, on screen."""
    for piece in prose._pieces:
        begin = piece.document.toPlainText().find(words)
        if begin >= 0:
            return piece.areas(begin, begin + len(words))[0].center().toPoint()
    raise AssertionError(words)


def point_at(prose: Prose, at: QPoint) -> str:
    """The tooltip there."""
    over = QPointF(at)
    move = QMouseEvent(QEvent.Type.MouseMove, over, prose.mapToGlobal(over), Qt.MouseButton.NoButton,
                       Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    QApplication.sendEvent(prose, move)
    return prose.toolTip()


def amber(image: QImage) -> int:
    """Pixels that are close to the colour of a warning."""
    wanted = QColor(theme.current().amber)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(abs(c.red() - wanted.red()) + abs(c.green() - wanted.green()) + abs(c.blue() - wanted.blue()) < 60 for c in pixels)


TEXT = "The **total** is 48.20, due on 14 May.\n\n| a | b |\n|---|---|\n| 1 | 48.20 |\n\n```\nTotal 48.20\n14 May\n```"


@pytest.mark.parametrize("look", ["light", "dark"])
def test_what_was_not_found_is_dotted_and_says_so(window: Window, app: QApplication, wait_until: Wait, look: str) -> None:
    app.setProperty("theme", look)
    window.retheme()
    row = answer(window, TEXT, wait_until)  # about nothing
    assert amber(row.body.grab().toImage()) == 0
    assert row.unfound is None
    row = answer(window, TEXT, wait_until, PICTURE)
    assert amber(row.body.grab().toImage()) > 20
    assert "Not found in the picture" in point_at(row.body, middle(row.body, "14 May"))
    assert point_at(row.body, middle(row.body, "due")) == ""
    assert row.unfound is not None
    assert row.unfound.isVisible()
    assert "“14 May”" in row.unfound.text()
    window.resize(window.width() - 200, window.height())
    wait_until(lambda: window.transcript.settled)
    assert "Not found in the picture" in point_at(row.body, middle(row.body, "14 May"))
    window.retheme()  # every row is made anew
    wait_until(lambda: window.transcript.settled)
    again = window.transcript.row(3)
    assert isinstance(again, Answer)
    assert again is not row
    assert amber(again.body.grab().toImage()) > 20
    window._desk.transcript.tell({2: Told((Attached(ImagePart("shot.png", b"shot")),))})  # nobody knows what it says any more
    wait_until(lambda: again.unfound is None)
    assert amber(again.body.grab().toImage()) == 0
    app.setProperty("theme", None)


def test_what_is_copied_is_the_answer(window: Window, wait_until: Wait) -> None:
    row = answer(window, TEXT, wait_until)
    row.body.select_all()
    plain = row.body.selected_text
    row = answer(window, TEXT, wait_until, PICTURE)
    assert row.entry.checked.remarks
    row.body.select_all()
    assert row.body.selected_text == plain
    row.copy()
    assert QGuiApplication.clipboard().text() == TEXT
    assert row.body.accessibleDescription() == TEXT


def test_what_was_found_says_where_and_leads_there(window: Window, wait_until: Wait) -> None:
    row = answer(window, TEXT, wait_until, PICTURE)
    asked: list[object] = []
    window.transcript.asked.disconnect()
    window.transcript.asked.connect(asked.append)
    at = middle(row.body, "48.20")
    assert point_at(row.body, at) == "<p>In shot&lt;1&gt;.png: “Total 48.20”</p>"
    assert row.body.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseClick(row.body, Qt.MouseButton.LeftButton, pos=at)
    assert asked == [OpenPicture(PICTURE, 14, 19)]
    QTest.mouseClick(row.body, Qt.MouseButton.LeftButton, pos=middle(row.body, "due"))
    QTest.mouseClick(row.body, Qt.MouseButton.LeftButton, pos=middle(row.body, "14 May"))
    assert len(asked) == 1
