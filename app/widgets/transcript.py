"""The conversation: a column of messages that follows its end while an answer streams, unless one scrolls away from it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.viewmodels.transcript import Transcript
from app.widgets.flow import centred
from app.widgets.messages import Answer, Question

__all__ = ["COLUMN", "TranscriptView"]

COLUMN = 780
"""Widest column in logical pixels: longer lines are hard to read."""
SHOWN = 60
"""Messages that have widgets when a chat is opened; earlier ones get theirs when one scrolls up to them."""
NEAR_END = 32


class TranscriptView(QScrollArea):
    """Widgets exist only for the newest messages and those scrolled to, so that a long chat opens and streams as a short one."""

    def __init__(self, transcript: Transcript, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._first = 0
        self._rows: list[Question | Answer] = []
        self._follow = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Conversation")
        self._page, self._column = QWidget(), QWidget()
        self._page.setObjectName("column")
        self._list = QVBoxLayout(self._column)
        self._list.setContentsMargins(24, 28, 24, 20)
        self._list.setSpacing(26)
        self._list.addStretch(1)
        self._page.setLayout(centred(self._column, COLUMN))
        self.setWidget(self._page)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._keep_end)
        bar.valueChanged.connect(self._scrolled)
        transcript.added.connect(self._add)
        transcript.text_added.connect(self._add_text)
        transcript.thought_added.connect(self._add_thought)
        transcript.changed.connect(self._change)
        transcript.cut.connect(self._cut)
        self.rebuild()

    def rebuild(self) -> None:
        """Show the newest messages from nothing: a chat was opened, or the colours changed."""
        self._drop_rows(0)
        self._first = max(0, len(self._transcript.entries) - SHOWN)
        for index in range(self._first, len(self._transcript.entries)):
            self._append(index)
        self._follow = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for row in self._rows:
            row.set_width(self._inner_width())

    def _add(self, index: int) -> None:
        self._append(index)
        self._follow = True
        if len(self._rows) > 2 * SHOWN:
            dropped = len(self._rows) - SHOWN
            self._drop_rows(0, dropped)
            self._first += dropped

    def _append(self, index: int) -> None:
        row = self._made(index)
        self._rows.append(row)
        self._list.insertWidget(self._list.count() - 1, row)

    def _made(self, index: int) -> Question | Answer:
        entry = self._transcript.entries[index]
        row = Question(entry) if entry.role == "user" else Answer(entry)
        row.set_width(self._inner_width())
        return row

    def _add_text(self, index: int, text: str) -> None:
        if isinstance(row := self._row(index), Answer):
            row.add_text(text)

    def _add_thought(self, index: int, text: str) -> None:
        if isinstance(row := self._row(index), Answer):
            row.add_thought(text)

    def _change(self, index: int) -> None:
        if isinstance(row := self._row(index), Answer):
            row.refresh()

    def _cut(self, index: int) -> None:
        self._drop_rows(max(0, index - self._first))
        self._first = min(self._first, index)

    def _row(self, index: int) -> Question | Answer | None:
        place = index - self._first
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _drop_rows(self, begin: int, end: int | None = None) -> None:
        for row in self._rows[begin:end]:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self._rows[begin:end]

    def _inner_width(self) -> int:
        return min(COLUMN, self.viewport().width()) - 48

    def _keep_end(self, _least: int, most: int) -> None:
        # As much room on the left as the scroll bar takes on the right: the column stays in line with the composer's.
        self.setViewportMargins(self.verticalScrollBar().sizeHint().width() if most > 0 else 0, 0, 0, 0)
        if self._follow:
            self.verticalScrollBar().setValue(most)

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        self._follow = value >= bar.maximum() - NEAR_END
        if value == bar.minimum() and self._first > 0:
            self._show_earlier()

    def _show_earlier(self) -> None:
        """Give earlier messages their widgets; what is being looked at stays where it is."""
        bar = self.verticalScrollBar()
        before = self._page.sizeHint().height()
        first = max(0, self._first - SHOWN // 2)
        for place, index in enumerate(range(first, self._first)):
            row = self._made(index)
            self._rows.insert(place, row)
            self._list.insertWidget(place, row)
        self._first = first
        self._list.activate()
        self._page.adjustSize()
        bar.setValue(max(1, self._page.sizeHint().height() - before))
