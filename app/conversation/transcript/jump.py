"""The round button above the composer that leads back to the newest message."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from app.look import theme

__all__ = ["Jump"]

SIDE = 36
ABOVE_EDGE = 12


class Jump(QToolButton):
    """Floats over the lower edge of its parent; `place` it again when that has changed its size."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self.setObjectName("newest")
        self.setIconSize(QSize(20, 20))
        self.setFixedSize(SIDE, SIDE)
        self.setToolTip("Jump to the newest message (End)")
        self.setAccessibleName("Jump to the newest message")
        self.hide()

    def retheme(self) -> None:
        """The colours have changed."""
        self.setIcon(theme.icon("newest", theme.current().text))

    def place(self) -> None:
        self.move((self._home.width() - SIDE) // 2, self._home.height() - SIDE - ABOVE_EDGE)
        self.raise_()
