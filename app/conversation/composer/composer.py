"""Where a message is written: text, chips, attach, send or stop."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from app.conversation.activity import Activity
from app.conversation.asked import OfDraft, Take, Think, TurnPage, Write
from app.conversation.composer.chips import ChipRow
from app.conversation.composer.draft import Draft
from app.conversation.composer.mime import what_comes
from app.look import theme
from app.look.making import make_tool, restyle, show_sign
from app.look.placing import line_up, stack, wide
from app.look.words import Elided
from app.models.model_state import ModelState
from app.sound.talk_button import TalkButton
from app.sound.talk_switch import TalkSwitch
from app.sound.voice_state import VoiceState

__all__ = ["Composer"]

ATTACH_TIP = "Attach pictures, recordings or documents (Ctrl+O)"
CAPTURE_TIP = "Take a picture of the screen (Ctrl+Shift+S)"
THINK_TIP = "Let the model think before it answers: slower, better at hard questions"
LINES = 9
"""The field grows with its text up to this many lines, then it scrolls."""


class Field(QPlainTextEdit):
    """The text. Enter sends, Shift+Enter makes a new line; pasted files and pictures become chips.

    Page Up and Page Down are for the conversation: one reads back there while one writes.
    """

    asked = Signal(object)
    """AskedOfComposer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(False)  # the window takes drops anywhere
        self.setPlaceholderText("Ask about what you drop here, or just ask")
        self.setAccessibleName("Your message")
        self.setTabChangesFocus(True)
        self.setFont(theme.reading_font())
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.asked.emit(OfDraft.SEND)
            return
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            self.asked.emit(TurnPage(step))
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        content = what_comes(source)
        if content.files or content.picture is not None:
            self.asked.emit(Take(content))
        else:
            super().insertFromMimeData(source)

    def sizeHint(self) -> QSize:
        return QSize(200, self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, min(self._height(2), self.maximumHeight()))

    def _fit(self) -> None:
        """As high as the text, up to LINES; fewer where the window is low, and then it scrolls."""
        # A plain text document counts its height in lines.
        self.setMaximumHeight(self._height(max(1, round(self.document().documentLayout().documentSize().height()))))
        self.resize(self.width(), self.maximumHeight())  # at once; where that is too much the layout takes some of it away
        self.updateGeometry()

    def _height(self, lines: int) -> int:
        return min(LINES, lines) * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + 4


class Composer(QFrame):
    """Shows the draft and reports what is done to it."""

    asked = Signal(object)
    """AskedOfComposer. The button to talk, where there is one, asks by itself."""

    def __init__(self, draft: Draft, activity: Activity, model: ModelState, heard: VoiceState | None = None) -> None:
        """`heard` is what is being recorded; without it there are no buttons to take a picture or to talk."""
        super().__init__()
        self._draft, self._activity, self._model = draft, activity, model
        self.lets_wait = False
        """Whether a question can wait for its turn while an answer is written."""
        self.setObjectName("composer")
        self.chips, self.field = ChipRow(model, self.asked.emit), Field()
        self.field.textChanged.connect(self._typed)
        self.field.asked.connect(self.asked)
        self.field.installEventFilter(self)
        ask = self.asked.emit
        self.attach = make_tool("attach", ATTACH_TIP, partial(ask, OfDraft.ATTACH), name="Attach files")
        self.capture = make_tool("capture", CAPTURE_TIP, partial(ask, OfDraft.TAKE_PICTURE))
        self.think = make_tool("thought", THINK_TIP, name="Think before answering")
        self.talk = TalkButton(heard) if heard is not None else None
        self.dictate = TalkSwitch(heard) if heard is not None else None
        self.button = make_tool("", "", self._pressed, role="round")
        self._hint = Elided()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._hint.setProperty("role", "muted")
        self._arrange()
        self._show_buttons()
        draft.chips_changed.connect(self._show_draft)
        draft.text_replaced.connect(self._replace_text)
        draft.text_inserted.connect(self._insert)
        activity.changed.connect(self._show_buttons)
        model.changed.connect(self._show_buttons)

    def retheme(self) -> None:
        """Draw the chips again: their thumbnails are as sharp as the screen."""
        self.chips.show_chips(self._draft.chips, redraw=True)

    def show_keys(self, triggers: Mapping[str, str]) -> None:
        """The keys that work whatever window is in front: capture and talk, where there are such."""
        key = triggers.get("capture", "")
        self.capture.setToolTip(f"Take a picture of the screen (Ctrl+Shift+S{f', {key} anywhere' if key else ''})")
        if self.talk is not None:
            self.talk.set_shortcut_name(triggers.get("talk", ""))

    def set_dropping(self, dropping: bool) -> None:
        restyle(self, "dropping", dropping)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            restyle(self, "focused", event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        self.capture.setVisible(self.talk is not None)
        self.think.setCheckable(True)
        self.think.toggled.connect(lambda on: self.asked.emit(Think(on)))
        self.button.setFixedSize(34, 34)
        talk = tuple(part for part in (self.dictate, self.talk) if part is not None)
        row = line_up(self.attach, self.capture, self.think, wide(self._hint), 8, *talk, self.button, gap=4)
        stack(self.chips, self.field, row, within=self, margins=(12, 12, 10, 9), gap=8)

    def _typed(self) -> None:
        self.asked.emit(Write(self.field.toPlainText()))
        self._show_buttons()

    def _pressed(self) -> None:
        self.asked.emit(OfDraft.STOP if self._activity.busy else OfDraft.SEND)

    def _show_draft(self) -> None:
        self.chips.show_chips(self._draft.chips)
        self._show_buttons()

    def _replace_text(self, text: str) -> None:
        if text != self.field.toPlainText():
            self.field.setPlainText(text)
            self.field.moveCursor(self.field.textCursor().MoveOperation.End)

    def _insert(self, text: str) -> None:
        """Where one writes, as words of their own."""
        cursor, written = self.field.textCursor(), self.field.toPlainText()
        before, after = written[: cursor.selectionStart()][-1:], written[cursor.selectionEnd() :][:1]
        cursor.insertText(f"{' ' if before.strip() else ''}{text}{' ' if after.strip() else ''}")
        self.field.setTextCursor(cursor)

    def _show_buttons(self) -> None:
        phase, busy = self._activity.phase, self._activity.busy
        ready = (busy and phase != "stopping") or (not busy and (not self._draft.empty or self._draft.pending))
        self.button.setEnabled(ready)
        show_sign(self.button, "stop" if busy else "send", "on_accent" if ready else "muted")
        self.button.setToolTip("Stop the answer (Esc)" if busy else "Send (Enter)")
        self.button.setAccessibleName("Stop" if busy else "Send")
        self._hint.setText(self._hint_words(phase))
        capabilities = self._model.capabilities
        self.think.setVisible(capabilities is not None and capabilities.thinking and not capabilities.is_starter)

    def _hint_words(self, phase: str) -> str:
        if phase == "stopping":
            return "Stopping…"
        if self._draft.sends_itself:
            return "Sent as soon as your words are written" if self._draft.awaits_words else "Sent as soon as the files are read"
        if self._activity.busy:
            return "Enter: wait for its turn  ·  Esc stops" if self.lets_wait and not self._draft.empty else "Esc stops"
        return "Shift+Enter for a new line"
