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
from app.recognition.recognition import RecognitionController
from app.sound.playback import PlaybackController
from app.sound.recorded import Recorded
from app.values import Attached

__all__ = ["MemoPane"]

WRITE, AGAIN = "The model’s own reading", "The model’s own reading again"
WRITE_TIP = "The loaded model hears the recording itself and writes down its words. It is found by these then."
NOT_WRITTEN = "The model has not written it down yet."
DELETE_TIP = "Delete this memo (Delete). What was said stays in its chat."
ASKED_SHOWN = 160
"""Letters of what was typed beside a memo that are shown."""


class MemoPane(QWidget):
    """Shows the memo that is looked at; holds no state of its own."""

    asked = Signal(object)
    """OfMemo."""

    def __init__(
        self,
        memos: MemoList,
        playback: PlaybackController,
        recognition: RecognitionController,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._memos, self._playback, self._recognition = memos, playback, recognition
        self._heard: Attached | None = None
        self.recorded: Recorded | None = None
        self.own, self.own_title = QFrame(), QLabel("The model’s own reading")
        """What the model wrote down, where that is not what stands beneath the player."""
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
        if self.recorded is not None:
            self.recorded.retheme()

    def play(self) -> None:
        """Play, or pause."""
        if self.recorded is not None:
            self.recorded.player.button.click()

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
        self.own.setObjectName("card")
        self.own_title.setProperty("role", "muted")
        inside = QVBoxLayout(self.own)
        inside.setContentsMargins(10, 8, 6, 8)
        inside.addWidget(self.own_title)
        inside.addWidget(self.words)
        self.progress.setTextVisible(False)
        self._sound.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(self.typed)
        column.addLayout(self._sound, 2)
        column.addWidget(self.own, 1)
        column.addStretch(0)
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
        self._recognition.changed.connect(self._learn)

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
        if self.recorded is not None:
            self.recorded.hide()
            self.recorded.deleteLater()
        self.recorded = Recorded(heard, self._playback, self._recognition, fills=True) if heard is not None else None
        if self.recorded is not None:
            self._sound.addWidget(self.recorded)

    def _learn(self, sha256: str) -> None:
        if self._memos.current is not None and self._memos.current.sha256 == sha256:
            self._show_writing()

    @property
    def _read(self) -> str:
        """What recognition wrote down of it."""
        memo = self._memos.current
        known = self._recognition.known(memo.sha256) if memo is not None else None
        return known.texts[0].text if known is not None and known.texts else ""

    def _show_writing(self) -> None:
        memos = self._memos
        ours, writing, text, read = memos.writing_current, memos.writing, memos.text, self._read
        self._show_text(text)
        self.own.setVisible(ours or (bool(text) and text != read))
        self.words.setPlaceholderText("Listening…" if ours else NOT_WRITTEN)
        self.write.setText(AGAIN if text and text != read else WRITE)
        self.write.setVisible(not ours)
        self.write.setEnabled(not memos.refusal and memos.heard is not None)
        self.write.setToolTip(memos.refusal or WRITE_TIP)
        self.stop.setVisible(ours)
        self.stop.setEnabled(ours and writing is not None and writing.phase != "stopping")
        self.copy.setEnabled(bool(text or read) and not ours)
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

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._memos.text or self._read)
        self.copy.setText("Copied")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= ASKED_SHOWN else f"{line[:ASKED_SHOWN].rstrip()}…"
