"""One voice memo: its player, what it says, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import wording
from app.look import theme
from app.look.making import Progress, make_button, make_label, make_tool
from app.look.placing import card, discard, line_up, stack, wide
from app.look.words import Reading
from app.memos.asked import OfMemo
from app.memos.memo_list import MemoList, moment
from app.recognition.recognition import RecognitionController
from app.sound.playback import PlaybackController
from app.sound.recorded import Recorded
from app.tooltips import plain_tip
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
        self.title, self.typed = make_label(role="title"), make_label(role="muted", wraps=True)
        self.problem, self.refusal = make_label(role="red", wraps=True), make_label(role="muted", wraps=True)
        self.words, self.progress = Reading(theme.reading_font()), Progress()
        self.own = card(make_label(WRITE, role="muted"), self.words, margins=(10, 8, 6, 8))
        """What the model wrote down, where that is not what stands beneath the player."""
        self.write = make_button(WRITE, self._asks(OfMemo.WRITE_DOWN), tip=WRITE_TIP)
        self.stop = make_button("Stop", self._asks(OfMemo.STOP_WRITING), tip="Give it up; nothing is changed")
        self.copy = make_button("Copy", self._copy, tip="Copy what it says")
        self.chat = make_button("Open chat", self._asks(OfMemo.OPEN_CHAT), tip="Show the chat it was said in")
        self.delete = make_tool("delete", DELETE_TIP, self._asks(OfMemo.DELETE))
        self._sound = QVBoxLayout()
        self._arrange()
        memos.current_changed.connect(self._show)
        memos.writing_changed.connect(self._show_writing)
        recognition.changed.connect(self._learn)
        self._show()
        self._show_writing()

    def play(self) -> None:
        """Play, or pause."""
        if self.recorded is not None:
            self.recorded.player.button.click()

    def _asks(self, wish: OfMemo) -> Callable[[], None]:
        return partial(self.asked.emit, wish)

    def _arrange(self) -> None:
        self.words.setPlaceholderText(NOT_WRITTEN)
        self.words.setAccessibleName("What it says")
        self._sound.setContentsMargins(0, 0, 0, 0)
        stack(
            line_up(wide(self.title), self.delete),
            self.typed,
            wide(self._sound, 2),
            wide(self.own),
            wide(share=0),
            self.progress,
            self.problem,
            self.refusal,
            line_up(self.write, self.stop, self.copy, self.chat, wide(), gap=8),
            within=self,
            gap=12,
        )

    def _show(self) -> None:
        memo = self._memos.current
        self.setVisible(memo is not None)
        if self._memos.heard is not self._heard:
            self._show_player(self._memos.heard)
        if memo is None:
            return
        when = moment(memo.created, datetime.now().astimezone().date())
        self.title.setText(when)
        self.typed.setText(f"You wrote with it: “{wording.shorten(memo.asked, ASKED_SHOWN)}”")
        self.typed.setToolTip(plain_tip(memo.asked))
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
            discard(self.recorded)
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
        self.write.setToolTip(plain_tip(memos.refusal) or WRITE_TIP)
        self.stop.setVisible(ours)
        self.stop.setEnabled(ours and writing is not None and writing.phase != "stopping")
        self.copy.setEnabled(bool(text or read) and not ours)
        self.refusal.setText(self._under_way() if ours else memos.refusal)
        self.refusal.setVisible(bool(self.refusal.text()))
        self.progress.setVisible(ours)
        done = writing.progress if writing is not None and writing.phase == "reading" else None
        self.progress.show_share(None if done is None else done.done / max(1, done.total))

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
