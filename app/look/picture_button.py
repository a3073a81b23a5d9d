"""A small picture that opens as large as the screen allows: by a click, by Space and by Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton

from app.look import theme
from app.look.painting import outline, smooth
from app.tooltips import plain_tip

__all__ = ["PictureButton"]

OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TIP = "Click to see it larger, and to copy its text"


class PictureButton(QAbstractButton):
    """`name` is the file's; `corner` that of the picture, in logical pixels. In more height than its own it is in the middle."""

    def __init__(self, pixmap: QPixmap, name: str, act: Callable[[], object], *, corner: int, tip: str = "") -> None:
        super().__init__()
        self._pixmap, self._corner = pixmap, corner
        self.setFixedSize(self.sizeHint())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(plain_tip(f"{tip}\n{TIP}".strip()))
        self.setAccessibleName(f"Picture {name}, open it")
        self.clicked.connect(act)

    def sizeHint(self) -> QSize:
        return self._pixmap.deviceIndependentSize().toSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in OPENING and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(self)
        painter.drawPixmap(QPointF(0, (self.height() - self.sizeHint().height()) / 2), self._pixmap)
        if self.hasFocus():
            outline(painter, theme.current().accent, 2)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), self._corner, self._corner)
