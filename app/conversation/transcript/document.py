"""Markdown as a laid-out document: it loads nothing from anywhere, and HTML in it is text.

Qt reads one block at a time; what it makes of it is dressed here: type, room between lines, colours, tables, links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextOption,
    QTextTable,
    QTextTableFormat,
)

from app.conversation.transcript.blocks import Block
from app.conversation.transcript.formulas import read_formulas
from app.conversation.transcript.leads import read_lead
from app.look import theme
from inference.citation import CITED, address_of, passage_at

__all__ = ["QuietDocument", "read_markdown"]

LINE_HEIGHT = 132
"""Per cent of the font's own."""
HEADINGS = (1.35, 1.2, 1.08, 1.0, 1.0, 1.0)
"""Size of each level beside the text's."""
PICTURE = "￼"
"""What stands for a picture in a document's text."""
NAMELESS = re.compile(r"(`[^`]*`)|!\[\s*\]\(")
"""A picture without a name, but not in code, which is found first."""
DEFINED = re.compile(rf"(?m)^((?:[^\S\n]|[-*+>]|\d+[.)])*)(?={CITED}:)\[")
"""A page at the start of a line with a colon after it: Markdown would take it for the address of a link, and leave it out."""
BACKSLASHED = re.compile(r"(`[^`]*`)|\\.")
"""Code as it is, and else a backslash with what it stands before."""
BREAK = r"(?i)<br ?/?>"
LINE_SEPARATOR = "\u2028"
QUOTE_MARGIN = 16
NEW_LINE = "  \n"


