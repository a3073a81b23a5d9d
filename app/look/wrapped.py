"""Words on as many lines as it takes. QLabel wraps too, but cuts off a word longer than a line: the name of a file, say."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel

__all__ = ["Wrapped"]

NARROWEST = 120
"""Logical pixels it can do with."""


class Wrapped(QLabel):
    """Plain text. It wants one line, up to `widest` logical pixels, and is as high as its lines are in the width it gets."""

    def __init__(self, *, widest: int) -> None:
        super().__init__()
        self._widest = widest
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)  # its height depends on its width

    def sizeHint(self) -> QSize:
        width = min(self._widest, math.ceil(self._laid_out(10 * self._widest).maximumWidth()))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(NARROWEST, self.sizeHint().width()), self.fontMetrics().height())

    def heightForWidth(self, width: int) -> int:
        return math.ceil(self._laid_out(width).boundingRect().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        self._laid_out(self.width()).draw(painter, QPointF())
        painter.end()

    def _laid_out(self, width: int) -> QTextLayout:
        layout = QTextLayout(self.text(), self.font(), self)
        layout.setTextOption(_anywhere())
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout


def _anywhere() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
