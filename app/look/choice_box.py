"""A box to choose from, with an arrow in the theme's colour."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from app.look import theme

__all__ = ["Choice"]


class Choice(QComboBox):
    """A style sheet cannot draw an arrow in the theme's colour. The wheel scrolls the page and chooses nothing by accident."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = theme.icon("chevron", theme.current().muted)
        arrow.paint(QPainter(self), self.width() - 30, (self.height() - 18) // 2, 18, 18)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
