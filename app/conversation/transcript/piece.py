"""One block of a message, laid out once: it is laid out again only when it grows or the column changes its width."""

from __future__ import annotations

import math
import re
import time

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextCursor,
    QTextDocumentFragment,
)

from app.conversation.transcript.anchors import Anchor, anchors, areas
from app.conversation.transcript.blocks import Block, complete, has_markup
from app.conversation.transcript.document import QuietDocument, read_markdown
from app.look import theme

__all__ = ["INDENT", "Piece", "Rule", "Selection", "gap"]

INDENT = 24
"""Pixels for each level a block stands inside a list; a level is about three columns of the text."""
LONG_S, REST = 0.005, 30
"""Reading that takes longer than this, for a paragraph of pages, is done again after so many times what it took."""
LONGEST = 20_000
"""Characters of a block that is read as Markdown; a longer one is shown as it is written: Qt's reading of it would hold up the
window, the more so the longer it is."""
MARKS = re.compile(r"[*_`~\[\]()<>\\&|\n!@]|://|www")
"""What may begin or end something that is more than words."""
DOT, DOTS = 2, (0.01, 2)
"""Pixels of a dot, and in dots how long it is and how far the next."""
WORDS = re.compile(r"\s*([-*+]\s+|\d+[.)]\s+)?[^\W\d_]")
"""A line that cannot turn out to be a list or a heading within a list."""

Selection = tuple[int, int]


