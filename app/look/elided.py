"""A line of words that gives way: where there is no room for all of them it ends in an ellipsis, and a mere stub is left out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

__all__ = ["Elided"]


class Elided(QLabel):
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        if 3 * self.contentsRect().width() < self.fontMetrics().horizontalAdvance(self.text()):
            return
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.contentsRect(), int(self.alignment()), self.palette(), True, line, self.foregroundRole()
        )
        painter.end()
