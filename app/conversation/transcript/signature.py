"""Who wrote an answer, beneath it, where that is no model to rely on or no model at all; and the way to one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.conversation.transcript.signed import Signed
from app.conversation.transcript.told import Beneath

__all__ = ["Signature"]


class Signature(Beneath):
    """What is read by no model leads to the model's own reading, where that can be had."""

    asked = Signal(object)
    """OfAnswer, or GetModel."""

    def __init__(self, signed: Signed, parent: QWidget) -> None:
        super().__init__(signed.words, signed.link, signed.tip, parent)
        self._signed = signed
        self.link.clicked.connect(partial(self.asked.emit, signed.wish))
        self.show_way(own_reading=False)

    def show_way(self, *, own_reading: bool) -> None:
        """Whether the model that is loaded can read it itself, now."""
        self.show_link(own_reading or not self._signed.by_reader)
