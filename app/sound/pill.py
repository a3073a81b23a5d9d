"""The small floating pill of a recording: live level, seconds, what happens next, or what went wrong.

Promises never to take the keyboard away from the program the person is in: it asks no window manager for a window, accepts no
focus and is shown without being activated. On Wayland a program can neither promise that nor place a window, so there
`Pill.possible` is False and the talk button in the window shows the same.
"""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBitmap, QColor, QCursor, QGuiApplication, QHideEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import wording
from app.look import theme
from app.look.making import Sign, make_label, make_tool, restyle
from app.look.painting import ROUND, fill, outline, smooth, strokes
from app.look.placing import MIDDLE, at, line_up
from app.pauses import once
from app.sound.asked import OfPill
from app.sound.voice_state import BARS, VoiceState

__all__ = ["Bars", "Pill", "loudness"]

ABOVE_EDGE = 56
"""Logical pixels between the pill and the lower edge of the screen."""
CORNER = 22
FAILED_MS = 7_000
SENT_MS = 900
"""Keeping a recording takes a moment only; the word for it stays long enough to be read."""
SENTENCE_WIDTH, QUIET_WIDTH = 380, 260
QUIETEST_DB, LOUDEST_DB = -55.0, -12.0
WORDS = {"opening": "Opening the microphone…", "sending": "Sending…", "attaching": "Attaching…", "writing": "Writing…"}
WRITTEN = 48
"""Of what is written until now so many letters are shown."""


def loudness(rms: float) -> float:
    """A root mean square of 0 to 1 as the share of a bar's height that people take for it: decibels, from 0 to 1."""
    decibels = 20 * math.log10(max(rms, 1e-6))
    return min(1.0, max(0.0, (decibels - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)))


