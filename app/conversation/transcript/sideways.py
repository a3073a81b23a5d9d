"""What is scrolled sideways in a message where the column is narrower than its lines: a table, and code."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QTextOption
from PySide6.QtWidgets import QScrollBar, QWidget

from app.conversation.transcript.actions import show_done
from app.conversation.transcript.blocks import Block
from app.conversation.transcript.highlight import Highlighter
from app.conversation.transcript.piece import Piece, Selection
from app.look import theme
from app.look.making import make_tool
from app.look.painting import outline
from app.look.placing import discard

__all__ = ["Code", "Table"]

BAR = 10
"""Pixels of the scroll bar's height."""
EDGE = 12
"""Pixels left beside what is scrolled to."""


class Table(Piece):
    """As wide as its longest words need; where the column is narrower, it is scrolled sideways, and `scrolled` is called."""

    def __init__(self, face: QFont, home: QWidget, scrolled: Callable[[], None] | None = None) -> None:
        super().__init__(face)
        self._home, self._scrolled = home, scrolled or home.update
        self._bar: QScrollBar | None = None
        self.document.wrap(QTextOption.WrapMode.WordWrap)

    def place(self, top: int) -> None:
        super().place(top)
        if self._bar is not None:
            self._bar.setGeometry(self.left, top + self.height - BAR, self.width - self.left, BAR)

    def scroll(self, pixels: int) -> bool:
        """Sideways; False where there is nothing more to see."""
        if self._bar is None:
            return False
        before = self._bar.value()
        self._bar.setValue(before + pixels)
        return self._bar.value() != before

    def reveal(self, area: QRectF) -> None:
        if self._bar is None:
            return
        if area.left() < self.left:
            self._bar.setValue(self._bar.value() - math.ceil(self.left - area.left()) - EDGE)
        elif area.right() > self.width:
            self._bar.setValue(self._bar.value() + math.ceil(area.right() - self.width) + EDGE)

    def drop(self) -> None:
        self._drop_bar()

    def paint(self, painter: QPainter, clip: QRectF, selected: Selection | None) -> None:
        self._paint_document(painter, clip.intersected(QRectF(self.left, self.top, self.width, self.height)), selected)

    def _lay_out(self, room: int) -> int:
        height = super()._lay_out(room)
        return height + self._fit_bar(math.ceil(self.document.size().width()), room)

    def _origin(self) -> QPointF:
        return QPointF(self.left - (self._bar.value() if self._bar is not None else 0), self.top)

    def _drop_bar(self) -> None:
        if self._bar is not None:
            discard(self._bar)
            self._bar = None

    def _fit_bar(self, needed: int, room: int) -> int:
        """Height of the scroll bar, 0 where all can be seen."""
        if needed <= room:
            self._drop_bar()
            return 0
        if self._bar is None:
            self._bar = QScrollBar(Qt.Orientation.Horizontal, self._home)
            self._bar.setAccessibleName("Scroll sideways")
            self._bar.setSingleStep(24)
            self._bar.valueChanged.connect(self._scrolled)
            self._bar.show()
        self._bar.setRange(0, needed - room)
        self._bar.setPageStep(room)
        return BAR


HEAD = 32
PADDING = 14
BOTTOM, BOTTOM_WITH_BAR = 10, 6
CORNER = 10


class Code(Table):
    """Grows by lines at its end; colours come after the words."""

    def __init__(self, home: QWidget) -> None:
        super().__init__(theme.code_font(), home)
        self._literal = True
        self.document.wrap(QTextOption.WrapMode.NoWrap)
        self._colours = Highlighter(self.document, home)
        self._colours.coloured.connect(home.update)
        self._label = theme.font()
        self.copy = make_tool("copy", "Copy this code", self._copy, role="tiny", size=16, parent=home)
        self.copy.show()

    @property
    def colouring(self) -> bool:
        """Whether some words still have to get their colours."""
        return self._colours.busy

    def show(self, block: Block, *, growing: bool = False) -> None:
        if block == self.block:
            return
        before, self.block, self._laid_out = self.block, block, False
        self._show_literally(before.text, block.text)
        self._colours.colour(block.language.lower())

    def place(self, top: int) -> None:
        self.top = top
        self.copy.setGeometry(self.width - 32, top + 4, 26, 24)
        if self._bar is not None:
            self._bar.setGeometry(self.left + PADDING, top + self.height - 12, self.width - self.left - 2 * PADDING, 10)

    def natural_width(self) -> int:
        return math.ceil(self.document.idealWidth()) + 2 * PADDING + 2

    def drop(self) -> None:
        super().drop()
        discard(self.copy)
        self._colours.deleteLater()

    def paint(self, painter: QPainter, clip: QRectF, selected: Selection | None) -> None:
        colours = theme.current()
        box = QRectF(self.left, self.top, self.width - self.left, self.height)
        outline(painter, colours.line)
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        painter.setPen(QColor(colours.muted))
        painter.setFont(self._label)
        painter.drawText(QPointF(self.left + PADDING, self.top + 21), self.block.language or "code")
        self._paint_document(painter, clip.intersected(box.adjusted(PADDING, HEAD, -PADDING, -4)), selected)

    def link(self, point: QPointF) -> str:
        return ""

    def _lay_out(self, room: int) -> int:
        text = self.document.size()
        bar = self._fit_bar(math.ceil(text.width()), room - 2 * PADDING)
        return HEAD + math.ceil(text.height()) + (BOTTOM_WITH_BAR + bar if bar else BOTTOM)

    def _origin(self) -> QPointF:
        return QPointF(self.left + PADDING - (self._bar.value() if self._bar is not None else 0), self.top + HEAD)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.block.text)
        show_done(self.copy, "copy")
