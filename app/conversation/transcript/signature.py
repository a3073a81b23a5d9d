"""Who wrote an answer, beneath it, where that is no model to rely on or no model at all; and the way to one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.conversation.transcript.signed import Signed
from app.look import theme
from app.look.making import make_label, make_tool
from app.look.placing import Flow

__all__ = ["Signature"]

SPACE = 8


class Signature(Flow):
    """What is read by no model leads to the model's own reading, where that can be had."""

    asked = Signal(object)
    """OfAnswer, or GetModel."""

    def __init__(self, signed: Signed, parent: QWidget) -> None:
        super().__init__(parent, gap=SPACE)
        self._signed = signed
        self.words = make_label(signed.words, "muted", parent=self)
        self.words.setContentsMargins(0, 4, 0, 3)
        self.link = make_tool("", signed.tip, lambda: self.asked.emit(signed.wish), name=signed.link, role="link", parent=self)
        self.link.setText(signed.link)
        face = theme.font()
        face.setUnderline(True)
        self.link.setFont(face)
        self.show_way(own_reading=False)

    def show_way(self, *, own_reading: bool) -> None:
        """Whether the model that is loaded can read it itself, now."""
        shown = own_reading or not self._signed.by_reader
        self.link.setVisible(shown)
        self.place([self.words, self.link] if shown else [self.words])
