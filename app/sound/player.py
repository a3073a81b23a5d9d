"""A recording in the conversation: play and pause, its wave to click into, and the time."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import wording
from app.look import theme
from app.look.making import make_label, make_tool, show_sign
from app.look.painting import ROUND, fill, outline, smooth, strokes
from app.look.placing import line_up, stack, wide
from app.sound.asked import AskedOfWave, Seek, Step
from app.sound.playback import PlaybackController
from app.tooltips import plain_tip
from app.values import Attached

__all__ = ["Player", "SeekWave"]

STEP_S = 5.0
NAME_WIDTH = 200


class SeekWave(QWidget):
    """Peaks from 0 to 1 as strokes; those that were played are in the accent's colour. A click or an arrow key seeks."""

    asked = Signal(object)
    """AskedOfWave."""

    def __init__(self, peaks: tuple[float, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks = peaks or (0.0,) * 48
        self._played = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Click to play from here (arrow keys: five seconds)")
        self.setAccessibleName("Position in the recording")

    def sizeHint(self) -> QSize:
        return QSize(4 * len(self._peaks), 32)

    def set_played(self, share: float) -> None:
        self._played = share
        self.setAccessibleDescription(f"{round(100 * share)} %")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit(Seek(min(1.0, max(0.0, event.position().x() / self.width()))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.asked.emit(Step(step))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.current()
        painter = smooth(self)
        rest = QColor(colours.accent)
        rest.setAlphaF(0.38)
        heights = [peak * (self.height() - 4) for peak in self._peaks]
        for place, stroke in enumerate(strokes(self.size(), heights, thick=0.6, least=2.5)):
            fill(painter, colours.accent if place < self._played * len(self._peaks) else rest)
            painter.drawRoundedRect(stroke, *ROUND)
        if self.hasFocus():
            outline(painter, colours.accent)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class Player(QWidget):
    """One recording. It listens to the playback only while that plays this recording, so a long conversation costs nothing."""

    moved = Signal(float)
    """The second that is heard, or would be next; -1 where this is not the recording that was played last."""

    def __init__(self, attached: Attached, playback: PlaybackController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        part = attached.part
        if part.kind != "audio":
            raise TypeError(f"not a recording: {part.kind}")
        self._part, self._seconds, self._playback = part, attached.seconds, playback
        self._listening = False
        self.button, self.wave = make_tool("", "", self._toggle, size=22), SeekWave(attached.waveform)
        self.time = make_label(role="muted")
        self._arrange()
        self.wave.asked.connect(self._obey)
        playback.began.connect(self._begin)
        self._begin()
        self._show()

    @property
    def _mine(self) -> bool:
        return self._playback.plays(self._part)

    def announce(self) -> None:
        """Tell once more with `moved` where it is."""
        self.moved.emit(self._playback.position_s if self._mine else -1.0)

    def play_from(self, seconds: float) -> None:
        """Play from there on."""
        self._playback.play(self._part, seconds)

    def _arrange(self) -> None:
        self.button.setFixedSize(34, 34)
        name = make_label(self.fontMetrics().elidedText(self._part.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH))
        name.setToolTip(plain_tip(self._part.name))
        line_up(self.button, self.wave, stack(wide(), name, self.time, wide(), gap=0), within=self, gap=10)

    @Slot()
    def _begin(self) -> None:
        """Something is played: if it is this, whoever asked for it, it is followed."""
        if self._mine and not self._listening:
            self._listening = True
            self._playback.changed.connect(self._show)

    def _toggle(self) -> None:
        self._playback.toggle(self._part)

    def _obey(self, asked: AskedOfWave) -> None:
        at = self._playback.position_s if self._mine else 0.0
        match asked:
            case Seek(share):
                pass
            case Step(direction):
                share = min(1.0, max(0.0, (at + direction * STEP_S) / max(self._seconds, 1e-3)))
            case _:
                assert_never(asked)
        self.play_from(share * self._seconds)

    def _show(self) -> None:
        if self._listening and not self._mine:
            self._listening = False
            self._playback.changed.disconnect(self._show)
        playing = self._mine and self._playback.playing
        at = self._playback.position_s if self._mine else 0.0
        show_sign(self.button, "pause" if playing else "play", "accent")
        self.button.setToolTip("Pause" if playing else "Play")
        self.button.setAccessibleName(f"{'Pause' if playing else 'Play'} {self._part.name}")
        self.announce()
        self.wave.set_played(min(1.0, at / self._seconds) if self._seconds else 0.0)
        length = wording.duration(self._seconds)
        self.time.setText(f"{wording.duration(int(at))} / {length}" if playing or at else length)
