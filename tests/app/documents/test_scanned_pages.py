"""The text of a scanned page: read when the document is dropped or the page looked at, selected where the page stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.desk import Desk
from app.documents.documents_panel import READ_ON, STOP
from app.documents.page_view import Sheet
from app.values import Attached, PageShown
from app.window.window import Window
from app.worker.media import ShowPage
from app.worker.recognising import READERS, ReadPage
from inference.conversation import DocumentPart
from inference.events import Cancelled
from inference.history.values import Recognised
from inference.pixels import Pixels
from tests.app.test_window import drop
from tests.inference.recognition.drawn import LINES, page

pytestmark = pytest.mark.usefixtures("recognisers")

Wait = Callable[..., None]
SECOND = ("Delivery note 5512", "Signed by M. Keller")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Two pages that are pictures."""
    path = tmp_path / "scan.pdf"
    first, second = (page([*lines, *[""] * 44], size=40, width=1240) for lines in (LINES, SECOND))
    first.save(path, "PDF", resolution=150, save_all=True, append_images=[second])
    return path


def place(sheet: Sheet, words: str) -> QPoint:
    text = sheet.layer._text
    assert text is not None
    start = text.text.index(words)
    corners = text.outlines(start, start + len(words))[0]
    return sheet.layer.point(corners[0][0] + 2, (corners[0][1] + corners[2][1]) / 2).toPoint()


def test_a_scanned_page_is_selected_and_copied(desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait, scan: Path) -> None:
    window = shown(desk)
    window.resize(1250, 760)
    drop(window, scan)
    pane = window.beside.pane
    sheet = pane.view.sheet
    wait_until(pane.said.isVisible, 30)
    assert pane.said.text() == "Reading the text…"
    wait_until(lambda: sheet.layer._text is not None, 60)
    assert not pane.said.isVisible()
    QTest.mouseDClick(sheet.layer, Qt.MouseButton.LeftButton, pos=place(sheet, "Invoice"))
    assert sheet.layer.selected == "Invoice"
    wait_until(lambda: not desk.draft.pending and len(known(desk)) == 2, 60)
    assert sheet.layer.selected == "Invoice"  # that the second page was read meanwhile changes nothing
    QTest.keyClick(sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "\n".join(LINES)
    before = place(sheet, "Total")
    sheet.verticalScrollBar().setValue(40)
    assert place(sheet, "Total") == before - QPoint(0, 40)
    QTest.mouseDClick(sheet.layer, Qt.MouseButton.LeftButton, pos=place(sheet, "Total"))
    assert sheet.layer.selected == "Total"
    QTest.keyClick(sheet, Qt.Key.Key_PageDown)
    wait_until(lambda: sheet.layer._text is not None and sheet.layer._text.text == "\n".join(SECOND), 30)
    assert sheet.layer.selected == ""


def test_a_page_that_is_not_sent_is_read_once_it_is_looked_at(
    desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait, scan: Path
) -> None:
    window = shown(desk)
    window.resize(1250, 760)
    part = DocumentPart("scan.pdf", scan.read_bytes(), pages=(1,))
    desk.transcript.ask("What is due?", (Attached(part, pages=2, scanned=(1, 2)),))
    sheet = window.beside.pane.view.sheet
    wait_until(lambda: sheet.layer._text is not None, 60)
    found = desk.recognition.known(part.digest)
    assert found is not None
    assert (found.state, [text.page for text in found.texts]) == ("read", [1])
    QTest.keyClick(sheet, Qt.Key.Key_PageDown)
    wait_until(lambda: sheet.layer._text is not None and sheet.layer._text.text == "\n".join(SECOND), 60)
    found = desk.recognition.known(part.digest)
    assert found is not None
    assert (found.state, [text.page for text in found.texts]) == ("read", [1, 2])


def known(desk: Desk) -> tuple[object, ...]:
    seen = desk.draft.chips[0].attached if desk.draft.chips else None
    found = desk.recognition.known(seen.part.digest) if seen is not None else None
    return found.texts if found is not None else ()


def test_how_far_a_long_scan_is_read_is_said_and_it_is_stopped_and_read_on(
    scripted: Desk, prompter: Any, shown: Callable[[Desk], Window], wait_until: Wait
) -> None:
    window = shown(scripted)
    window.resize(1250, 760)
    part = DocumentPart("archive.pdf", b"%PDF-")
    scripted.transcript.ask("Who signed it?", (Attached(part, pages=90, scanned=tuple(range(1, 91))),))
    pane = window.beside.pane
    wait_until(lambda: any(isinstance(job, ShowPage) for job in prompter.jobs))
    prompter.say(ShowPage, PageShown(1, Pixels(300, 420, bytes([245]) * 300 * 420 * 3)))
    assert (pane.said.text(), pane.read_on.isVisible()) == ("Reading the text…  ·  0 of 90 scanned pages are read.", True)
    for number in (1, 2):
        prompter.say(ReadPage, Recognised(part.digest, number, READERS["document"], ""))
    assert pane.said.text().endswith("2 of 90 scanned pages are read.")
    assert pane.read_on.text() == STOP
    QTest.mouseClick(pane.read_on, Qt.MouseButton.LeftButton)
    prompter.say(ReadPage, Cancelled("", ""))
    assert pane.said.text().endswith("2 of 90 scanned pages are read. Not read: pages 3–90.")
    assert pane.read_on.text() == READ_ON
    QTest.mouseClick(pane.read_on, Qt.MouseButton.LeftButton)
    for number in range(3, 91):
        prompter.say(ReadPage, Recognised(part.digest, number, READERS["document"], ""))
    assert not pane.read_on.isVisible()
    assert "scanned pages" not in pane.said.text()
