"""A switch, on or off."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from app.look import theme

__all__ = ["Toggle"]

WIDTH, HEIGHT, FRAME = 36, 20, 4


class Toggle(QCheckBox):
    """A check box in the theme's colours: a style sheet cannot draw its tick, and the style's own frame is lost in the dark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH + 2 * FRAME, HEIGHT + 2 * FRAME)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(FRAME, (self.height() - HEIGHT) / 2, WIDTH, HEIGHT)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.drawRoundedRect(track.adjusted(-2.5, -2.5, 2.5, 2.5), HEIGHT / 2 + 2.5, HEIGHT / 2 + 2.5)
        painter.setPen(QPen(QColor(colours.accent if self.isChecked() else colours.muted), 1.5))
        painter.setBrush(QColor(colours.accent if self.isChecked() else colours.surface))
        painter.drawRoundedRect(track.adjusted(0.75, 0.75, -0.75, -0.75), HEIGHT / 2, HEIGHT / 2)
        middle = track.right() - HEIGHT / 2 if self.isChecked() else track.left() + HEIGHT / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.on_accent if self.isChecked() else colours.muted))
        painter.drawEllipse(QPointF(middle, track.center().y()), 6, 6)
