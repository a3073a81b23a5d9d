"""The microphone button of the composer: hold it to talk, or tap it, and tap again to send."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from app import wording
from app.look import theme
from app.look.making import show_sign
from app.look.painting import fill, smooth
from app.sound.asked import OfTalk
from app.sound.pill import loudness
from app.sound.voice_state import VoiceState

__all__ = ["TalkButton"]

SIZE = 34
KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Select)


class TalkButton(QToolButton):
    """Reports when it is pressed and released, by mouse, touch or the space bar; what that means is the controller's matter.

    While something is recorded it glows with the level and its tool tip counts the seconds.
    """

    asked = Signal(object)
    """OfTalk."""

    def __init__(self, state: VoiceState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._shortcut = ""
        self.setFixedSize(SIZE, SIZE)
        self.setIconSize(QSize(20, 20))
        state.changed.connect(self._show)
        state.moved.connect(self._moved)
        self._show()

    def set_shortcut_name(self, name: str) -> None:
        """The talk key as people read it, for the tool tip; "" when there is none."""
        self._shortcut = name
        self._show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setDown(True)
            self.asked.emit(OfTalk.PRESS)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A finger that slips off the button goes on talking; Qt's own button would report a release."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setDown(False)
            self.asked.emit(OfTalk.RELEASE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._key(event, pressed=True)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._key(event, pressed=False)

    def nextCheckState(self) -> None:
        """A click that did not come from the mouse or a key: a screen reader's. It is a tap."""
        self.asked.emit(OfTalk.PRESS)
        self.asked.emit(OfTalk.RELEASE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._state.recording:
            colours = theme.current()
            painter = smooth(self)
            fill(painter, colours.red_soft)
            painter.drawEllipse(self.rect())
            glow = QColor(colours.red)
            glow.setAlphaF(0.35)
            fill(painter, glow)
            radius = 9 + loudness(self._state.levels[-1]) * (SIZE / 2 - 9)
            centre = QRectF(self.rect()).center()
            painter.drawEllipse(centre, radius, radius)
            painter.end()
        super().paintEvent(event)

    def _key(self, event: QKeyEvent, *, pressed: bool) -> None:
        if event.key() not in KEYS or event.modifiers():
            (super().keyPressEvent if pressed else super().keyReleaseEvent)(event)
        elif not event.isAutoRepeat():
            self.asked.emit(OfTalk.PRESS if pressed else OfTalk.RELEASE)

    def _show(self) -> None:
        recording = self._state.recording
        show_sign(self, "microphone", "red" if recording else "muted")
        key = f" ({self._shortcut} anywhere)" if self._shortcut else ""
        does, name = ("write it down", "Dictate") if self._state.dictates else ("send", "Talk to Hush")
        under_way = self._state.quiet or f"Recording: tap to {does}, Esc cancels"
        hold = "Hold to dictate" if self._state.dictates else "Hold to talk"
        self.setToolTip(under_way if recording else f"{hold}, or tap and tap again{key}")
        ends = "Write what you said" if self._state.dictates else "Send what you said"
        self.setAccessibleName(ends if recording else name)
        self.update()

    def _moved(self) -> None:
        self.setAccessibleDescription(wording.duration(int(self._state.seconds)))
        self.update()