class Bars(QWidget):
    """The newest levels as bars, the newest on the right."""

    def __init__(self, state: VoiceState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        state.moved.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(4 * BARS, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth(self)
        fill(painter, theme.current().accent)
        heights = [loudness(level) * self.height() for level in self._state.levels]
        for stroke in strokes(self.size(), heights, thick=0.6, least=2.5):
            painter.drawRoundedRect(stroke, *ROUND)


class Pill(QWidget):
    """Shows itself while something is recorded, sent or has failed, at the bottom of the screen with the pointer."""

    asked = Signal(object)
    """OfPill: the person clicked the pill's own buttons."""

    def __init__(self, state: VoiceState) -> None:
        super().__init__(None, _flags())
        self._state = state
        self.cancel_hint = "Esc cancels"
        """"" where the system lets no program listen for Esc while another one has the keyboard."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)  # tool windows of macOS hide with their program
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle("Hush is listening")
        self._sign, self.bars, self.words, self.hint = Sign(), Bars(state), make_label(role="title"), make_label(role="muted")
        ask_end = partial(self.asked.emit, OfPill.FINISH)
        self._done = make_tool("check", "Send what you said", ask_end, colour="accent", role="tiny", size=18)
        self._cancel = make_tool("close", "Cancel the recording", self._dismiss, role="tiny", size=18)
        for button in (self._done, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parts = self._sign, self.bars, self.words, self.hint, self._done, self._cancel
        self._row = line_up(*(at(MIDDLE, part) for part in parts), within=self, gap=10)
        self._leaving = once(self, self.hide)
        state.changed.connect(self._show)
        state.moved.connect(self._count)

    @staticmethod
    def possible() -> bool:
        """Whether this desktop lets a window float without taking the keyboard."""
        return QGuiApplication.platformName() != "wayland"

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = smooth(self)
        outline(painter, colours.red if self._state.phase == "failed" else colours.line)
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where nothing composes windows, transparent corners would be black: they are cut off."""
        super().resizeEvent(event)
        if QGuiApplication.platformName() == "xcb":
            shape = QBitmap(self.size())
            shape.clear()
            painter = QPainter(shape)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Qt.GlobalColor.color1)
            painter.drawRoundedRect(QRectF(self.rect()), CORNER, CORNER)
            painter.end()
            self.setMask(QRegion(shape))

    def hideEvent(self, event: QHideEvent) -> None:
        self._leaving.stop()

    def _show(self) -> None:
        phase = self._state.phase
        if phase == "idle":
            if self._leaving.isActive():
                return  # a word that has not been read yet
            self.hide()
            return
        self._leaving.stop()
        self._dress()
        self._place()
        if self.possible():
            self.show()
        if phase == "failed":
            self._leaving.start(FAILED_MS)
        elif not self._state.recording and phase != "writing":
            self._leaving.start(SENT_MS)

    def _dress(self) -> None:
        """Every part as the phase wants it."""
        phase, recording = self._state.phase, self._state.recording
        failed = phase == "failed"
        writing, ear = phase == "writing", "dictate" if self._state.dictates else "microphone"
        names = {"failed": ("warning", "red"), "listening": (ear, "red"), "writing": ("dictate", "accent")}
        self._sign.show_sign(*names.get(phase, (ear if recording else "send", "accent")))
        self._done.setVisible(recording and self._state.locked)
        self._cancel.setVisible(recording or failed or writing)
        self._row.setContentsMargins(16, 10, 10 if recording or failed or writing else 18, 10)
        self._cancel.setToolTip("Close this" if failed else f"Cancel the recording ({self.cancel_hint or 'click'})")
        self._done.setToolTip("Write what you said" if self._state.dictates else "Send what you said")
        self.bars.setVisible(phase == "listening")
        quiet = self._state.quiet if phase == "listening" else ""
        self.hint.setText(quiet or self.cancel_hint)
        self.hint.setWordWrap(bool(quiet))
        self.hint.setMinimumWidth(QUIET_WIDTH if quiet else 0)
        restyle(self.hint, "role", "amber" if quiet else "muted")
        self.hint.setVisible(phase == "listening" and bool(self.hint.text()))
        self.words.setWordWrap(failed)
        self.words.setMinimumWidth(0)
        self.words.setText(self._state.sentence if failed else _end_of(self._state.sentence) or WORDS.get(phase, ""))
        self.setAccessibleName(quiet or self.words.text() or "Hush is listening")
        if failed:
            wanted = self.words.fontMetrics().horizontalAdvance(self._state.sentence) + 4
            self.words.setMinimumWidth(min(SENTENCE_WIDTH, wanted))
        self._count()

    def _count(self) -> None:
        """The seconds; near the limit those that are left, in amber."""
        if self._state.phase != "listening":
            restyle(self.words, "role", "" if self._state.phase == "failed" else "title")
            return
        left = self._state.seconds_left
        restyle(self.words, "role", "title" if left is None else "amber")
        said = wording.duration(int(self._state.seconds)) if left is None else f"{wording.duration(math.ceil(left))} left"
        if len(said) != len(self.words.text()):
            self.words.setText(said)
            self._place()
        self.words.setText(said)

    def _place(self) -> None:
        self.words.setMinimumHeight(0)
        self._row.activate()
        wanted = self.sizeHint()
        if self.words.wordWrap() or self.hint.wordWrap():
            wanted.setHeight(max(wanted.height(), self._row.totalHeightForWidth(wanted.width())))
        wanted.setHeight(max(wanted.height(), 2 * CORNER))
        self.resize(wanted)
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        self.move(QPoint(room.center().x() - wanted.width() // 2, room.bottom() - ABOVE_EDGE - wanted.height()))

    def _dismiss(self) -> None:
        if self._state.recording or self._state.phase == "writing":
            self.asked.emit(OfPill.CANCEL)
        else:
            self.hide()


def _flags() -> Qt.WindowType:
    kind = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
    kind |= Qt.WindowType.WindowDoesNotAcceptFocus | Qt.WindowType.NoDropShadowWindowHint
    if QGuiApplication.platformName() == "xcb":
        # Many window managers give every window they map the keyboard, whatever its hints say: this one they never see.
        kind |= Qt.WindowType.X11BypassWindowManagerHint
    return kind


def _end_of(text: str) -> str:
    return text if len(text) <= WRITTEN else f"…{text[-WRITTEN:].partition(' ')[2]}"
