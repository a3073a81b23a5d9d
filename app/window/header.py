"""The top of the window: the chats of before, which model answers, a new chat, voice memos and settings."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.look.making import make_button, make_tool, show_sign
from app.look.placing import line_up, wide
from app.look.words import Elided
from app.models.model_state import ModelState
from app.tooltips import plain_tip
from app.window.asked import OfWindow

__all__ = ["Header"]

DOCUMENTS_TIP = "Show or hide the documents of this chat (Ctrl+D)"


class Header(QFrame):
    asked = Signal(object)
    """OfWindow."""

    def __init__(self, model: ModelState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("header")
        ask = self.asked.emit
        self.chats = make_tool("chats", "Show or hide your chats (Ctrl+B)", partial(ask, OfWindow.CHATS), name="Chats")
        self.model = make_button("", partial(ask, OfWindow.MODELS), role="quiet")
        self.new = make_button("New chat", partial(ask, OfWindow.NEW_CHAT), tip="Begin a new chat (Ctrl+N)", role="quiet")
        self.documents = make_tool("document", DOCUMENTS_TIP, partial(ask, OfWindow.DOCUMENTS), name="Documents")
        self.memos = make_tool("sound", "Voice memos (Ctrl+Shift+M)", partial(ask, OfWindow.MEMOS))
        self.settings = make_tool("settings", "Settings (Ctrl+,)", partial(ask, OfWindow.SETTINGS))
        self.memory = Elided()
        self.memory.setProperty("role", "muted")
        for button, sign, colour in ((self.model, "model", "accent"), (self.new, "new", "muted")):
            button.setIconSize(QSize(20, 20))
            show_sign(button, sign, colour)
        self.documents.setCheckable(True)
        self.documents.hide()
        parts = self.chats, self.model, wide(self.memory), self.new, self.documents, self.memos, self.settings
        line_up(*parts, within=self, margins=(12, 8, 12, 8), gap=10)
        model.changed.connect(self._show)
        model.memory_changed.connect(self._show)
        self._show()

    def set_side(self, shown: bool) -> None:
        """The side bar has a button of its own for a new chat."""
        self.new.setVisible(not shown)

    def set_documents(self, there: bool, shown: bool) -> None:
        """Whether the chat has documents, and whether they are in view."""
        self.documents.setVisible(there)
        self.documents.setChecked(shown)

    def _show(self) -> None:
        name = self._model.name
        words = {"none": "Choose a model", "loading": f"Loading {name}…", "ready": name}[self._model.phase]
        if self._model.phase == "ready" and self._model.is_starter:
            words = "Hush starter"
        elif self._model.phase == "ready" and self._model.is_first:
            words = f"{name}: small, text"
        self.model.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 320))
        self.model.setToolTip(plain_tip(f"{self._files()}Choose another model (Ctrl+M)"))
        self.model.setAccessibleName(f"Model: {words}")
        self.memory.setText(self._model.memory_line)
        right = f" Hush's estimates on this computer were right {self._model.estimates}." if self._model.estimates else ""
        self.memory.setToolTip(f"What the model needs in memory, beside what this computer can give now without swapping.{right}")

    def _files(self) -> str:
        choice = self._model.choice
        if choice is None:
            return ""
        return f"{choice.model}\n{choice.mmproj or 'without a projector'}\n"
