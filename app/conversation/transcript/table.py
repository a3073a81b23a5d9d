"""A table in a message, scrolled sideways where the column is narrower than its words."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QTextOption
from PySide6.QtWidgets import QScrollBar, QWidget

from app.conversation.transcript.piece import Piece, Selection
from app.look.placing import discard

__all__ = ["Table"]

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

    def fit(self, width: int) -> None:
        super().fit(width)
        self.height += self._fit_bar(math.ceil(self.document.size().width()), width - self.left)

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
