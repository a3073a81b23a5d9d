"""The top of the window: the chats of before, which model answers, a new chat, voice memos and settings."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from app.look import theme
from app.look.elided import Elided
from app.models.model_state import ModelState
from app.window.asked import OfWindow

__all__ = ["Header"]


class Header(QFrame):
    asked = Signal(object)
    """OfWindow."""

    def __init__(self, model: ModelState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("header")
        self.chats, self.model, self.new = QToolButton(), QPushButton(), QPushButton("New chat")
        self.memos, self.settings, self.documents = QToolButton(), QToolButton(), QToolButton()
        self.memory = Elided()
        self.memory.setProperty("role", "muted")
        for button in (self.model, self.new):
            button.setProperty("role", "quiet")
        for button, wish, name, tip in (
            (self.chats, OfWindow.CHATS, "Chats", "Show or hide your chats (Ctrl+B)"),
            (self.model, OfWindow.MODELS, "", ""),
            (self.new, OfWindow.NEW_CHAT, "", "Begin a new chat (Ctrl+N)"),
            (self.documents, OfWindow.DOCUMENTS, "Documents", "Show or hide the documents of this chat (Ctrl+D)"),
            (self.memos, OfWindow.MEMOS, "Voice memos", "Voice memos (Ctrl+Shift+M)"),
            (self.settings, OfWindow.SETTINGS, "Settings", "Settings (Ctrl+,)"),
        ):
            button.setIconSize(QSize(20, 20))
            button.setAccessibleName(name)
            button.setToolTip(tip)
            button.clicked.connect(partial(self.asked.emit, wish))
        self.documents.setCheckable(True)
        self.documents.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self.chats)
        row.addWidget(self.model)
        row.addWidget(self.memory, 1)
        for button in (self.new, self.documents, self.memos, self.settings):
            row.addWidget(button)
        model.changed.connect(self._show)
        model.memory_changed.connect(self._show)
        self.retheme()

    def retheme(self) -> None:
        colours = theme.current()
        self.chats.setIcon(theme.icon("chats", colours.muted))
        self.model.setIcon(theme.icon("model", colours.accent))
        self.documents.setIcon(theme.icon("document", colours.muted))
        self.memos.setIcon(theme.icon("sound", colours.muted))
        self.settings.setIcon(theme.icon("settings", colours.muted))
        self.new.setIcon(theme.icon("new", colours.muted))
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
        self.model.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 320))
        self.model.setToolTip(f"{self._files()}Choose another model (Ctrl+M)")
        self.model.setAccessibleName(f"Model: {words}")
        self.memory.setText(self._model.memory_line)
        right = f" Hush's estimates on this computer were right {self._model.estimates}." if self._model.estimates else ""
        self.memory.setToolTip(f"What the model needs in memory, beside what this computer can give now without swapping.{right}")

    def _files(self) -> str:
        choice = self._model.choice
        if choice is None:
            return ""
        return f"{choice.model}\n{choice.mmproj or 'without a projector'}\n"
