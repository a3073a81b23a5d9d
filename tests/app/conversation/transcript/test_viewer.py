"""A picture of the conversation, opened: the thumbnail at once, then the picture itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.conversation.transcript.attachments import PictureViewer
from app.desk import Desk
from app.values import Attached, Thumbnail
from app.window.window import Window
from inference.conversation import ImagePart
from tests.factories import picture, picture_bytes

Wait = Callable[..., None]


@pytest.mark.parametrize("readable", [True, False])
def test_picture_opens_larger_and_closes(
    scripted: Desk, shown: Callable[[Desk], Window], wait_until: Wait, app: QApplication, readable: bool
) -> None:
    window = shown(scripted)
    data = picture_bytes(picture(800, 600)) if readable else b"no picture"
    seen = Attached(ImagePart("a.png", data), Thumbnail(40, 30, bytes((255, 0, 0)) * 1200), 800, 600)
    scripted.transcript.ask("What is it?", (seen,))
    wait_until(lambda: window.transcript.row(0) is not None)
    thumbnail = next(
        found for found in window.findChildren(QAbstractButton) if found.accessibleName() == "Picture a.png, open it"
    )
    QTest.mouseClick(thumbnail, Qt.MouseButton.LeftButton)
    viewer = window.findChildren(PictureViewer)[0]
    assert viewer.isVisible()
    wait_until(lambda: viewer.complete)
    assert viewer.image.width() == (800 if readable else 40)
    assert viewer.width() >= 700
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    wait_until(lambda: not window.findChildren(PictureViewer))
