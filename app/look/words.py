"""Words for which there may not be room: on one line that gives way, on as many lines as it takes, or scrolled."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QTextEdit

__all__ = ["Elided", "Reading", "Wrapped", "let_read"]

NARROWEST = 120
"""Logical pixels it can do with."""


class Elided(QLabel):
    """Plain text on one line: where there is no room for all of it, it ends in an ellipsis, and a mere stub is left out."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room, metrics = self.contentsRect(), self.fontMetrics()
        if 3 * room.width() < metrics.horizontalAdvance(self.text()):
            return
        line = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        self.style().drawItemText(painter, room, int(self.alignment()), self.palette(), True, line, self.foregroundRole())
        painter.end()


class Wrapped(QLabel):
    """Plain text. It wants one line, up to `widest` logical pixels, and is as high as its lines are in the width it gets.

    QLabel wraps too, but cuts off a word longer than a line: the name of a file, say.
    """

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


class Reading(QPlainTextEdit):
    """A text that scrolls, to be read, selected and copied."""

    def __init__(self, face: QFont) -> None:
        super().__init__()
        let_read(self, face)


def let_read(field: QPlainTextEdit | QTextEdit, face: QFont) -> None:
    """What it holds is to be read, selected and copied, not written."""
    field.setReadOnly(True)
    field.setFrameShape(QFrame.Shape.NoFrame)
    field.setFont(face)
    field.setTabChangesFocus(True)
    field.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)


def _anywhere() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
