"""The field above a list that is searched: keys lead on into the list and back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.look.asked import OfSearch

__all__ = ["SearchField"]


class SearchField(QLineEdit):
    """Down asks to go on in the list; Escape clears the words and then asks to leave."""

    asked = Signal(object)
    """OfSearch."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit(OfSearch.GO_DOWN)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.asked.emit(OfSearch.LEAVE)
        else:
            super().keyPressEvent(event)
