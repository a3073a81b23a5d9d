"""What a drawn row stands on in the side bar and on the memos' page, so that both look alike."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.look import theme

__all__ = ["draw_ground"]

RADIUS = 8


def draw_ground(painter: QPainter, area: QRect, *, fill: str | None, focused: bool) -> None:
    """`fill`: a colour of the theme, None for a row that is neither chosen nor pointed at. Leaves pen and brush changed."""
    if fill is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(area), RADIUS, RADIUS)
    if focused:
        painter.setPen(QColor(theme.current().accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
