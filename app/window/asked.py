"""What a person asks of the window as a whole, and of the tray."""

from __future__ import annotations

from enum import Enum

__all__ = ["OfTray", "OfWindow"]


class OfTray(Enum):
    """What the tray's menu offers. Another start of Hush asks for some of it by the same words."""

    SHOW = "show"
    NEW_CHAT = "new"
    CAPTURE = "capture"
    TALK = "talk"
    QUIT = "quit"


class OfWindow(Enum):
    MODELS = "open the models"
    REAL_MODEL = "open the models where real ones are"
    MEMOS = "open the voice memos"
    SETTINGS = "open the settings"
    CHATS = "show the side bar, or hide it"
    DOCUMENTS = "show the documents of this chat, or hide them"
    NEW_CHAT = "begin a new chat"
