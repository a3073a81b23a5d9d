"""The conversation: follows its end while an answer streams, and stays where one looks when one has scrolled away from it.

However many messages there are, opening, scrolling and writing take as long as with a few (`transcript.column`).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QFrame, QWidget

from app.conversation.transcript.answer import Answer
from app.conversation.transcript.attachments import Player
from app.conversation.transcript.column import Column, MessageRow
from app.conversation.transcript.estimate import Estimate
from app.conversation.transcript.rows import Rows
from app.conversation.transcript.transcript import Transcript
from app.look.making import make_tool
from app.pauses import once
from app.values import Attached

__all__ = ["COLUMN", "TranscriptView"]

COLUMN = 780
"""Widest column in logical pixels: longer lines are hard to read."""
SIDES = 24
NEAR_END = 32
JUMP = 36
"""Logical pixels of the round button that leads back to the newest message."""
EDGE = 12
"""Pixels between an edge and that button, or what was out of sight beyond it."""
LINE_STEP = 48
"""Pixels that an arrow key or one notch of the wheel goes."""


class TranscriptView(QAbstractScrollArea):
    """Rows have indices as the transcript's entries have.

    `player` makes the widget that plays a recording; without one, recordings show their name and length. `takes`: whether the
    model that is loaded sees or hears something attached itself.
    """

    asked = Signal(object)
    """AskedOfTranscript."""

    def __init__(
        self,
        transcript: Transcript,
        parent: QWidget | None = None,
        *,
        player: Player | None = None,
        takes: Callable[[Attached], bool] = lambda _seen: False,
    ) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._rows = Rows(transcript, self.viewport(), player, takes, self.asked.emit)
        self._column = Column(self.viewport(), self._rows.shown, self._rows.make, self._dropped)
        self._width, self._estimate = 0, Estimate(COLUMN)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Conversation")
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().setSingleStep(LINE_STEP // 3)
        self._due = once(self, self._place)
        self._idle = once(self, self._make_spare)
        tip = "Jump to the newest message (End)"
        self.jump = make_tool("newest", tip, self.jump_to_newest, colour="text", parent=self)
        self.jump.setObjectName("newest")
        self.jump.setFixedSize(JUMP, JUMP)
        self.jump.hide()
        self._connect()
        self.rebuild()

    @property
    def following(self) -> bool:
        """Whether the end stays in view as it grows."""
        return self._column.follow

    @property
    def settled(self) -> bool:
        """Whether everything is in its place and nothing is left to prepare."""
        return not self._due.isActive() and not self._idle.isActive()

    def rebuild(self) -> None:
        """Make all rows anew, in the colours there are now; what one looks at stays."""
        self._column.give_up(self._column.rows)
        self._guess()
        self._due.start()

    def look_again(self) -> None:
        """Another model is loaded, or none."""
        self._rows.look_again()
        self._due.start()

    def jump_to_newest(self) -> None:
        self._column.follow = True
        self._due.start()

    def show_message(self, index: int) -> None:
        """From its beginning, where what comes after it fills the view; another chat's, as soon as that has its rows."""
        self._column.go_to_message(index)
        self._due.start()

    def row(self, index: int) -> MessageRow | None:
        """The widget of a message, if it has one now."""
        return self._column.rows.get(index)

    def rows(self) -> list[MessageRow]:
        """The widgets there are, in the order of the messages."""
        return [row for _, row in sorted(self._column.rows.items())]

    def focus_message(self, step: int) -> None:
        """Move the keyboard's focus to the next (1) or the previous (-1) message; from outside, to the lowest in view."""
        height = self.viewport().height()
        seen = [index for index, row in self._column.rows.items() if row.y() < height and row.y() + row.height() > 0]
        if not seen:
            return
        now = next((index for index, row in self._column.rows.items() if row.has_focus_within()), None)
        wanted = max(seen) if now is None else max(0, min(len(self._transcript.entries) - 1, now + step))
        row = self._column.row(wanted)
        self._place()
        if row.y() < 0 or row.y() + min(row.height(), height) > height:
            self._column.go_to_message(wanted)
            self._place()
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def turn_page(self, step: int) -> None:
        """A page up (-1) or down (1); a line of the last one stays in view."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * (self.viewport().height() - LINE_STEP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = max(160, min(COLUMN, self.width()) - 2 * SIDES)
        if width != self._width:
            self._width, self._estimate = width, Estimate(width)
            self._guess()
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), Qt.Key(event.key())
        moves = {Qt.Key.Key_Up: -LINE_STEP, Qt.Key.Key_Down: LINE_STEP, Qt.Key.Key_Home: -bar.value()}
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Space: 1}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focus_message(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_End:
            self.jump_to_newest()
        elif key in moves:
            bar.setValue(bar.value() + moves[key])
        elif key in pages:
            self.turn_page(pages[key])
        else:
            event.ignore()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """A person moved the bar. Near by, what is seen moves by as much; far away, guesses say what is there."""
        if self._column.placing or not self._transcript.entries:
            return
        bar = self.verticalScrollBar()
        if abs(dy) < 2 * self.viewport().height():
            self._column.scroll(dy)
        else:
            self._column.go_to(bar.value())
        self._column.follow = bar.value() >= bar.maximum() - NEAR_END
        self._place()

    def _connect(self) -> None:
        transcript = self._transcript
        transcript.added.connect(self._add)
        transcript.text_added.connect(self._add_text)
        transcript.thought_added.connect(self._add_thought)
        transcript.changed.connect(self._change)
        transcript.cut.connect(self._cut)
        transcript.replaced.connect(self._replace)
        transcript.editing_changed.connect(self._rows.show_editing)
        self._rows.resized.connect(self._measure_again)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def _add(self, index: int) -> None:
        self._column.heights.append(self._estimate(self._transcript.entries[index]))
        self.jump_to_newest()

    def _add_text(self, index: int, text: str) -> None:
        if isinstance(row := self.row(index), Answer):
            row.add_text(text)
        self._grown(index)

    def _add_thought(self, index: int, text: str) -> None:
        if isinstance(row := self.row(index), Answer):
            row.add_thought(text)
        self._grown(index)

    def _grown(self, index: int) -> None:
        if self.row(index) is None:
            self._column.heights.change(index, self._estimate(self._transcript.entries[index]))
            self._due.start()

    def _change(self, index: int) -> None:
        if (row := self.row(index)) is not None:
            row.refresh()
        self._rows.look_again()
        self._grown(index)
        self._due.start()

    def _cut(self, index: int) -> None:
        self._rows.look_again()
        self._column.cut(index)
        self._due.start()

    def _replace(self) -> None:
        self._rows.look_again()
        self._column.follow = True
        self.rebuild()

    def _guess(self) -> None:
        self._column.guess(map(self._estimate, self._transcript.entries), width=self._width)

    def _place(self) -> None:
        """Put what can be seen where it belongs; then let the bar say so."""
        if self._column.placing or not self._width:
            return
        self._rows.tell()
        self._due.stop()
        self._column.place(max(0, min((self.width() - self._width) // 2, self.viewport().width() - self._width)))
        self._rows.mark_newest(self.row(len(self._transcript.entries) - 1))
        self._set_bar()
        self._idle.start()

    def _set_bar(self) -> None:
        bar, column, height = self.verticalScrollBar(), self._column, self.viewport().height()
        column.placing = True
        bar.setPageStep(height)
        bar.setRange(0, max(0, column.whole - height))
        bar.setValue(bar.maximum() if column.follow else column.above)
        column.placing = False
        self.jump.setVisible(not column.follow and bar.maximum() - bar.value() > NEAR_END)
        self.jump.move((self.width() - JUMP) // 2, self.height() - JUMP - EDGE)
        self.jump.raise_()

    def _make_spare(self) -> None:
        if self._column.make_spare():
            self._place()

    def _dropped(self, row: MessageRow) -> None:
        if row.has_focus_within():
            self.setFocus()
        self._rows.drop(row)

    def _measure_again(self, index: int) -> None:
        """A message has become higher or lower by itself. While all are placed, that comes in any case."""
        if not self._column.placing and index in self._column.rows:
            self._column.measure(index)
            self._due.start()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        for row in self._column.rows.values():
            row.set_focused(row.has_focus_within())
        if isinstance(now, QAbstractButton) and any(row.isAncestorOf(now) for row in self._column.rows.values()):
            self._reveal(now)

    def _reveal(self, button: QWidget) -> None:
        """Tab has come to something that is out of sight: the conversation scrolls just as far as it takes."""
        top = button.mapTo(self.viewport(), QPoint()).y()
        beyond = top + button.height() + EDGE - self.viewport().height()
        away = top - EDGE if top < 0 else max(0, beyond)
        if away:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + away)
