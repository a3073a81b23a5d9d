"""What a person asks for with the button to talk, the pill of a recording and a recording's wave."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["AskedOfWave", "OfLeft", "OfPill", "OfTalk", "Seek", "Step"]


class OfTalk(Enum):
    PRESS = "the button is held, or tapped"
    RELEASE = "the button was let go"
    SWITCH = "dictate instead of asking by voice, or the other way about"


class OfPill(Enum):
    FINISH = "send what was said"
    CANCEL = "give the recording up"


class OfLeft(Enum):
    BRING_BACK = "attach the recording that was left behind"
    DELETE = "delete it"


@dataclass(frozen=True)
class Seek:
    """Play from here: the share of the recording, 0 to 1."""

    share: float


@dataclass(frozen=True)
class Step:
    """A step back (-1) or ahead (1)."""

    direction: int


AskedOfWave = Seek | Step
