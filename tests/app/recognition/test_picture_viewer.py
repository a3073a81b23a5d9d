"""A picture of the conversation, opened: the thumbnail at once, then the picture itself, then its text, selected and copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.desk import Desk
from app.recognition.picture_viewer import PictureViewer
from app.recognition.read_text import NOTHING, READING
from app.values import Attached
from app.window.window import Window
from inference.conversation import ImagePart
from inference.pixels import Pixels
from tests.factories import picture, picture_bytes
from tests.inference.recognition.drawn import LINES, as_file, page
from tests.inference.recognition.test_tables import CELLS, LEFTS

pytestmark = pytest.mark.usefixtures("recognisers")

Wait = Callable[..., None]
CONTROL = Qt.KeyboardModifier.ControlModifier


def attached(image: Image.Image, name: str = "a.png") -> Attached:
    return Attached(ImagePart(name, as_file(image)), Pixels(40, 30, bytes((255, 0, 0)) * 1200), *image.size)


def opened(window: Window, seen: Attached, wait_until: Wait) -> PictureViewer:
    """By a click on the thumbnail."""
    window._desk.transcript.ask("What is it?", (seen,))
    wait_until(lambda: window.transcript.row(0) is not None)
    found = window.findChildren(QAbstractButton)
    thumbnail = next(button for button in found if button.accessibleName() == "Picture a.png, open it")
    QTest.mouseClick(thumbnail, Qt.MouseButton.LeftButton)
    return window.findChildren(PictureViewer)[0]


def place(viewer: PictureViewer, words: str, *, end: bool = False) -> QPoint:
    """Where the first or last character of these words is on the layer."""
    text = viewer.layer._text
    assert text is not None
    start = text.text.index(words)
    corners = text.outlines(*((start + len(words) - 1, start + len(words)) if end else (start, start + 1)))[0]
    across = corners[1][0] - 1 if end else corners[0][0] + 1
    return viewer.layer.point(across, (corners[0][1] + corners[2][1]) / 2).toPoint()


def drag(viewer: PictureViewer, begin: QPoint, end: QPoint) -> None:
    QTest.mousePress(viewer.layer, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(viewer.layer, (begin + end) / 2)
    QTest.mouseMove(viewer.layer, end)
    QTest.mouseRelease(viewer.layer, Qt.MouseButton.LeftButton, pos=end)


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("readable", [True, False])
def test_picture_opens_larger_and_closes(
    scripted: Desk, shown: Callable[[Desk], Window], wait_until: Wait, readable: bool
) -> None:
    window = shown(scripted)
    data = picture_bytes(picture(800, 600)) if readable else b"no picture"
    viewer = opened(window, Attached(ImagePart("a.png", data), Pixels(40, 30, bytes((255, 0, 0)) * 1200), 800, 600), wait_until)
    assert viewer.isVisible()
    wait_until(lambda: viewer.complete)
    assert viewer.image.width() == (800 if readable else 40)
    assert viewer.width() >= 700
    assert viewer.said.text() == READING
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    wait_until(lambda: not window.findChildren(PictureViewer))


@pytest.mark.parametrize("width", [640, 2600])
def test_text_is_selected_over_the_picture_and_copied(
    desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait, width: int
) -> None:
    """The second is shown smaller than it is: half its pixels do not fit the screen."""
    viewer = opened(shown(desk), attached(page(width=width, size=20 if width < 1000 else 44)), wait_until)
    wait_until(lambda: viewer.layer._text is not None and viewer.complete, 60)
    drag(viewer, place(viewer, "20391"), place(viewer, "1,284.50", end=True))
    assert viewer.layer.selected == "20391 of 14 March 2025\nTotal due: 1,284.50"
    QTest.keyClick(viewer.sheet, Qt.Key.Key_C, CONTROL)
    assert clipboard() == viewer.layer.selected
    drag(viewer, place(viewer, "30 days", end=True), place(viewer, "Please pay"))
    assert viewer.layer.selected == "Please pay within 30 days"
    middle = (place(viewer, "March") + place(viewer, "March", end=True)) / 2
    QTest.mouseDClick(viewer.layer, Qt.MouseButton.LeftButton, pos=middle)
    assert viewer.layer.selected == "March"
    QTest.mouseMove(viewer.layer, middle)
    assert viewer.layer.cursor().shape() == Qt.CursorShape.IBeamCursor
    QTest.mouseMove(viewer.layer, QPoint(3, 3))
    assert viewer.layer.cursor().shape() == Qt.CursorShape.ArrowCursor
    QTest.keyClick(viewer.sheet, Qt.Key.Key_A, CONTROL)
    assert viewer.layer.selected == "\n".join(LINES)
    QTest.mouseClick(viewer.copy_all, Qt.MouseButton.LeftButton)
    assert clipboard() == "\n".join(LINES)
    assert viewer.said.text() == "The text is on the clipboard"
    assert viewer.copy_table.isHidden()
    QTest.mouseClick(viewer.layer, Qt.MouseButton.LeftButton, pos=middle)
    assert (viewer.layer.selected, viewer.isVisible()) == ("", True)
    QTest.mouseClick(viewer.layer, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not viewer.isVisible()


def test_selection_covers_the_ink_and_nothing_else(desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait) -> None:
    viewer = opened(shown(desk), attached(page(("", "Amount 250", "", ""), size=40)), wait_until)
    wait_until(lambda: viewer.layer._text is not None and viewer.complete, 60)
    before = viewer.sheet.grab().toImage()
    viewer.layer.select_all()
    after = viewer.sheet.grab().toImage()
    size = before.size()
    marked = {(x, y) for x in range(size.width()) for y in range(size.height()) if before.pixel(x, y) != after.pixel(x, y)}
    inked = {(x, y) for x in range(size.width()) for y in range(size.height()) if before.pixelColor(x, y).lightness() < 60}
    assert inked <= marked
    assert len(marked) < 0.25 * size.width() * size.height()


def test_a_table_is_copied_as_cells(desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait) -> None:
    image = page([row[0] for row in CELLS], size=18, width=480)
    for column in (1, 2):
        image.paste(page([row[column] for row in CELLS], size=18, width=300).crop((10, 0, 220, image.height)), (LEFTS[column], 0))
    viewer = opened(shown(desk), attached(image), wait_until)
    wait_until(lambda: viewer.layer._text is not None, 60)
    wanted = "\n".join("\t".join(row) for row in CELLS)
    QTest.mouseClick(viewer.copy_table, Qt.MouseButton.LeftButton)
    assert clipboard() == wanted
    menu = viewer.layer.menu_at(QPointF(place(viewer, "Olive")))
    actions = {action.text(): action for action in menu.actions() if isinstance(action, QAction)}
    assert not actions["Copy"].isEnabled()
    actions["Copy the text"].trigger()
    assert clipboard().startswith("No.\tItem")
    actions["Copy the table"].trigger()
    assert clipboard() == wanted
    actions["Select all"].trigger()
    assert viewer.layer.selected.endswith("14.50")
    assert viewer.layer.menu_at(QPointF(5, 5)).actions()[0].isEnabled()


def test_a_picture_without_text_says_so(desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait) -> None:
    viewer = opened(shown(desk), attached(Image.new("RGB", (400, 300), "white")), wait_until)
    wait_until(lambda: viewer.said.text() == NOTHING, 60)
    assert viewer.copy_all.isHidden()


def test_what_is_missing_is_said(
    desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSH_RECOGNITION", str(tmp_path))
    viewer = opened(shown(desk), attached(page()), wait_until)
    wait_until(lambda: "make" in viewer.said.text() or "missing" in viewer.said.text(), 60)
