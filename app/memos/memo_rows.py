"""The rows of the voice memos' page."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.look import theme
from app.look.asked import OfSearch
from app.look.painting import draw_ground, draw_line, shrink
from app.look.searched import DrawnRows
from app.memos.asked import Look, OfMemo
from app.memos.memo_list import ROW, MemoList, Row

__all__ = ["MemoRows"]

MARGIN, INSIDE = 4, 12
Index = QModelIndex | QPersistentModelIndex


class _RowDelegate(QStyledItemDelegate):
    """Draws what a memo says, and below it when it was said and how long it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, 2 * option.fontMetrics.height() + 22)  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        font, state = QFont(option.font), option.state  # type: ignore[attr-defined]
        area = option.rect.adjusted(MARGIN, 1, -MARGIN, -1)  # type: ignore[attr-defined]
        chosen, pointed = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        draw_ground(painter, area, colour=colours.accent_soft if chosen else colours.sunken if pointed else None, focused=focused)
        font.setItalic(not row.said)
        painter.setFont(font)
        height = painter.fontMetrics().height()
        line = QRect(area.left() + INSIDE, area.top() + 9, area.width() - 2 * INSIDE, height)
        draw_line(painter, line, row.title, colours.text if row.said else colours.muted)
        font.setItalic(False)
        painter.setFont(font)
        shrink(painter, 0.9)
        draw_line(painter, line.translated(0, height + 2), row.facts, colours.muted)
        painter.restore()


class MemoRows(DrawnRows):
    """The list. The arrow keys go through it, Enter plays, Delete deletes."""

    asked = Signal(object)
    """AskedInMemos."""

    def __init__(self, memos: MemoList) -> None:
        super().__init__(memos, _RowDelegate(), "Voice memos")
        self._memos = memos
        self.viewport().setAutoFillBackground(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        memos.modelReset.connect(self.show_current)
        memos.current_changed.connect(self.show_current)

    def show_current(self) -> None:
        """Mark the memo that is looked at."""
        current = self._memos.current
        place = self._memos.place_of(current.id if current is not None else None)
        if place.isValid() and not self.selectionModel().isSelected(place):  # where the focus comes first, nothing is selected
            self.setCurrentIndex(place)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)  # type: ignore[arg-type]
        row: Row | None = current.data(ROW)
        if row is not None:
            self.asked.emit(Look(row.memo.id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit(OfMemo.PLAY)
        elif event.key() == Qt.Key.Key_Delete:
            self.asked.emit(OfMemo.DELETE)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.asked.emit(OfSearch.GO_UP)
        else:
            super().keyPressEvent(event)
