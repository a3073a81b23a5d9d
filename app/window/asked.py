"""What a person asks of the window as a whole."""

from __future__ import annotations

from enum import Enum

__all__ = ["OfWindow"]


class OfWindow(Enum):
    MODELS = "open the models"
    MEMOS = "open the voice memos"
    SETTINGS = "open the settings"
    CHATS = "show the side bar, or hide it"
    DOCUMENTS = "show the documents of this chat, or hide them"
    NEW_CHAT = "begin a new chat"
