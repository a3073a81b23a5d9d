"""The documents beside the conversation: real drops, real keys, pages really drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.conversation.transcript.links import Link
from app.conversation.transcript.prose import Prose
from app.desk import Desk
from app.documents.documents_panel import DocumentsPane
from app.values import Attached
from app.window.window import Window
from inference.conversation import DocumentPart
from tests.app.test_window import ask, drop
from tests.factories import make_pdf

Wait = Callable[..., None]
PAGES = ("city: Basel", None, "colour: blue")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.pdf"
    path.write_bytes(make_pdf(*PAGES))
    return path


@pytest.fixture
def pane(window: Window) -> DocumentsPane:
    window.resize(1200, 760)
    return window.beside.pane


def drawn(pane: DocumentsPane, number: int) -> bool:
    page = pane._shown.page
    return page is not None and page.number == number and pane.view.sheet.image is not None


def is_blue(pane: DocumentsPane) -> bool:
    """The second page has a blue square from 100 to 400 points, the others have none."""
    image = pane.view.sheet.image
    assert image is not None
    colour = image.pixelColor(image.width() * 250 // 595, image.height() * (842 - 250) // 842)
    return colour.blue() > 200 and colour.red() < 60


def test_pdf_is_shown_its_pages_turned_and_kept_when_sent_until_a_new_chat(
    window: Window, desk: Desk, pane: DocumentsPane, notes: Path, wait_until: Wait
) -> None:
    assert not pane.isVisible()
    assert not window.header.documents.isVisible()
    drop(window, notes)
    wait_until(lambda: pane.isVisible() and drawn(pane, 1))
    assert not is_blue(pane)
    assert window.header.documents.isChecked()
    wait_until(lambda: "token" in pane.list.item(0).text())
    assert pane.list.item(0).text().startswith("notes.pdf\n3 pages")
    QTest.keyClick(pane.view.sheet, Qt.Key.Key_PageDown)
    assert pane.view.sheet.faint
    wait_until(lambda: drawn(pane, 2))
    assert not pane.view.sheet.faint
    assert is_blue(pane)
    assert (pane.number.value(), pane.count.text()) == (2, "of 3")
    QTest.mouseClick(pane.later, Qt.MouseButton.LeftButton)
    wait_until(lambda: drawn(pane, 3))
    assert not pane.later.isEnabled()
    pane.number.selectAll()
    QTest.keyClicks(pane.number, "2")
    QTest.keyClick(pane.number, Qt.Key.Key_Return)
    wait_until(lambda: drawn(pane, 2))
    ask(window, desk, "What is the city?", wait_until)
    assert pane.isVisible()
    assert pane.number.value() == 2
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: not pane.isVisible())
    assert not window.header.documents.isVisible()


def test_pane_is_hidden_and_shown_by_key_and_button(
    window: Window, desk: Desk, pane: DocumentsPane, notes: Path, wait_until: Wait
) -> None:
    drop(window, notes)
    wait_until(pane.isVisible)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not pane.isVisible()
    QTest.mouseClick(window.header.documents, Qt.MouseButton.LeftButton)
    assert pane.isVisible()
    QTest.mouseClick(pane.close_button, Qt.MouseButton.LeftButton)
    assert not pane.isVisible()
    assert not desk.documents.shown.wanted
    assert not window.header.documents.isChecked()


def test_narrow_window_shows_documents_only_when_asked(
    window: Window, pane: DocumentsPane, notes: Path, wait_until: Wait
) -> None:
    window.resize(600, 700)
    drop(window, notes)
    wait_until(window.header.documents.isVisible)
    assert not pane.isVisible()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert pane.isVisible()
    assert not window.composer.isVisible()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.composer.isVisible()
    assert not pane.isVisible()


@pytest.mark.parametrize("text", ["[p. 2]: 48.20", "Both:\n[a.pdf, p. 2]: yes", "- [p. 2]: 48", "1. [p. 2]: 48", "> [p. 2]: 48"])
def test_nothing_of_an_answer_is_lost_that_begins_with_a_page(app: QApplication, text: str) -> None:
    prose = Prose()
    prose.set_width(400)
    prose.append(text)
    prose.settle()
    assert prose.shown_text == text.removeprefix("> ")


def test_citation_in_an_answer_is_a_link_to_its_page(window: Window, desk: Desk, pane: DocumentsPane, wait_until: Wait) -> None:
    desk.transcript.ask("Which colour?", (Attached(DocumentPart("notes.pdf", make_pdf(*PAGES)), pages=3),))
    desk.transcript.write("😀 Blue [notes.pdf, p. 2], not red.")
    desk.transcript.end("done")
    desk.documents.controller.want(False)
    wait_until(lambda: window.transcript.settled and window.transcript.row(1) is not None)
    row = window.transcript.row(1)
    assert row is not None
    body = row.findChildren(Prose)[0]
    assert body.shown_text == "😀 Blue [notes.pdf, p. 2], not red."
    places = [QPoint(x, body.height() // 2) for x in range(0, body.width(), 4)]
    linked = [place for place in places if body._link(place.toPointF()) == "notes.pdf, p. 2\n😀 Blue"]
    assert linked
    assert len(linked) < len(places) / 2
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=linked[len(linked) // 2])
    wait_until(lambda: pane.isVisible() and drawn(pane, 2))


def test_keys_open_a_cited_page_in_a_narrow_window_and_lead_back(
    window: Window, desk: Desk, pane: DocumentsPane, wait_until: Wait
) -> None:
    desk.transcript.ask("Which colour?", (Attached(DocumentPart("notes.pdf", make_pdf(*PAGES)), pages=3),))
    desk.transcript.write("Blue [p. 2].")
    desk.transcript.end("done")
    window.resize(600, 700)
    wait_until(lambda: window.transcript.settled and window.header.documents.isVisible())
    link = window.transcript.findChildren(Link)[0]
    link.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(link, Qt.Key.Key_Return)
    wait_until(lambda: pane.isVisible() and drawn(pane, 2))
    assert not window.transcript.isVisible()
    assert pane.view.sheet.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert link.hasFocus()
