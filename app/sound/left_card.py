"""The card that offers what was recorded and has not arrived: by a program that was killed, or that ended while one spoke."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.look import theme
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
        self._sign, self.words = QLabel(), QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.back, self.delete = QPushButton("Bring back"), QPushButton("Delete")
        self.back.setToolTip("Attach the recording to the message you are writing")
        self.delete.setToolTip("Delete the recording for good")
        self.delete.setProperty("role", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        for button, wish in ((self.delete, OfLeft.DELETE), (self.back, OfLeft.BRING_BACK)):
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.asked.emit, wish))
            row.addWidget(button)
        recordings.changed.connect(self._show)
        self.retheme()
        self._show()

    def retheme(self) -> None:
        self._sign.setPixmap(theme.icon("microphone", theme.current().accent).pixmap(QSize(20, 20), self.devicePixelRatioF()))

    def _show(self) -> None:
        offer = self._recordings.offer
        self.words.setText(str(offer or ""))
        self.setAccessibleName(self.words.text())
        self.setVisible(offer is not None)
