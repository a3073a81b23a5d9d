"""What the settings ask of who knows the keys and the microphones of this computer."""

from __future__ import annotations

from enum import Enum

__all__ = ["OfSettings"]


class OfSettings(Enum):
    LIST_MICROPHONES = "the settings are open: which microphones are there?"
    WAIT_FOR_KEY = "a key is about to be pressed for a setting: hotkeys had better be let go meanwhile"
    END_WAITING = "a key was pressed, or none will be"
