"""The card that offers what was recorded and has not arrived: by a program that was killed, or that ended while one spoke."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.look.making import Sign, make_button, make_label
from app.look.placing import line_up, wide
from app.sound.asked import OfLeft
from app.sound.recordings import RecordingsController

__all__ = ["LeftCard"]


class LeftCard(QFrame):
    """There as long as something is left; it goes by the person's decision alone."""

    asked = Signal(object)
    """OfLeft."""

    def __init__(self, recordings: RecordingsController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recordings = recordings
        self.setObjectName("card")
        self.words = make_label(wraps=True)
        back, delete = (partial(self.asked.emit, wish) for wish in (OfLeft.BRING_BACK, OfLeft.DELETE))
        self.back = make_button("Bring back", back, tip="Attach the recording to the message you are writing")
        self.delete = make_button("Delete", delete, tip="Delete the recording for good", role="quiet")
        sign = Sign("microphone", "accent")
        line_up(sign, wide(self.words), self.delete, self.back, within=self, margins=(14, 10, 12, 10), gap=10)
        recordings.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        offer = self._recordings.offer
        self.words.setText(str(offer or ""))
        self.setAccessibleName(self.words.text())
        self.setVisible(offer is not None)
