"""The rows of the side bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.chats.asked import Delete, Open, ShowMenu
from app.chats.chat_list import ROW, ChatList, Row
from app.chats.marks import draw_marked
from app.look import theme
from app.look.asked import OfSearch
from app.look.painting import draw_ground, draw_line, shrink
from app.look.searched import DrawnRows

__all__ = ["ChatRows", "Index", "RowDelegate"]

MARGIN, INSIDE, ICON, DOT = 8, 10, 16, 9
Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws a heading, or a chat with its pin, what a search found in it, and the button of its menu while it is pointed at."""

    def __init__(self, chats: ChatList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chats = chats

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high as the others: the list need not ask each of them."""
        line = option.fontMetrics.height()  # type: ignore[attr-defined]
        return QSize(100, 2 * line + 20 if self._chats.words else line + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        painter.save()
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(MARGIN, 1, -MARGIN, -1)  # type: ignore[attr-defined]
        if row.chat is None:
            self._heading(painter, area, row)
        else:
            self._chat(painter, area, row, option)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("rename")
        editor.setAccessibleName("New name of the chat")
        editor.setMaxLength(200)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(MARGIN, 1, -MARGIN, -1))  # type: ignore[attr-defined]

    def _heading(self, painter: QPainter, area: QRect, row: Row) -> None:
        shrink(painter, 0.86, QFont.Weight.DemiBold)
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(area.adjusted(INSIDE, 0, -INSIDE, -4), Qt.AlignmentFlag.AlignBottom, row.text)

    def _chat(self, painter: QPainter, area: QRect, row: Row, option: QStyleOptionViewItem) -> None:
        colours, state = theme.current(), option.state  # type: ignore[attr-defined]
        assert row.chat is not None
        current = row.chat.id == self._chats.current
        pointed = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        draw_ground(painter, area, colour=colours.accent_soft if current else colours.line if pointed else None, focused=focused)
        text = area.adjusted(INSIDE, 0, -INSIDE, 0)
        if row.mark:
            text.setLeft(text.left() + self._dot(painter, text, full=row.mark == "answering"))
        if sign := "more" if pointed or focused else "pin" if row.chat.pinned else "":
            button = button_of(option.rect)  # type: ignore[attr-defined]
            theme.icon(sign, colours.muted).paint(painter, button.adjusted(4, 4, -4, -4))
            text.setRight(button.left())
        lines = painter.fontMetrics().height()
        title = QRect(text.left(), text.top() + 8, text.width(), lines) if row.snippet else text
        if row.text_marks:
            painter.setPen(QColor(colours.text))
            draw_marked(painter, title, row.text, row.text_marks)
        else:
            draw_line(painter, title, row.text, colours.text)
        if row.snippet:
            shrink(painter, 0.9)
            painter.setPen(QColor(colours.muted))
            below = QRect(text.left(), title.bottom() + 3, text.width(), painter.fontMetrics().height())
            draw_marked(painter, below, row.snippet, row.marks)

    def _dot(self, painter: QPainter, area: QRect, *, full: bool) -> int:
        """A dot where the model writes, a ring where a question waits; the width that takes."""
        colour = QColor(theme.current().accent)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if full else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(area.left() + DOT / 2, area.center().y() + 0.5), DOT / 2 - 1, DOT / 2 - 1)
        return DOT + 7


def button_of(row: QRect) -> QRect:
    """Where the button of a row's menu is."""
    size = ICON + 8
    return QRect(row.right() - MARGIN - size - 3, row.center().y() - size // 2 + 1, size, size)


class ChatRows(DrawnRows):
    """The list. Enter and a click open, F2 renames in place, Delete deletes, the menu key shows what else can be done."""

    asked = Signal(object)
    """AskedInBar."""

    def __init__(self, chats: ChatList) -> None:
        super().__init__(chats, RowDelegate(chats), "Chats")
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)

    def number_at(self, index: Index) -> int | None:
        """The id of the chat at an index, None for a heading and for no row at all."""
        row: Row | None = index.data(ROW)
        return row.chat.id if row is not None and row.chat is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.number_at(self.currentIndex())
        if number is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit(Open(number))
        elif number is not None and event.key() == Qt.Key.Key_Delete:
            self.asked.emit(Delete(number))
        elif event.key() == Qt.Key.Key_Up and self._is_first():
            self.asked.emit(OfSearch.GO_UP)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        number = self.number_at(index)
        if number is None or event.button() != Qt.MouseButton.LeftButton:
            return
        button = button_of(self.visualRect(index))
        if button.contains(event.position().toPoint()):
            self.asked.emit(ShowMenu(number, self.viewport().mapToGlobal(button.bottomLeft())))
        else:
            self.asked.emit(Open(number))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if (number := self.number_at(index)) is not None:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(2 * MARGIN, 0))
            self.asked.emit(ShowMenu(number, below if by_key else event.globalPos()))

    def viewportEvent(self, event: QEvent) -> bool:
        """The row that was pointed at is drawn without its button when the pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)

    def select_first(self) -> None:
        """The keyboard goes on in the list."""
        first = next((place for place in range(self.model().rowCount()) if self.number_at(self.model().index(place, 0))), None)
        if first is not None:
            self.setFocus(Qt.FocusReason.TabFocusReason)
            self.setCurrentIndex(self.model().index(first, 0))

    def _is_first(self) -> bool:
        above = range(self.currentIndex().row())
        return all(self.number_at(self.model().index(place, 0)) is None for place in above)
