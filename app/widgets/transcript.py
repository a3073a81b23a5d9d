"""The conversation: follows its end while an answer streams, and stays where one looks when one has scrolled away from it.

However many messages there are, widgets exist only for those that can be seen and a few beside them. The heights of the
others are guesses, put right when they are seen; what is being looked at never moves because of that.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolButton, QWidget

from app import theme
from app.viewmodels.heights import Heights
from app.viewmodels.transcript import Transcript
from app.widgets.conversation.answer import Answer
from app.widgets.conversation.attachments import Player
from app.widgets.conversation.document import OPENED
from app.widgets.conversation.estimate import Estimate
from app.widgets.conversation.question import Question

__all__ = ["COLUMN", "TranscriptView"]

COLUMN = 780
"""Widest column in logical pixels: longer lines are hard to read."""
SIDES, TOP, BOTTOM = 24, 28, 6
NEAR_END = 32
LINE_STEP = 48
"""Pixels that an arrow key or one notch of the wheel's three goes."""
SPARE = 0.6
"""Of the view's height: so far beyond the edge, messages get their widgets when there is nothing else to do."""
KEPT = 2.0
"""Of the view's height: widgets farther away are given up."""


class TranscriptView(QAbstractScrollArea):
    """What is asked of it by the person is told by signals; indices are those of the transcript's entries."""

    edit_asked = Signal(int)
    edit_ended = Signal()
    regenerate_asked = Signal()
    branch_asked = Signal(int, int)
    """Entry, and which of its siblings."""

    def __init__(self, transcript: Transcript, parent: QWidget | None = None, *, player: Player | None = None) -> None:
        super().__init__(parent)
        self._transcript, self._player = transcript, player
        self._rows: dict[int, Question | Answer] = {}
        self._heights, self._estimate = Heights(), Estimate(COLUMN)
        self._width = 0
        self._anchor, self._offset = 0, TOP
        """A message that can be seen, and where it begins, in pixels below the view's upper edge."""
        self._follow = True
        self._placing = False
        self._newest: Answer | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Conversation")
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self._due = QTimer(self, interval=0, singleShot=True)
        self._due.timeout.connect(self._place)
        self._idle = QTimer(self, interval=0, singleShot=True)
        self._idle.timeout.connect(self._make_spare)
        self.jump = self._jump_button()
        self._connect()
        self.rebuild()

    @property
    def following(self) -> bool:
        """Whether the end stays in view as it grows."""
        return self._follow

    def rebuild(self) -> None:
        """Show the end of the conversation from nothing: a chat was opened, or the colours changed."""
        self._drop(list(self._rows))
        self._estimate = Estimate(self._width or COLUMN)
        self._heights = Heights(map(self._estimate, self._transcript.entries))
        self.jump.setIcon(theme.icon("newest", theme.current().text))
        self.jump_to_newest()

    def jump_to_newest(self) -> None:
        self._follow = True
        self._due.start()

    def row(self, index: int) -> Question | Answer | None:
        """The widget of a message, if it has one now."""
        return self._rows.get(index)

    def focus_message(self, step: int) -> None:
        """Move the keyboard's focus to the next (1) or the previous (-1) message; from outside, to the newest in view."""
        seen = [index for index, row in self._rows.items() if row.y() + row.height() >= 0 and row.y() < self.viewport().height()]
        if not seen:
            return
        now = next((index for index, row in self._rows.items() if _has_focus(row)), None)
        wanted = max(seen) if now is None else max(0, min(len(self._heights) - 1, now + step))
        self._show_row(wanted)
        self._rows[wanted].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = max(160, min(COLUMN, self.width()) - 2 * SIDES)
        if width != self._width:
            self._width, self._estimate = width, Estimate(width)
            inside = self._offset / max(1, self._heights[self._anchor]) if len(self._heights) else 0
            self._heights = Heights(map(self._estimate, self._transcript.entries))
            for index, row in self._rows.items():
                self._measure(index, row)
            if len(self._heights) and self._offset < 0:
                self._offset = int(inside * self._heights[self._anchor])
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.viewport().height() - LINE_STEP
        moves = {Qt.Key.Key_Up: -LINE_STEP, Qt.Key.Key_Down: LINE_STEP, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        moves |= {Qt.Key.Key_Space: page}
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focus_message(-1 if key == Qt.Key.Key_Up else 1)
        elif key in moves:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moves[key])
        elif key == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif key == Qt.Key.Key_End:
            self.jump_to_newest()
        else:
            event.ignore()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The bar was moved by a person. Near by, what is seen moves by as much; far away, guesses say what is there."""
        if self._placing or not len(self._heights):
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if abs(dy) < 2 * height:
            self._offset += dy
        else:
            self._anchor = self._heights.at(bar.value() - TOP)
            self._offset = self._heights.before(self._anchor) + TOP - bar.value()
        self._follow = bar.value() >= bar.maximum() - NEAR_END
        self._place()

    def _connect(self) -> None:
        transcript = self._transcript
        transcript.added.connect(self._add)
        transcript.text_added.connect(self._add_text)
        transcript.thought_added.connect(self._add_thought)
        transcript.changed.connect(self._change)
        transcript.cut.connect(self._cut)
        transcript.replaced.connect(self.rebuild)
        transcript.editing_changed.connect(self._show_editing)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def _jump_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("newest")
        button.setIconSize(QSize(20, 20))
        button.setFixedSize(36, 36)
        button.setToolTip("Jump to the newest message (End)")
        button.setAccessibleName("Jump to the newest message")
        button.clicked.connect(self.jump_to_newest)
        button.hide()
        return button

    def _add(self, index: int) -> None:
        self._heights.append(self._estimate(self._transcript.entries[index]))
        self.jump_to_newest()

    def _add_text(self, index: int, text: str) -> None:
        if isinstance(row := self._rows.get(index), Answer):
            row.add_text(text)
        self._grown(index)

    def _add_thought(self, index: int, text: str) -> None:
        if isinstance(row := self._rows.get(index), Answer):
            row.add_thought(text)
        self._grown(index)

    def _grown(self, index: int) -> None:
        if index not in self._rows:
            self._heights.change(index, self._estimate(self._transcript.entries[index]))
            self._due.start()

    def _change(self, index: int) -> None:
        if (row := self._rows.get(index)) is not None:
            row.refresh()

    def _cut(self, index: int) -> None:
        self._drop([number for number in self._rows if number >= index])
        self._heights.cut(index)
        if self._anchor >= index:
            self._follow = True
        self._due.start()

    def _show_editing(self) -> None:
        for index, row in self._rows.items():
            if isinstance(row, Question):
                row.show_editing(index == self._transcript.editing)

    # Placing.

    def _place(self) -> None:
        """Give what can be seen its widgets and put them where they belong; then let the bar say so."""
        if self._placing or not self._width:
            return
        self._due.stop()
        self._placing = True
        if len(self._heights):
            self._settle_anchor()
            first, last = self._place_rows()
            self._give_up_far(first, last)
        else:
            self._anchor, self._offset = 0, TOP
        self._mark_newest()
        self._set_bar()
        self._placing = False
        self._idle.start()

    def _settle_anchor(self) -> None:
        """Choose the uppermost message in view, and keep the conversation's ends at the view's."""
        height, last = self.viewport().height(), len(self._heights) - 1
        self._anchor = min(self._anchor, last)
        if not self._follow:
            end = self._end_from(self._anchor, self._offset, height)
            if end is not None and end < height - BOTTOM:
                self._anchor, self._offset = self._up_from(last, height - BOTTOM - self._made(last).height())
        else:
            self._anchor, self._offset = self._up_from(last, height - BOTTOM - self._made(last).height())
        self._anchor, self._offset = self._up_from(self._anchor, self._offset)
        while self._anchor < last and self._offset + self._made(self._anchor).height() <= 0:
            self._offset += self._made(self._anchor).height()
            self._anchor += 1
        if self._anchor == 0 and self._offset > TOP:
            self._offset = TOP

    def _up_from(self, index: int, top: int) -> tuple[int, int]:
        """The message that covers the upper edge if `index` begins at `top`, and where it begins."""
        while top > 0 and index > 0:
            index -= 1
            top -= self._made(index).height()
        return index, top

    def _end_from(self, index: int, top: int, height: int) -> int | None:
        """Where the conversation ends if `index` begins at `top`; None when that is below the view."""
        while index < len(self._heights):
            if top > height:
                return None
            top += self._made(index).height()
            index += 1
        return top

    def _place_rows(self) -> tuple[int, int]:
        """From the anchor down to the lower edge, then those that have widgets beside them; first and last in view."""
        index, top, height = self._anchor, self._offset, self.viewport().height()
        left = max(0, min((self.width() - self._width) // 2, self.viewport().width() - self._width))
        while index < len(self._heights) and (top < height or index in self._rows):
            row = self._made(index)
            row.move(left, top)
            row.show()
            top += row.height()
            index += 1
        last, index, top = index - 1, self._anchor - 1, self._offset
        while index >= 0 and index in self._rows:
            top -= self._rows[index].height()
            self._rows[index].move(left, top)
            self._rows[index].show()
            index -= 1
        return index + 1, last

    def _give_up_far(self, first: int, last: int) -> None:
        reach = int(KEPT * self.viewport().height())
        near = range(first, last + 1)
        far = [
            index
            for index, row in self._rows.items()
            if index not in near or row.y() + row.height() < -reach or row.y() > self.viewport().height() + reach
        ]
        self._drop(far)

    def _set_bar(self) -> None:
        height, bar = self.viewport().height(), self.verticalScrollBar()
        whole = self._heights.total + TOP + BOTTOM
        bar.setPageStep(height)
        bar.setSingleStep(LINE_STEP // 3)
        bar.setRange(0, max(0, whole - height))
        bar.setValue(bar.maximum() if self._follow else self._heights.before(self._anchor) + TOP - self._offset)
        self.jump.setVisible(not self._follow and bar.maximum() - bar.value() > NEAR_END)
        self.jump.move((self.width() - self.jump.width()) // 2, self.height() - self.jump.height() - 12)
        self.jump.raise_()

    def _make_spare(self) -> None:
        """One more message beyond an edge, so that it is there when one scrolls to it; then again, until there are enough."""
        if not self._rows or self._placing:
            return
        first, last, height = min(self._rows), max(self._rows), self.viewport().height()
        reach = int(SPARE * height)
        for index, wanted in (
            (last + 1, self._rows[last].y() + self._rows[last].height() < height + reach),
            (first - 1, self._rows[first].y() > -reach),
        ):
            if wanted and 0 <= index < len(self._heights):
                self._made(index)
                self._place()
                return

    def _made(self, index: int) -> Question | Answer:
        row = self._rows.get(index)
        if row is None:
            row = self._rows[index] = self._new_row(index)
            self._measure(index, row)
        return row

    def _new_row(self, index: int) -> Question | Answer:
        entry, home = self._transcript.entries[index], self.viewport()
        row = Question(entry, home, player=self._player) if entry.role == "user" else Answer(entry, home)
        if isinstance(row, Question):
            row.show_editing(index == self._transcript.editing)
        row.resized.connect(lambda: self._measure_again(row))
        row.link_asked.connect(self._open)
        row.edit_asked.connect(lambda: self.edit_asked.emit(self._index(row)))
        row.edit_ended.connect(self.edit_ended)
        row.regenerate_asked.connect(self.regenerate_asked)
        row.branch_asked.connect(lambda sibling: self.branch_asked.emit(self._index(row), sibling))
        return row

    def _index(self, row: QWidget) -> int:
        return next(index for index, known in self._rows.items() if known is row)

    def _measure(self, index: int, row: Question | Answer) -> None:
        placing, self._placing = self._placing, True
        height = row.lay_out(self._width)
        self._placing = placing
        if height != self._heights[index]:
            self._heights.change(index, height)

    def _measure_again(self, row: Question | Answer) -> None:
        """A message has become higher or lower by itself. While all are placed, that comes in any case."""
        if not self._placing and row in self._rows.values():
            self._measure(self._index(row), row)
            self._due.start()

    def _mark_newest(self) -> None:
        last = self._rows.get(len(self._heights) - 1)
        newest = last if isinstance(last, Answer) else None
        if newest is not self._newest:
            if self._newest is not None:
                self._newest.set_newest(False)
            self._newest = newest
            if newest is not None:
                newest.set_newest(True)

    def _drop(self, indices: list[int]) -> None:
        for index in indices:
            row = self._rows.pop(index)
            if row is self._newest:
                self._newest = None
            if _has_focus(row):
                self.setFocus()
            row.hide()
            row.deleteLater()

    def _show_row(self, index: int) -> None:
        """Scroll as little as it takes to see the beginning of a message."""
        self._made(index)
        self._place()
        if index not in self._rows:
            self._made(index)
        row, height = self._rows[index], self.viewport().height()
        if row.y() < 0 or row.y() + min(row.height(), height) > height:
            self._follow = False
            self._anchor, self._offset = index, TOP
            self._place()

    def _open(self, address: str) -> None:
        """In the person's own browser: Hush itself fetches nothing."""
        if QUrl(address).scheme() in OPENED:
            QDesktopServices.openUrl(QUrl(address))

    def _focus_moved(self, _before: QWidget | None, _now: QWidget | None) -> None:
        for row in self._rows.values():
            row.set_focused(_has_focus(row))


def _has_focus(row: QWidget) -> bool:
    """The row itself or something in it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is row or row.isAncestorOf(focused))
