"""What was written down of a recording, as words to click: each is heard from there, and the one being said is marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPalette, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from app import wording
from app.look import theme
from app.look.words import let_read
from app.sound.spoken import Spoken

__all__ = ["SpokenWords"]

LINES = 8
"""So many are shown in a message; what is longer scrolls, and follows what is heard."""


class SpokenWords(QTextEdit):
    """As high as its text, up to LINES; where it `fills` its place, as high as that."""

    heard_from = Signal(float)
    """A word was clicked, or chosen with Enter: the second at which it begins."""

    def __init__(self, *, fills: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fills, self._spoken, self._word = fills, Spoken(""), None
        self._pressed_at = QPoint()
        let_read(self, theme.reading_font())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("What it says")
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def show_spoken(self, spoken: Spoken) -> None:
        """Words that come at the end are added; the place in the text stays."""
        if spoken == self._spoken:
            return
        before, self._spoken, self._word = self._spoken.text, spoken, None
        if before and spoken.text.startswith(before) and not spoken.stamps:
            end = QTextCursor(self.document())
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertText(spoken.text[len(before) :])
        else:
            self.setPlainText(spoken.text)
        self._colour_stamps()
        self._mark()

    def mark(self, seconds: float) -> None:
        """Show which word is said then; none for less than 0."""
        word = self._spoken.word_during(seconds) if seconds >= 0 else None
        if word != self._word:
            self._word = word
            self._mark()

    def height_for(self, width: int) -> int:
        """What it takes for its text in a width, in logical pixels."""
        document = self.document().clone()
        document.setTextWidth(width)
        most = LINES * self.fontMetrics().lineSpacing() + 2
        height = round(document.size().height()) + 2
        document.deleteLater()
        return height if self._fills else min(most, height)

    def natural_width(self) -> int:
        """What its longest line takes where nothing is wrapped."""
        return max((self.fontMetrics().horizontalAdvance(line) for line in self._spoken.text[:2000].split("\n")), default=0) + 8

    def sizeHint(self) -> QSize:
        return QSize(200, self.height_for(max(80, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().lineSpacing())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        still = (event.position().toPoint() - self._pressed_at).manhattanLength() < 4
        if event.button() == Qt.MouseButton.LeftButton and still and not self.textCursor().hasSelection():
            self._hear(self._word_under(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        word = self._word_under(event.position().toPoint())
        on_word = word is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_word else Qt.CursorShape.IBeamCursor)
        self.viewport().setToolTip(f"Play from {wording.duration(int(self._spoken.starts[word]))}" if word is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hear(self._spoken.word_at(self.textCursor().position()))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The colours may have changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_stamps()
            self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _hear(self, word: int | None) -> None:
        if word is not None:
            self.heard_from.emit(self._spoken.starts[word])

    def _word_under(self, point: QPoint) -> int | None:
        return self._spoken.word_at(max(0, self.cursorForPosition(point).position()))

    def _mark(self) -> None:
        marks = []
        if self._word is not None:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._spoken.begins[self._word])
            cursor.setPosition(self._spoken.ends[self._word], QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor  # type: ignore[misc]
            look = QTextCharFormat()
            look.setBackground(QColor(theme.current().accent))
            look.setForeground(QColor(theme.current().on_accent))
            mark.format = look  # type: ignore[misc]
            marks.append(mark)
            self._follow(cursor)
        self.setExtraSelections(marks)

    def _follow(self, cursor: QTextCursor) -> None:
        """Scroll to the word that is said, where it is out of sight."""
        place, bar = self.cursorRect(cursor), self.verticalScrollBar()
        if place.top() < 0 or place.bottom() > self.viewport().height():
            bar.setValue(bar.value() + place.top() - self.viewport().height() // 3)

    def _colour_stamps(self) -> None:
        look = QTextCharFormat()
        look.setForeground(QColor(theme.current().muted))
        for begin, end in self._spoken.stamps:
            cursor = QTextCursor(self.document())
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(look)
