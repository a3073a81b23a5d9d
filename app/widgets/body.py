"""Text of a message: selectable, as high as its content, appended to and never laid out anew while it streams."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
    QTextTableFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from app import theme

__all__ = ["Body", "looks_like_markdown"]

LINE_HEIGHT = 132
"""Per cent of the font's own."""
MARKDOWN = re.compile(r"^(#{1,6} |[-*+] |\d+\. |```|\|.+\|\s*$)|\*\*[^*\n]+\*\*|`[^`\n]+`", re.MULTILINE)


class Body(QTextEdit):
    """Read-only text without a frame or a scroll bar of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("body")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.setFont(theme.reading_font())
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(24)
        self.document().setUndoRedoEnabled(False)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.viewport().setAutoFillBackground(False)
        self._space_lines()
        self._fit()

    def set_text(self, text: str) -> None:
        self.setPlainText(text)
        self._space_lines()

    def append_text(self, text: str) -> None:
        """Only the last paragraph is laid out again."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)

    def show_markdown(self, text: str) -> None:
        """Once, when the answer is complete. Text that is not Markdown stays letter for letter as it is."""
        if looks_like_markdown(text):
            self.document().setMarkdown(
                text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
            )
            for frame in self.document().rootFrame().childFrames():
                if isinstance(frame, QTextTable):
                    frame.setFormat(_table_format(frame.format().toTableFormat()))
            self._space_lines()

    def natural_width(self, limit: int) -> int:
        """Width of the longest line when nothing has to be wrapped, at most `limit`."""
        alone = self.document().clone()
        alone.setTextWidth(-1)
        return min(limit, math.ceil(alone.idealWidth()) + 2)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the conversation scrolls, not one message of it

    def _space_lines(self) -> None:
        """Room between lines; a paragraph begun later takes it over from the one before."""
        spaced = QTextBlockFormat()
        spaced.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)

    def _fit(self) -> None:
        self.setFixedHeight(max(self.fontMetrics().lineSpacing(), math.ceil(self.document().size().height())))


def _table_format(table: QTextTableFormat) -> QTextTableFormat:
    """Thin lines and room in the cells."""
    table.setBorderCollapse(True)
    table.setBorder(1)
    table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    table.setBorderBrush(QColor(theme.current().line))
    table.setCellPadding(6)
    table.setTopMargin(8)
    table.setBottomMargin(8)
    return table


def looks_like_markdown(text: str) -> bool:
    """Headings, lists, tables, code or bold: a line that was only read off a picture is left alone."""
    return MARKDOWN.search(text) is not None
