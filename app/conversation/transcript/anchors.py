"""Where the links of a laid-out document stand: each from its first word to its last, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

__all__ = ["Anchor", "anchors", "areas"]


@dataclass(frozen=True)
class Anchor:
    """`areas` hold the words, one for each line they are on, in pixels."""

    address: str
    words: str
    areas: tuple[QRectF, ...]

    def translated(self, by: QPointF) -> Anchor:
        return Anchor(self.address, self.words, tuple(area.translated(by) for area in self.areas))


def anchors(document: QTextDocument) -> list[Anchor]:
    """The links of a document that is laid out, in the order they are read; areas are in its own coordinates."""
    found: list[Anchor] = []
    block = document.begin()
    while block.isValid():
        for begin, end, address in _stretches(block):
            found.append(Anchor(address, _words(block, begin, end), tuple(_areas(document, block, begin, end))))
        block = block.next()
    return found


def areas(document: QTextDocument, begin: int, end: int) -> list[QRectF]:
    """What the characters from `begin` to before `end` take of a document that is laid out, line by line."""
    found: list[QRectF] = []
    block = document.findBlock(begin)
    while block.isValid() and block.position() < end:
        own = block.position()
        found += _areas(document, block, max(0, begin - own), min(block.length() - 1, end - own))
        block = block.next()
    return found


def _stretches(block: QTextBlock) -> list[tuple[int, int, str]]:
    """From where to where in the block, and the address; words in bold within a link belong to it."""
    found: list[tuple[int, int, str]] = []
    words = block.begin()
    while not words.atEnd():
        fragment = words.fragment()
        address = fragment.charFormat().anchorHref() if fragment.charFormat().isAnchor() else ""
        begin = fragment.position() - block.position()
        end = begin + fragment.length()
        if found and address and found[-1][1:] == (begin, address):
            begin = found.pop()[0]
        if address:
            found.append((begin, end, address))
        words += 1
    return found


def _words(block: QTextBlock, begin: int, end: int) -> str:
    """Qt's places count UTF-16, those of Python do not."""
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + begin)
    cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def _areas(document: QTextDocument, block: QTextBlock, begin: int, end: int) -> Iterator[QRectF]:
    layout = block.layout()
    origin = document.documentLayout().blockBoundingRect(block).topLeft()  # lines count from there, also in a table's cell
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = max(begin, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = (line.cursorToX(place)[0] for place in (first, last))  # pyright: ignore[reportIndexIssue]
            text = line.naturalTextRect()
            yield QRectF(min(left, right), text.top(), abs(right - left), text.height()).translated(origin)
