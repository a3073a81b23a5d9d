"""The text that was read in a picture, lying over it unseen: to be selected and copied as on a page."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.look import theme
from app.look.painting import fill, smooth
from app.recognition.read_text import ReadText

__all__ = ["COPY_ALL", "COPY_TABLE", "TextLayer"]

COPY_ALL, COPY_TABLE = "Copy the text", "Copy the table"
SHADE = 0.38
"""How much of what is selected is covered, from 0 to 1."""


class TextLayer(QWidget):
    """Covers `host`, which has the keyboard and passes keys on to `take_key`. Until there is a text, clicks go through to it.

    Dragged over, text is selected in the order it is read; a double click selects a word.
    """

    left = Signal()
    """A press and a release beside the text, where nothing was selected."""

    def __init__(self, host: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._text: ReadText | None = None
        self._paper = QRectF()
        self._anchor = self._end = 0
        self._pressed: QPointF | None = None
        self._dragging = False
        self.setFocusProxy(host)
        self.setMouseTracking(True)
        self.show_text(None)

    @property
    def selected(self) -> str:
        """The words that are selected."""
        start, stop = self._selection
        return self._text.text[start:stop] if self._text is not None else ""

    def show_text(self, text: ReadText | None) -> None:
        """Lay this over the picture; what was selected of another is selected no more."""
        if text is not None and text is self._text:
            return
        self._text, self._pressed, self._dragging = text, None, False
        self._anchor = self._end = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, text is None)
        self.unsetCursor()
        self.update()

    def lie_over(self, paper: QRectF) -> None:
        """Say where the picture is, in logical pixels of this widget."""
        if paper != self._paper:
            self._paper = QRectF(paper)
            self.update()

    def point(self, x: float, y: float) -> QPointF:
        """Where a pixel of the picture is in this widget."""
        return QPointF(self._paper.left() + x * self._scale[0], self._paper.top() + y * self._scale[1])

    def take_key(self, event: QKeyEvent) -> bool:
        """Ctrl+A and Ctrl+C. False where the key means nothing here."""
        if self._text is None:
            return False
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.selected:
            self.copy()
        else:
            return False
        return True

    def select(self, start: int, stop: int) -> None:
        """The characters from `start` to before `stop` of the text, as far as it has them."""
        if self._text is not None and start < stop <= len(self._text.text):
            self._select(start, stop)

    def select_all(self) -> None:
        if self._text is not None:
            self._select(0, len(self._text.text))

    def copy(self) -> None:
        """What is selected, onto the clipboard."""
        _keep(self.selected)

    def copy_all(self) -> None:
        """All of the text."""
        if self._text is not None:
            _keep(self._text.text)

    def copy_table(self) -> None:
        """The tables in it, as spreadsheets paste them."""
        if self._text is not None:
            _keep(self._text.table)

    def menu_at(self, at: QPointF) -> QMenu:
        """What can be done with the text that is pointed at."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if (text := self._text) is None:
            return menu
        copy = menu.addAction("Copy", QKeySequence(QKeySequence.StandardKey.Copy), self.copy)
        copy.setEnabled(bool(self.selected))
        menu.addAction(COPY_ALL, self.copy_all)
        if table := text.table_at(*self._pixel(at)):
            menu.addAction(COPY_TABLE, lambda: _keep(table))
        menu.addSeparator()
        menu.addAction("Select all", QKeySequence(QKeySequence.StandardKey.SelectAll), self.select_all)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        start, stop = self._selection
        if self._text is None or start == stop:
            return
        painter, colour = smooth(self), QColor(theme.current().accent)
        colour.setAlphaF(SHADE)
        fill(painter, colour)
        for outline in self._text.outlines(start, stop):
            painter.drawPolygon(QPolygonF([self.point(*corner) for corner in outline]))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._text is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._pressed, self._dragging = event.position(), False
        elif event.button() != Qt.MouseButton.RightButton:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._text is None:
            return
        at = event.position()
        if self._pressed is None:
            over = self._text.is_over(*self._pixel(at))
            self.setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)
            return
        if not self._dragging and (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
        if self._dragging:
            self._select(self._text.place(*self._pixel(self._pressed)), self._text.place(*self._pixel(at)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None or self._text is None:
            return
        over, clicked = self._text.is_over(*self._pixel(self._pressed)), not self._dragging
        self._pressed, self._dragging = None, False
        if clicked and not self.selected and not over:
            self.left.emit()
        elif clicked:
            self._select(0, 0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._text is not None:
            self._select(*(self._text.word(*self._pixel(event.position())) or (0, 0)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_at(QPointF(event.pos())).popup(event.globalPos() + QPoint(1, 1))

    @property
    def _selection(self) -> tuple[int, int]:
        return min(self._anchor, self._end), max(self._anchor, self._end)

    @property
    def _scale(self) -> tuple[float, float]:
        """Logical pixels of this widget for one of the picture, across and down."""
        text = self._text
        return (1.0, 1.0) if text is None else (self._paper.width() / text.width, self._paper.height() / text.height)

    def _pixel(self, at: QPointF) -> tuple[float, float]:
        """The pixel of the picture at a point of this widget."""
        across, down = self._scale
        return (at.x() - self._paper.left()) / max(across, 1e-9), (at.y() - self._paper.top()) / max(down, 1e-9)

    def _select(self, anchor: int, end: int) -> None:
        if (anchor, end) != (self._anchor, self._end):
            self._anchor, self._end = anchor, end
            self.update()


def _keep(words: str) -> None:
    QGuiApplication.clipboard().setText(words)
