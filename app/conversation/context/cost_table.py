"""What the context is spent on, as a table: tokens, what of them was read before, time and memory."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.conversation.context.budget_model import Budget, Row
from app.look import theme
from app.look.painting import fill, smooth

__all__ = ["CostTable", "as_html"]

COLUMNS = ("Part", "Tokens", "Read before", "Time to read", "Memory")
DOT = 8


class RowDelegate(QStyledItemDelegate):
    """Leaves out the frame that the style draws around one cell: the arrows mark whole rows."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]


class CostTable(QTableWidget):
    """One row for each part, what is free, and the whole prompt last. The keyboard moves in it; screen readers read it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.setObjectName("costs")
        self.setAccessibleName("What the context is spent on")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        for number, name in enumerate(COLUMNS):
            self.setHorizontalHeaderItem(number, _item(name, number))
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.verticalHeader().setMinimumSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("Time to read") + 24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setIconSize(QSize(DOT, DOT))
        self.setItemDelegate(RowDelegate(self))

    def show_budget(self, budget: Budget | None) -> None:
        rows = budget.rows() if budget is not None else ()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate((row.label, row.tokens, row.kept, row.time, row.memory)):
                self.setItem(number, column, self._cell(row, column, text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(620, self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def _cell(self, row: Row, column: int, text: str) -> QTableWidgetItem:
        cell = _item(text, column)
        if column == 0:
            cell.setIcon(self._dot(row.kind))
        if row.kind == "prompt":
            face = cell.font()
            face.setBold(True)
            cell.setFont(face)
        return cell

    def _dot(self, kind: str) -> QIcon:
        """The colour the part has in the bar; none for the sum."""
        colours, ratio = theme.current(), self.devicePixelRatioF()
        dot = QPixmap(round(DOT * ratio), round(DOT * ratio))
        dot.setDevicePixelRatio(ratio)
        dot.fill(Qt.GlobalColor.transparent)
        if kind != "prompt":
            painter = smooth(dot)
            fill(painter, colours.segments.get(kind, colours.line))
            painter.drawEllipse(QPointF(DOT / 2, DOT / 2), 3.5, 3.5)
            painter.end()
        return QIcon(dot)


def _item(text: str, column: int) -> QTableWidgetItem:
    """Words stand at the left, numbers at the right."""
    item = QTableWidgetItem(text)
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item


def as_html(budget: Budget) -> str:
    """The same table for a tooltip."""
    head = "".join(f"<th align='{'left' if n == 0 else 'right'}'>{name}&nbsp;&nbsp;</th>" for n, name in enumerate(COLUMNS))
    lines = "".join(
        f"<tr><td>{escape(row.label)}&nbsp;&nbsp;</td>"
        + "".join(f"<td align='right'>{escape(text)}&nbsp;&nbsp;</td>" for text in (row.tokens, row.kept, row.time, row.memory))
        + "</tr>"
        for row in budget.rows()
    )
    return f"<table><tr>{head}</tr>{lines}</table>"
