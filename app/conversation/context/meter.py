"""The context meter: one bar, its legend, and a table of what every part costs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from app.conversation.asked import OfContext
from app.conversation.context.budget_model import Budget, BudgetModel, Segment
from app.conversation.context.cost_table import CostTable, as_html
from app.look import theme
from app.look.making import make_label, make_tool, restyle, show_sign
from app.look.painting import fill, smooth
from app.look.placing import line_up, stack, wide

__all__ = ["Meter"]

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


ROLES = {"calm": "muted", "amber": "amber", "red": "red"}


class CostPopup(QFrame):
    """The table in a window of its own, above what it belongs to; Esc or a press elsewhere closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.table = CostTable()
        stack(self.table, within=self, margins=(14, 10, 14, 12))

    def open_above(self, widget: QWidget) -> None:
        """Show it with its right edge at that of `widget`, within the screen."""
        self.adjustSize()
        corner = widget.mapToGlobal(widget.rect().topRight()) - QPoint(self.width(), self.height() + 8)
        room = widget.screen().availableGeometry()
        self.move(max(room.left(), corner.x()), max(room.top(), corner.y()))
        self.show()
        self.table.setFocus()


class Meter(QWidget):
    """Bar and words; amber from 65 %, red from 85 % or when it does not fit, and then it says so."""

    asked = Signal(object)
    """OfContext.MAKE_ROOM: the bar was pressed."""

    def __init__(self, model: BudgetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.bar, self.legend, self.popup = Bar(), Legend(), CostPopup(self)
        self.count = make_tool("chevron", "Show what each part costs", self._open, size=14)
        self.warning = make_label(wraps=True)
        self.warning.setContentsMargins(3, 0, 0, 0)  # where the bar begins
        self.bar.clicked.connect(partial(self.asked.emit, OfContext.MAKE_ROOM))
        self.count.setObjectName("count")
        self.count.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.count.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the words
        self.setAccessibleName("Context meter")
        below = line_up(wide(self.legend), self.count, gap=16)
        stack(self.warning, self.bar, below, within=self, margins=(1, 0, 1, 0), gap=1)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The budget or the colours have changed."""
        budget = self._model.budget
        self.bar.budget = self.legend.budget = budget
        self.bar.update()
        self.legend.update()
        self.popup.table.show_budget(budget)
        level = budget.level if budget is not None else "calm"
        said = budget.sentence() if budget is not None else ""
        self.warning.setText(said)
        self.warning.setVisible(bool(said))
        for part in (self.count, self.warning):
            restyle(part, "role", ROLES[level])
        show_sign(self.count, "chevron", ROLES[level])
        summary = budget.summary() if budget is not None else ""
        self.count.setText(summary)
        self.count.setAccessibleName(f"Context: {summary}")
        self.bar.setAccessibleName(f"Make room in the context: {summary} {said}".strip())
        self.setToolTip(as_html(budget) if budget is not None else "")
        self.bar.setToolTip(f"{self.toolTip()}<p>Press to make room.</p>")
        self.setVisible(budget is not None)
        if budget is None:
            self.popup.hide()
        self.setAccessibleDescription(f"{summary} {said}".strip())

    def _open(self) -> None:
        self.popup.open_above(self.warning if self.warning.isVisible() else self.bar)
