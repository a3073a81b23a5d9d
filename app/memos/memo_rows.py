"""The rows of the voice memos' page: drawn, not made of widgets, so that years of them scroll as a week does."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.look import theme
from app.look.asked import OfSearch
from app.look.row_ground import draw_ground
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
        painter.save()
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(MARGIN, 1, -MARGIN, -1)  # type: ignore[attr-defined]
        self._ground(painter, area, option.state)  # type: ignore[attr-defined]
        colours, height = theme.current(), painter.fontMetrics().height()
        text = area.adjusted(INSIDE, 9, -INSIDE, 0)
        self._line(painter, QRect(text.left(), text.top(), text.width(), height), row.title, colours.text, italic=not row.said)
        small = QFont(painter.font())
        small.setPointSizeF(small.pointSizeF() * 0.9)
        painter.setFont(small)
        self._line(painter, QRect(text.left(), text.top() + height + 2, text.width(), height), row.facts, colours.muted)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        colours = theme.current()
        chosen, pointed = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        fill = colours.accent_soft if chosen else colours.sunken if pointed else None
        draw_ground(painter, area, fill=fill, focused=bool(state & QStyle.StateFlag.State_HasFocus))

    def _line(self, painter: QPainter, area: QRect, words: str, colour: str, *, italic: bool = False) -> None:
        font = QFont(painter.font())
        font.setItalic(italic)
        painter.setFont(font)
        painter.setPen(QColor(theme.current().muted if italic else colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        font.setItalic(False)
        painter.setFont(font)


class MemoRows(QListView):
    """The list. The arrow keys go through it, Enter plays, Delete deletes."""

    asked = Signal(object)
    """AskedInMemos."""

    def __init__(self, memos: MemoList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memos = memos
        self.setModel(memos)
        self.setItemDelegate(_RowDelegate(self))
        self.setAccessibleName("Voice memos")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
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
