"""The bar of the context meter and its legend."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.conversation.context.budget_model import Budget, Segment
from app.look import theme
from app.look.painting import fill, smooth

__all__ = ["Bar", "Legend"]

THICK = 6.0
GAP = 16


class Bar(QAbstractButton):
    """Segments side by side; full at 100 %, never fuller. Pressed, it asks for room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.budget: Budget | None = None
        self.setFixedHeight(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(200, 16)

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = smooth(self)
        thick = THICK + 2 if self.underMouse() or self.hasFocus() else THICK
        track = QRectF(3, (self.height() - thick) / 2, self.width() - 6, thick)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.drawRoundedRect(track.adjusted(-2.25, -2.25, 2.25, 2.25), thick / 2 + 2, thick / 2 + 2)
        outline = QPainterPath()
        outline.addRoundedRect(track, thick / 2, thick / 2)
        painter.setClipPath(outline)
        painter.fillRect(track, QColor(colours.line))
        if self.budget is None:
            return
        x = track.left()
        for segment, share in zip(self.budget.segments, self.budget.widths(), strict=True):
            width = share * track.width()
            painter.fillRect(QRectF(x, track.top(), max(0.0, width - 1), thick), QColor(colours.segments[segment.kind]))
            x += width


class Legend(QWidget):
    """A dot, a name and a number for each segment, as many as there is room for; the table has them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.budget: Budget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.budget is None:
            return
        colours = theme.current()
        painter = smooth(self)
        x, middle = 3, self.height() / 2
        for segment in self._in_reach():
            words = _words(segment)
            width = self._width(segment)
            fill(painter, colours.segments[segment.kind])
            painter.drawEllipse(QPointF(x + 3.5, middle), 3.5, 3.5)
            painter.setPen(QColor(colours.muted))
            painter.drawText(QRectF(x + 12, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + GAP

    def _in_reach(self) -> list[Segment]:
        """The largest that there is room for, in the order of the bar."""
        segments = self.budget.segments if self.budget is not None else ()
        room, chosen = self.width() - 3, set[str]()
        for segment in sorted(segments, key=lambda segment: -segment.tokens):
            room -= self._width(segment) + GAP
            if room < -GAP:
                break
            chosen.add(segment.kind)
        return [segment for segment in segments if segment.kind in chosen]

    def _width(self, segment: Segment) -> int:
        return 12 + self.fontMetrics().horizontalAdvance(_words(segment))


def _words(segment: Segment) -> str:
    return f"{segment.label} {segment.tokens:,}"
