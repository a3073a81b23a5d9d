"""The context meter: one bar and its legend."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app import theme, wording
from app.viewmodels.budget import Budget, BudgetModel

__all__ = ["Meter"]


class Bar(QWidget):
    """Segments side by side; full at 100 %, never fuller."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.budget: Budget | None = None
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(colours.line))
        if self.budget is None:
            return
        x = 0.0
        for segment, share in zip(self.budget.segments, self.budget.widths(), strict=True):
            width = share * self.width()
            painter.fillRect(QRectF(x, 0, max(0.0, width - 1), self.height()), QColor(colours.segments[segment.kind]))
            x += width


class Legend(QWidget):
    """A dot, a name and a number for each segment, as many as there is room for; the tooltip has them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.budget: Budget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.budget is None:
            return
        colours, metrics = theme.current(), self.fontMetrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0, self.height() / 2
        for segment in self.budget.segments:
            words = f"{segment.label} {segment.tokens:,}"
            width = 12 + metrics.horizontalAdvance(words)
            if x + width > self.width():
                return
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.segments[segment.kind]))
            painter.drawEllipse(QRectF(x, middle - 3.5, 7, 7))
            painter.setPen(QColor(colours.muted))
            painter.drawText(QRectF(x + 12, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            x += width + 16


class Meter(QWidget):
    """Bar and words; amber from 65 %, red from 85 % or when it does not fit, and then it says so."""

    def __init__(self, model: BudgetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.bar, self.legend = Bar(), Legend()
        self.count, self.warning = QLabel(), QLabel()
        self.warning.setWordWrap(True)
        self.setAccessibleName("Context meter")
        words = QHBoxLayout()
        words.setSpacing(16)
        words.addWidget(self.legend, 1)
        words.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(6)
        column.addWidget(self.warning)
        column.addWidget(self.bar)
        column.addLayout(words)
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        budget = self._model.budget
        self.bar.budget = self.legend.budget = budget
        self.bar.update()
        self.legend.update()
        level = budget.level if budget is not None else "calm"
        said = budget.sentence() if budget is not None else ""
        self.warning.setText(said)
        self.warning.setVisible(bool(said))
        for label in (self.count, self.warning):
            label.setProperty("role", {"calm": "muted", "amber": "amber", "red": "red"}[level])
            label.style().unpolish(label)
            label.style().polish(label)
        self.count.setText(
            "" if budget is None else f"{budget.prompt:,} of {wording.tokens(budget.context)}  ·  {budget.share * 100:.0f} %"
        )
        self.setToolTip(
            _table(budget) if budget is not None else "What the conversation takes shows here once a model is loaded."
        )
        self.setVisible(budget is not None)
        self.setAccessibleDescription(self.count.text() + " " + said)


def _table(budget: Budget) -> str:
    rows = [(segment.label, segment.tokens) for segment in budget.segments] + [("Free", budget.free)]
    lines = "".join(
        f"<tr><td>{label}</td><td align='right' style='padding-left:18px'>{count:,}</td></tr>" for label, count in rows
    )
    return f"<b>Context, in tokens</b><table>{lines}</table>"
