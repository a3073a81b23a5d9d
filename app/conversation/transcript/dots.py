"""The sign of an answer that has not begun."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

__all__ = ["Dots"]


class Dots(QLabel):
    """Three dots that say an answer is on its way; they move only while they can be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("•", parent)
        self.setProperty("role", "muted")
        self.setAccessibleName("The answer is on its way")
        self._clock = QTimer(self, interval=350)
        self._clock.timeout.connect(self._step)

    def showEvent(self, event: object) -> None:
        self._clock.start()

    def hideEvent(self, event: object) -> None:
        self._clock.stop()

    def _step(self) -> None:
        self.setText("•" + " •" * ((self.text().count("•")) % 3))