class Piece:
    """A paragraph, a heading, a list item or a quote. `top` and `left` are where the message has put it."""

    def __init__(self, face: QFont, *, plain: bool = False) -> None:
        self.document = QuietDocument(face)
        self.block = Block("paragraph", "")
        self.top = self.left = self.width = self.height = 0
        self._plain = plain
        self._text = ""
        self._literal = True
        """What is shown is the text itself, so that more of it can be appended."""
        self._rough = False
        self._read_again = 0.0
        self._shown = 0
        """How much of the text the document holds: Markdown drops spaces at the end."""
        self._dotted: tuple[Selection, ...] = ()
        self._dots: list[QRectF] | None = None
        """What is dotted as it is laid out now."""
        self._laid_out = False
        self.document.space_lines()

    def show(self, block: Block, *, growing: bool = False) -> None:
        """Show a block of the same kind; where it only grew, what was there is not touched."""
        text = complete(block.text) if growing and not self._plain else block.text
        if block == self.block and text == self._text and (growing or not self._rough):
            return
        before, self.block, self._text, self._laid_out = self.block, block, text, False
        if self._plain or len(text) > LONGEST or (block.kind == "paragraph" and not has_markup(text)):
            self._show_literally(before.text, block.text)
        elif growing and (self._goes_on_plainly(before) or self._go_on_roughly(before)):
            self._append(block.text.rstrip()[self._shown :])
        else:
            self._read(text)
        self._shown = len(block.text.rstrip())

    def fit(self, width: int) -> None:
        """Lay out within `width` pixels of the message."""
        self.left = INDENT * math.ceil(self.block.indent / 3)
        if self._laid_out and width == self.width:
            return
        self.width, self._laid_out, self._dots = width, True, None
        self.height = self._lay_out(width - self.left)

    def place(self, top: int) -> None:
        self.top = top

    def natural_width(self) -> int:
        """Width of the longest line when nothing has to be wrapped."""
        self.document.setTextWidth(-1)
        self._laid_out = False
        return math.ceil(self.document.idealWidth()) + 2

    def paint(self, painter: QPainter, clip: QRectF, selected: Selection | None) -> None:
        """The part inside `clip`, both in the message's coordinates."""
        if self.block.kind == "quote":
            painter.fillRect(QRectF(self.left, self.top, 3, self.height), QColor(theme.current().line))
        self._paint_document(painter, clip, selected)

    def position(self, point: QPointF) -> int:
        """The place in the text nearest to a point of the message."""
        return self.document.documentLayout().hitTest(point - self._origin(), Qt.HitTestAccuracy.FuzzyHit)

    def link(self, point: QPointF) -> str:
        """The address under a point of the message, or nothing."""
        return self.document.documentLayout().anchorAt(point - self._origin())

    def anchors(self) -> list[Anchor]:
        """The links, where they stand in the message."""
        return [anchor.translated(self._origin()) for anchor in anchors(self.document)]

    def dot(self, dotted: tuple[Selection, ...]) -> None:
        """Draw a line of dots beneath these characters, and no others."""
        self._dotted, self._dots = dotted, None

    def areas(self, begin: int, end: int) -> list[QRectF]:
        """Where these characters stand in the message, line by line."""
        return [area.translated(self._origin()) for area in areas(self.document, begin, end)]

    def reveal(self, area: QRectF) -> None:
        """Bring a place of the message in sight, as far as it is the piece that hides it."""

    @property
    def length(self) -> int:
        return self.document.characterCount() - 1

    def text(self, begin: int, end: int) -> str:
        """What is shown between two places, with the mark of a list item that is whole."""
        marked = self.block.kind == "item" and (begin, end) == (0, self.length)
        mark = self.block.text.split(maxsplit=1)[0] + " " if marked else ""
        return mark + QTextDocumentFragment(self._cursor(begin, end)).toPlainText()

    def around(self, position: int, *, paragraph: bool) -> Selection:
        """The word or the paragraph at a place."""
        cursor = self._cursor(position, position)
        if paragraph:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        return cursor.selectionStart(), cursor.selectionEnd()

    def drop(self) -> None:
        """The piece is not shown any more."""

    def _lay_out(self, room: int) -> int:
        """Within so many pixels of width; the height that takes."""
        self.document.setTextWidth(max(40, room))
        return math.ceil(self.document.size().height())

    def _origin(self) -> QPointF:
        return QPointF(self.left, self.top)

    def _cursor(self, begin: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document)
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _paint_document(self, painter: QPainter, clip: QRectF, selected: Selection | None) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = QGuiApplication.palette()
        origin = self._origin()
        context.clip = clip.translated(-origin)
        if selected is not None and selected[0] < selected[1]:
            chosen = QAbstractTextDocumentLayout.Selection()
            chosen.cursor = self._cursor(*selected)
            chosen.format.setBackground(QColor(theme.current().accent))
            chosen.format.setForeground(QColor(theme.current().on_accent))
            context.selections = [chosen]
        painter.save()
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        painter.translate(origin)
        self.document.documentLayout().draw(painter, context)
        self._paint_dots(painter, context.clip)
        painter.restore()

    def _paint_dots(self, painter: QPainter, clip: QRectF) -> None:
        if self._dots is None:
            self._dots = [area for begin, end in self._dotted for area in areas(self.document, begin, end)]
        if not self._dots:
            return
        pen = QPen(QColor(theme.current().amber), DOT, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
        pen.setDashPattern(DOTS)
        painter.setPen(pen)
        for area in self._dots:
            if area.intersects(clip):
                below = area.bottom() - DOT / 2
                painter.drawLine(QPointF(area.left() + DOT / 2, below), QPointF(area.right() - DOT / 2, below))

    def _goes_on_plainly(self, before: Block) -> bool:
        """Whether a text with marks, of which none is open, has only grown by words without any."""
        text, old = self.block.text, before.text
        if self._literal or self.block.kind not in ("paragraph", "item") or not text.startswith(old):
            return False
        word = max(old.rfind(" "), old.rfind("\n")) + 1
        words = WORDS.match(old, old.rfind("\n") + 1)
        return words is not None and complete(old) == old and not MARKS.search(text, word)

    def _go_on_roughly(self, before: Block) -> bool:
        """Whether reading it all again has to wait, since it takes long: until then, new marks are shown as they are."""
        grown = not self._literal and self.block.kind != "table" and self.block.text.startswith(before.text)
        self._rough = grown and time.monotonic() < self._read_again
        return self._rough

    def _read(self, text: str) -> None:
        started = time.monotonic()
        self._literal = self._rough = False
        read_markdown(self.document, self.block, text)
        taken = time.monotonic() - started
        self._read_again = started + (REST * taken if taken > LONG_S else 0)

    def _append(self, text: str) -> None:
        cursor = QTextCursor(self.document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, QTextCharFormat())

    def _show_literally(self, before: str, text: str) -> None:
        """Appended to where it goes on: only its last line is laid out again."""
        cursor = QTextCursor(self.document)
        if self._literal and text.startswith(before):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(text[len(before) :])
        elif self._literal and before.startswith(text):
            cursor.setPosition(len(text))
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            self.document.setPlainText(text)
            self.document.space_lines()
        self._literal = True


class Rule(Piece):
    """A line from side to side."""

    def show(self, block: Block, *, growing: bool = False) -> None:
        self.block = block

    def fit(self, width: int) -> None:
        self.width, self.height = width, 9

    def paint(self, painter: QPainter, clip: QRectF, selected: Selection | None) -> None:
        painter.fillRect(QRectF(0, self.top + 4, self.width, 1), QColor(theme.current().line))


def gap(above: Block, below: Block) -> int:
    """Pixels between two blocks: items stand close, a heading keeps its distance."""
    if below.kind == "item" and above.kind == "item":
        return 5
    if below.kind == "heading":
        return 20
    return 8 if above.kind == "heading" or (below.kind == "item" and above.kind == "paragraph") else 12