class QuietDocument(QTextDocument):
    """Asks for no picture, no style sheet and no font, wherever an answer says that they are."""

    def __init__(self, face: QFont) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(24)
        self.setDefaultFont(face)
        self.wrap(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def wrap(self, mode: QTextOption.WrapMode) -> None:
        option = self.defaultTextOption()
        option.setWrapMode(mode)
        self.setDefaultTextOption(option)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """An empty picture: told that there is none, Qt would look for the file itself."""
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        nothing.fill(0)
        return nothing

    def space_lines(self) -> None:
        """Room between lines; a paragraph begun later takes it over from the one before."""
        cursor = QTextCursor(self)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(_space_out())


def read_markdown(document: QuietDocument, block: Block, text: str) -> None:
    """Show a block, no code; `text` is its own, perhaps with marks completed. A new line begins where the text has one."""
    text = _keep_backslashes(read_formulas(text))
    if block.kind != "table":
        text = NEW_LINE.join(text.split("\n"))
    # Qt leaves out a picture that has no name, and its address with it.
    text = NAMELESS.sub(lambda found: found[1] or "![picture](", text)
    features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
    document.setMarkdown(DEFINED.sub(r"\1\\[", text), features)
    if PICTURE in document.toPlainText():
        _name_pictures(document)
    if block.kind == "table":
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                frame.setFormat(_table_format(frame.format().toTableFormat()))
        _drop_edges(document)
        if "<" in text:
            _break_lines(document)
    _dress(document, muted=block.kind == "quote")
    if "p." in text:
        _link_pages(document)


def _keep_backslashes(text: str) -> str:
    """A backslash before a bracket, which Markdown would leave out, is one of a path, a pattern or a formula not read."""
    if "\\(" not in text and "\\)" not in text:
        return text
    return BACKSLASHED.sub(lambda found: found[1] or (f"\\\\{found[0]}" if found[0][1] in "()" else found[0]), text)


def _break_lines(document: QuietDocument) -> None:
    """A table's row is one line of Markdown: <br> is how a cell has several."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for begin, end, _ in reversed(list(_places(BREAK, document.toPlainText()))):
        cursor.setPosition(end)
        if not cursor.charFormat().fontFixedPitch():
            cursor.setPosition(begin, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(LINE_SEPARATOR)
    cursor.endEditBlock()


def _dress(document: QuietDocument, *, muted: bool) -> None:
    cursor, block, first = QTextCursor(document), document.begin(), True
    cursor.beginEditBlock()  # or each change would be laid out by itself
    while block.isValid():
        form = _space_out()
        form.setTopMargin(4 if block.textList() is not None and not first else 0)
        form.setBottomMargin(0)
        if level := block.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel.value):
            form.setLeftMargin(QUOTE_MARGIN * level)
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(form)
        _dress_words(document, block, muted=muted)
        block, first = block.next(), False
    cursor.endEditBlock()


def _dress_words(document: QuietDocument, block: QTextBlock, *, muted: bool) -> None:
    """Changes are collected first: an iterator over fragments does not outlive a change."""
    colours, level, changes = theme.current(), block.blockFormat().headingLevel(), list[tuple[int, int, QTextCharFormat]]()
    words = block.begin()
    while not words.atEnd():
        fragment = words.fragment()
        seen = fragment.charFormat()
        form = QTextCharFormat(seen)
        if seen.fontFixedPitch():
            form.setFontFamilies([theme.code_font().family()])
            form.setFontPointSize(theme.code_font().pointSizeF() * (HEADINGS[level - 1] if level else 1))
            form.setBackground(QColor(colours.sunken))
        elif level:
            form.setFontPointSize(document.defaultFont().pointSizeF() * HEADINGS[level - 1])
        if seen.isAnchor():
            form.setForeground(QColor(colours.accent))
            if read_lead(seen.anchorHref()) is None:
                for anchor in (QTextFormat.Property.IsAnchor, QTextFormat.Property.AnchorHref):
                    form.clearProperty(anchor.value)
                form.setFontUnderline(False)
                form.setForeground(QColor(colours.text))
        elif muted:
            form.setForeground(QColor(colours.muted))
        if form != seen:
            changes.append((fragment.position(), fragment.length(), form))
        words += 1
    for position, length, form in changes:
        cursor = QTextCursor(document)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)


def _link_pages(document: QuietDocument) -> None:
    """A page that an answer cites leads there."""
    cursor, text = QTextCursor(document), document.toPlainText()
    cursor.beginEditBlock()  # or each change would be laid out by itself
    for begin, end, found in _places(CITED, text):
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        form = cursor.charFormat()
        if not form.isAnchor() and not form.fontFixedPitch():
            form.setAnchor(True)
            form.setAnchorHref(address_of(found[1], passage_at(text, *found.span())))
            form.setForeground(QColor(theme.current().accent))
            cursor.mergeCharFormat(form)
    cursor.endEditBlock()


def _name_pictures(document: QuietDocument) -> None:
    """A picture in an answer is never fetched: its name stands there, leading to its address."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for begin, end, _ in reversed(list(_places(PICTURE, document.toPlainText()))):  # a name moves what comes after it
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        picture = cursor.charFormat().toImageFormat()
        address = picture.name()
        name = picture.stringProperty(QTextFormat.Property.ImageAltText.value) or address or "picture"
        named = QTextCharFormat()
        named.setAnchor(True)
        named.setAnchorHref(address)
        cursor.insertText(name.replace(PICTURE, " "), named)
    cursor.endEditBlock()


def _places(pattern: str, text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """From where to where it is found as Qt counts, which is in UTF-16, unlike Python."""
    end = seen = 0
    for found in re.finditer(pattern, text):
        begin = end + len(text[seen : found.start()].encode("utf-16-le", "surrogatepass")) // 2
        end, seen = begin + len(found[0].encode("utf-16-le", "surrogatepass")) // 2, found.end()
        yield begin, end, found


def _drop_edges(document: QuietDocument) -> None:
    """Qt puts an empty line before and after a table; they take no room."""
    flat = QTextBlockFormat()
    flat.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    for block in (document.firstBlock(), document.lastBlock()):
        if not block.text():
            QTextCursor(block).mergeBlockFormat(flat)


def _space_out() -> QTextBlockFormat:
    spaced = QTextBlockFormat()
    spaced.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return spaced


def _table_format(table: QTextTableFormat) -> QTextTableFormat:
    """Thin lines and room in the cells."""
    table.setBorderCollapse(True)
    table.setBorder(1)
    table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    table.setBorderBrush(QColor(theme.current().line))
    table.setCellPadding(6)
    table.setMargin(0)
    return table
