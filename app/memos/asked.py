"""What a person asks for on the page of voice memos; most of it of the memo that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.look.asked import OfSearch

__all__ = ["AskedInMemos", "Look", "OfMemo"]


@dataclass(frozen=True)
class Look:
    """Look at a memo, by its id."""

    memo: int


class OfMemo(Enum):
    PLAY = "play, or pause"
    WRITE_DOWN = "write down what is said"
    STOP_WRITING = "give that up"
    OPEN_CHAT = "show the chat it was said in"
    DELETE = "delete the memo"


AskedInMemos = Look | OfMemo | OfSearch
