"""One voice memo: its player, what it says, and what can be done with it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import wording
from app.look import theme
from app.memos.asked import OfMemo
from app.memos.memo_list import MemoList, moment
from app.sound.playback import PlaybackController
from app.sound.player import Player
from app.values import Attached

__all__ = ["MemoPane"]

WRITE, AGAIN = "Write down what is said", "Write it down again"
WRITE_TIP = "The model hears the recording and writes down its words. They can be searched and copied then."
NOT_WRITTEN = "What it says is not written down yet."
DELETE_TIP = "Delete this memo (Delete). What was said stays in its chat."
ASKED_SHOWN = 160
"""Letters of what was typed beside a memo that are shown."""


class MemoPane(QWidget):
    """Shows the memo that is looked at; holds no state of its own."""

    asked = Signal(object)
    """OfMemo."""

    def __init__(self, memos: MemoList, playback: PlaybackController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memos, self._playback = memos, playback
        self._heard: Attached | None = None
        self.player: Player | None = None
        self.title, self.typed, self.problem, self.refusal = QLabel(), QLabel(), QLabel(), QLabel()
        self.words, self.progress = QPlainTextEdit(), QProgressBar()
        self.write, self.stop, self.copy = QPushButton(WRITE), QPushButton("Stop"), QPushButton("Copy")
        self.chat, self.delete = QPushButton("Open chat"), QToolButton()
        self._sound = QVBoxLayout()
        self._arrange()
        self._wire()
        self.retheme()
        self._show()
        self._show_writing()

    def retheme(self) -> None:
        self.delete.setIcon(theme.icon("delete", theme.current().muted))
        if self.player is not None:
            self.player.retheme()

    def play(self) -> None:
        """Play, or pause."""
        if self.player is not None:
            self.player.button.click()

    def _arrange(self) -> None:
        self.title.setProperty("role", "title")
        for label, role in ((self.typed, "muted"), (self.problem, "red"), (self.refusal, "muted")):
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setReadOnly(True)
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setFont(theme.reading_font())
        self.words.setPlaceholderText(NOT_WRITTEN)
        self.words.setAccessibleName("What it says")
        self.words.setTabChangesFocus(True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(10, 8, 6, 8)
        inside.addWidget(self.words)
        self.progress.setTextVisible(False)
        self._sound.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addLayout(self._sound)
        column.addWidget(self.typed)
        column.addWidget(card, 1)
        column.addWidget(self.progress)
        column.addWidget(self.problem)
        column.addWidget(self.refusal)
        column.addLayout(self._buttons())

    def _head(self) -> QHBoxLayout:
        self.delete.setIconSize(QSize(20, 20))
        self.delete.setToolTip(DELETE_TIP)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.delete)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, tip in (
            (self.write, WRITE_TIP),
            (self.stop, "Give it up; nothing is changed"),
            (self.copy, "Copy what it says"),
            (self.chat, "Show the chat it was said in"),
        ):
            button.setToolTip(tip)
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _wire(self) -> None:
        for button, wish in (
            (self.write, OfMemo.WRITE_DOWN),
            (self.stop, OfMemo.STOP_WRITING),
            (self.chat, OfMemo.OPEN_CHAT),
            (self.delete, OfMemo.DELETE),
        ):
            button.clicked.connect(partial(self.asked.emit, wish))
        self.copy.clicked.connect(self._copy)
        self._memos.current_changed.connect(self._show)
        self._memos.writing_changed.connect(self._show_writing)

    def _show(self) -> None:
        memo = self._memos.current
        self.setVisible(memo is not None)
        if self._memos.heard is not self._heard:
            self._show_player(self._memos.heard)
        if memo is None:
            return
        when = moment(memo.created, datetime.now().astimezone().date())
        self.title.setText(when)
        self.typed.setText(f"You wrote with it: “{_short(memo.asked)}”")
        self.typed.setToolTip(memo.asked)
        self.typed.setVisible(bool(memo.asked.strip()))
        self.chat.setVisible(memo.chat is not None)
        self.problem.setText(self._memos.problem)
        self.problem.setVisible(bool(self._memos.problem))
        for button, does in ((self.chat, "Open the chat of"), (self.delete, "Delete"), (self.copy, "Copy what is said in")):
            button.setAccessibleName(f"{does} the memo of {when}")
        self._show_writing()

    def _show_player(self, heard: Attached | None) -> None:
        self._heard = heard
        if self.player is not None:
            self.player.hide()
            self.player.deleteLater()
        self.player = Player(heard, self._playback) if heard is not None else None
        if self.player is not None:
            self._sound.addWidget(self.player, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_writing(self) -> None:
        memos = self._memos
        ours, writing, text = memos.writing_current, memos.writing, memos.text
        self._show_text(text)
        self.words.setPlaceholderText("Listening…" if ours else NOT_WRITTEN)
        self.write.setText(AGAIN if text else WRITE)
        self._mark(self.write, "" if text else "primary")
        self.write.setVisible(not ours)
        self.write.setEnabled(not memos.refusal and memos.heard is not None)
        self.write.setToolTip(memos.refusal or WRITE_TIP)
        self.stop.setVisible(ours)
        self.stop.setEnabled(ours and writing is not None and writing.phase != "stopping")
        self.copy.setEnabled(bool(text) and not ours)
        self.refusal.setText(self._under_way() if ours else memos.refusal)
        self.refusal.setVisible(bool(self.refusal.text()))
        self.progress.setVisible(ours)
        done = writing.progress if writing is not None and writing.phase == "reading" else None
        self.progress.setRange(0, 0 if done is None else 1000)
        if done is not None:
            self.progress.setValue(round(1000 * done.done / max(1, done.total)))

    def _under_way(self) -> str:
        writing = self._memos.writing
        if writing is None or writing.phase == "stopping":
            return "Stopping…"
        if writing.phase == "reading" and writing.progress is not None:
            return wording.reading(writing.progress)
        return "Writing down what is said" if writing.phase == "writing" else "Getting ready to listen"

    def _show_text(self, text: str) -> None:
        """What is added is appended: the rest is not laid out again."""
        shown = self.words.toPlainText()
        if text == shown:
            return
        self.copy.setText("Copy")
        if not shown or not text.startswith(shown):
            self.words.setPlainText(text)
            return
        end = QTextCursor(self.words.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        end.insertText(text[len(shown) :])

    def _mark(self, button: QPushButton, role: str) -> None:
        if button.property("role") != role:
            button.setProperty("role", role)
            button.style().unpolish(button)
            button.style().polish(button)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._memos.text)
        self.copy.setText("Copied")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= ASKED_SHOWN else f"{line[:ASKED_SHOWN].rstrip()}…"
