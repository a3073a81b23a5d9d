"""What a person asks for in the side bar; chats by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from app.look.asked import OfSearch

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

__all__ = ["AskedInBar", "Delete", "OfBar", "Open", "ShowMenu"]


@dataclass(frozen=True)
class Open:
    chat: int


@dataclass(frozen=True)
class Delete:
    chat: int


@dataclass(frozen=True)
class ShowMenu:
    """Show what else can be done with a chat, at a place on the screen."""

    chat: int
    place: QPoint


AskedInBar = Open | Delete | ShowMenu | OfSearch


class OfBar(Enum):
    NEW_CHAT = "begin a new chat"
    LEAVE = "the keyboard is wanted back in the message field"
