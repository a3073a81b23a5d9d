"""What the model wrote: thought folded away, text as it comes, and beneath it what can be done with it and what it took."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from app import wording
from app.conversation.asked import OfAnswer
from app.conversation.transcript.actions import Actions, show_done
from app.conversation.transcript.dots import Dots
from app.conversation.transcript.prose import Prose
from app.conversation.transcript.row import FOOT, Ask, Row
from app.conversation.transcript.signature import Signature
from app.conversation.transcript.signed import find_signed
from app.conversation.transcript.told import StandIn
from app.conversation.transcript.transcript import Entry
from app.look import theme
from app.look.making import make_label, show_sign
from app.look.painting import outline, smooth

__all__ = ["Answer"]

MARGIN = 42
"""Room on the left for the sign."""
SIGN = 28
GAP = 6
THOUGHT_MARGIN = 14
SUMMARY_GAP = 24


class Answer(Row):
    """`newest`: only the last answer can be written again."""

    what = "answer"

    def __init__(self, entry: Entry, index: int, parent: QWidget, ask: Ask) -> None:
        super().__init__(entry, index, parent, ask)
        self.newest = False
        self.body = Prose(self)
        self.body.setAccessibleName("Hush answered")
        self.setAccessibleName("Hush answered")
        self.thought: Prose | None = None
        self.thought_button: QToolButton | None = None
        self._dots: Dots | None = None
        self.note: QLabel | None = None
        self.unfound: QLabel | None = None
        """What of it was not found where it may be from."""
        self.signature: Signature | None = None
        self._own_reading = False
        self.details: QLabel | None = None
        self.stand_in: StandIn | None = None
        self._thought_shown = False
        self._actions_top = self._foot = 0
        self.body.append(entry.text)
        self.body.resized.connect(self.resized)
        self.body.link_asked.connect(self.open_link)
        self.body.place_asked.connect(ask)
        self.refresh()

    def lay_out(self, width: int) -> int:
        inside, top = width - MARGIN, 2
        if self.thought_button is not None:
            self.thought_button.setGeometry(MARGIN - 4, top - 2, self.thought_button.sizeHint().width(), 26)
            top += 26 + GAP
        if self.thought is not None and self._thought_shown:
            top += self.thought.place(MARGIN + THOUGHT_MARGIN, top, inside - THOUGHT_MARGIN) + 2 * GAP
        if self._dots is not None:
            self._dots.setGeometry(MARGIN, top, inside, 24)
            top += 24
        top += self.body.place(MARGIN, top, inside)
        for words in (self.note, self.unfound, self.signature, self.left_out):
            if words is not None:
                height = words.heightForWidth(inside)
                words.setGeometry(MARGIN, top + GAP, inside, height)
                top += height + GAP
        self._actions_top = top = max(top, SIGN) + 4
        if self.details is not None:
            top += 28
            height = self.details.heightForWidth(inside)
            self.details.setGeometry(MARGIN, top, inside, height)
            top += height - 10
        self._foot = top
        top += FOOT
        if self.stand_in is not None:
            height = self.stand_in.lay_out(width)
            self.stand_in.setGeometry(0, top, width, height)
            top += height + SUMMARY_GAP
        self.setFixedSize(width, top)
        if self.actions is not None:
            self._place_actions(self.actions)
        self.offer_links()
        return top

    def show_told(self, *, covered: bool, standing: bool) -> None:
        super().show_told(covered=covered, standing=standing)
        summary = self.entry.summary
        if summary is not None and self.stand_in is None:
            self.stand_in = StandIn(self)
            self.stand_in.resized.connect(self.resized)
            self.stand_in.link_asked.connect(self.open_link)
            self.stand_in.show()
            self.resized.emit()
        elif summary is None and self.stand_in is not None:
            self.give_up(self.stand_in)
            self.stand_in = None
            self.resized.emit()
        if summary is not None and self.stand_in is not None:
            self.stand_in.show_summary(summary.text, standing=standing)

    def add_text(self, text: str) -> None:
        self._hide_dots()
        self.body.append(text)

    def add_thought(self, text: str) -> None:
        self._hide_dots()
        self._show_thought_button()
        if self.thought is not None:
            self.thought.append(text)

    def set_newest(self, newest: bool) -> None:
        if newest != self.newest:
            self.newest = newest
            self.remake_actions()
            self._sign()
        self.keep_open(newest)

    def offer_own_reading(self, can: bool) -> None:
        """Whether the model that is loaded can see or hear what was asked about."""
        if can != self._own_reading:
            self._own_reading = can
            self._sign()
            self.resized.emit()

    def refresh(self) -> None:
        """The state of the entry has changed."""
        entry = self.entry
        if entry.state == "waiting":
            self._show_dots()
        elif entry.text or entry.thought or self._over:
            self._hide_dots()
        if entry.thought:
            self._show_thought_button()
        self.note = self._show_words(self.note, entry.note)
        self._sign()
        self.unfound = self._show_words(self.unfound, entry.checked.unfound)
        if self._over:
            self.body.settle()
            self.body.show_remarks(entry.checked.remarks)
            self.body.setAccessibleDescription(entry.text)
            self._describe()
            self.remake_actions()
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(self)
        theme.app_icon().paint(painter, 0, 0, SIGN, SIGN)
        if self.thought is not None and self._thought_shown:
            line = self.thought.geometry()
            painter.fillRect(MARGIN, line.top(), 2, line.height(), QColor(theme.current().line))
        if self.hasFocus():
            outline(painter, theme.current().accent, 2)
            painter.drawRoundedRect(QRectF(1, 1, SIGN - 2, SIGN - 2), 8, 8)
            painter.drawLine(SIGN // 2, SIGN + 6, SIGN // 2, max(SIGN + 6, self._foot))

    def toggle_thought(self) -> None:
        """Unfold what the model thought, or fold it."""
        if self.thought_button is None:
            return
        self._thought_shown = not self._thought_shown
        self.thought_button.setChecked(self._thought_shown)
        if self.thought is None:
            self.thought = Prose(self, face=theme.font())
            self.thought.setAccessibleName("The model's thought")
            self.thought.append(self.entry.thought)
            self.thought.resized.connect(self.resized)
            self.thought.link_asked.connect(self.open_link)
        self.thought.setVisible(self._thought_shown)
        self.resized.emit()

    def toggle_details(self) -> None:
        """Show what the answer took, or hide it."""
        if self.details is not None:
            self.give_up(self.details)
            self.details = None
        elif lines := wording.answer_details(self.entry.cost, self.entry.model):
            self.details = make_label("\n".join(lines), "muted", wraps=True, parent=self)
            self.details.setAccessibleName("What this answer took")
            self.details.show()
        self.resized.emit()

    @property
    def _over(self) -> bool:
        return self.entry.state in ("done", "stopped", "failed")

    def _actionable(self) -> bool:
        return self._over

    def _fill(self, actions: Actions) -> None:
        if self.entry.text:
            copy = actions.add("copy", "Copy the answer as Markdown", lambda: (self.copy(), show_done(copy, "copy")), key="C")
        if self.newest:
            actions.add("again", "Answer once more", self._once_more, key="R")
        if wording.answer_details(self.entry.cost, self.entry.model):
            actions.add("details", "What this answer took", self.toggle_details, key="I")

    def _place_actions(self, actions: Actions) -> None:
        actions.setGeometry(MARGIN - 5, self._actions_top, actions.sizeHint().width(), actions.height())

    def _take_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_R and self.newest and self._over:
            self._once_more()
        elif key == Qt.Key.Key_I:
            self.toggle_details()
        elif key == Qt.Key.Key_T:
            self.toggle_thought()
        elif key == Qt.Key.Key_S and self.stand_in is not None:
            self.stand_in.toggle()
        else:
            return False
        return True

    def _once_more(self) -> None:
        self._ask(OfAnswer.ONCE_MORE)

    def _show_thought_button(self) -> None:
        if self.thought_button is None:
            button = self.thought_button = QToolButton(self)
            show_sign(button, "thought")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setProperty("role", "link")
            button.setCheckable(True)
            button.setToolTip("Show or hide what the model thought (T)")
            button.clicked.connect(self.toggle_thought)
            button.show()
            self.resized.emit()
        over = self._over or bool(self.entry.text) or self.entry.thought_s > 0
        self.thought_button.setText(wording.thought(self.entry.thought_s, over=over))

    def copy(self) -> None:
        """The whole text as it was written; what was read out as it is shown, without the signs that lay it out."""
        signed = find_signed(self.entry.model)
        if signed is not None and signed.by_reader:
            QGuiApplication.clipboard().setText(self.body.shown_text)
        else:
            super().copy()

    def _sign(self) -> None:
        """Say who wrote it, where that is signed."""
        signed = find_signed(self.entry.model)
        if self.signature is None and self._over and self.entry.text and signed is not None:
            self.signature = Signature(signed, self)
            self.signature.asked.connect(self._ask)
            self.signature.show()
        if self.signature is not None:
            self.signature.show_way(own_reading=self.newest and self._own_reading)

    def _show_words(self, label: QLabel | None, words: str) -> QLabel | None:
        """Beneath the text; the label that says them now."""
        if label is not None and label.text() != words:
            self.give_up(label)
            label = None
        if words and label is None:
            label = make_label(words, role="amber", wraps=True, parent=self)
            label.show()
        return label

    def _show_dots(self) -> None:
        if self._dots is None:
            self._dots = Dots(self)
            self._dots.show()
            self.resized.emit()

    def _hide_dots(self) -> None:
        if self._dots is not None:
            self.give_up(self._dots)
            self._dots = None
            self.resized.emit()
