"""The switch beside the microphone: ask by voice, or dictate."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from app.look.making import show_sign
from app.sound.asked import OfTalk
from app.sound.voice_state import VoiceState

__all__ = ["TalkSwitch"]


class TalkSwitch(QToolButton):
    """Down while what is said is written into the message. What a click changes is shown when it has changed."""

    asked = Signal(object)
    """OfTalk.SWITCH."""

    def __init__(self, state: VoiceState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setCheckable(True)
        self.setIconSize(QSize(20, 20))
        self.setAccessibleName("Dictate")
        self.clicked.connect(partial(self.asked.emit, OfTalk.SWITCH))
        state.changed.connect(self._show)
        self._show()

    def nextCheckState(self) -> None:
        """The state says whether it is down."""

    def _show(self) -> None:
        dictates = self._state.dictates
        self.setChecked(dictates)
        show_sign(self, "dictate", "accent" if dictates else "muted")
        self.setToolTip(
            "What you say is written into your message. Click to send it to the model as a recording instead."
            if dictates
            else "What you say goes to the model as a recording. Click to have it written into your message instead."
        )
