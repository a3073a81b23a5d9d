"""Code in an answer: its language, a button to copy it, colours, and long lines that are scrolled sideways, never broken."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QTextOption
from PySide6.QtWidgets import QWidget

from app.conversation.transcript.actions import show_done
from app.conversation.transcript.blocks import Block
from app.conversation.transcript.highlight import Highlighter
from app.conversation.transcript.piece import INDENT, Selection
from app.conversation.transcript.table import Table
from app.look import theme
from app.look.making import make_tool
from app.look.painting import outline
from app.look.placing import discard

__all__ = ["Code"]

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

    def fit(self, width: int) -> None:
        self.left = INDENT * math.ceil(self.block.indent / 3)
        if self._laid_out and width == self.width:
            return
        self.width, self._laid_out = width, True
        text = self.document.size()
        bar = self._fit_bar(math.ceil(text.width()), width - self.left - 2 * PADDING)
        self.height = HEAD + math.ceil(text.height()) + (BOTTOM_WITH_BAR + bar if bar else BOTTOM)

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

    def _origin(self) -> QPointF:
        return QPointF(self.left + PADDING - (self._bar.value() if self._bar is not None else 0), self.top + HEAD)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.block.text)
        show_done(self.copy, "copy")
