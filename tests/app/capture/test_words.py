"""The words of a part of the screen: by the overlay's button or its key, on the clipboard, read by the real recogniser."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from app.capture.box import Box
from app.capture.overlay import Overlay
from app.capture.screen import grab, places
from app.desk import Desk
from tests.inference.recognition.drawn import LINES, as_file, page

if sys.platform.startswith("linux"):
    from tests.app.capture.hand import Hand

Wait = Callable[..., None]
AT = (200, 150)

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the events come from an X server"),
    pytest.mark.usefixtures("recognisers"),
]


@pytest.fixture
def desk(unkept: Desk) -> Desk:
    return unkept


@pytest.fixture
def behind(app: QApplication, hand: Hand, wait_until: Wait) -> Iterator[QLabel]:
    """Another program's window with words in it, a blank half below them."""
    label = QLabel()
    label.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.X11BypassWindowManagerHint)
    label.setPixmap(QPixmap.fromImage(QImage.fromData(as_file(page([*LINES, *[""] * 6], width=640)))))
    label.move(*AT)
    label.show()
    image = label.pixmap().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wait_until(lambda: grab(places()).cut(Box(*AT, image.width(), image.height())) == image)
    hand.move(5, 795)
    yield label
    label.close()


def overlay(desk: Desk, wait_until: Wait) -> Overlay:
    assert desk.senses is not None
    desk.senses.both.take_picture()
    wait_until(lambda: opened(desk.senses.capture) is not None)  # type: ignore[union-attr]
    found = opened(desk.senses.capture)
    assert found is not None
    wait_until(lambda: found.panes[0].isActiveWindow() and found.panes[0].hasFocus())
    return found


def opened(capture: QObject) -> Overlay | None:
    return next((found for found in capture.findChildren(Overlay) if found.panes[0].isVisible()), None)


@pytest.mark.parametrize("by", ["key", "button"])
def test_words_are_on_the_clipboard_and_nothing_is_attached(
    desk: Desk, behind: QLabel, hand: Hand, wait_until: Wait, by: str
) -> None:
    QGuiApplication.clipboard().setText("what was there")
    shown = overlay(desk, wait_until)
    if by == "key":
        hand.keys("t")
    else:
        place = shown.panes[0]._text_place().center().toPoint()
        hand.click(place.x(), place.y())
    wait_until(lambda: shown.selection.reads)
    assert shown.selection.region is None
    hand.drag((AT[0] + 2, AT[1] + 2), (AT[0] + 600, AT[1] + 200))
    wait_until(lambda: desk.notice.text.startswith("20 words copied"), 60)
    assert QGuiApplication.clipboard().text() == "\n".join(LINES)
    assert desk.notice.good
    assert "“Invoice 20391 of 14 March 2025 Total due: 1,284.50 EUR…”" in desk.notice.text
    assert desk.draft.chips == ()


def test_pressed_twice_the_picture_is_taken_as_ever(desk: Desk, behind: QLabel, hand: Hand, wait_until: Wait) -> None:
    shown = overlay(desk, wait_until)
    hand.keys("t")
    wait_until(lambda: shown.selection.reads)
    hand.keys("t")
    wait_until(lambda: not shown.selection.reads)
    hand.drag((AT[0] + 2, AT[1] + 2), (AT[0] + 600, AT[1] + 200))
    wait_until(lambda: desk.draft.chips and not desk.draft.pending)
    assert desk.draft.chips[0].kind == "image"


def test_no_words_there_is_said_and_the_clipboard_stays(desk: Desk, behind: QLabel, hand: Hand, wait_until: Wait) -> None:
    QGuiApplication.clipboard().setText("what was there")
    shown = overlay(desk, wait_until)
    hand.keys("t")
    wait_until(lambda: shown.selection.reads)
    hand.drag((AT[0] + 2, AT[1] + 240), (AT[0] + 600, AT[1] + 330))
    wait_until(lambda: desk.notice.text.startswith("No text was found"), 60)
    assert QGuiApplication.clipboard().text() == "what was there"
