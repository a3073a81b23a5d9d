"""What a person asks for on the models page, and of the card that says memory ran short."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

__all__ = ["AskedOfCard", "Check", "Copy", "Load", "OfModels", "OfPage", "OfPressure"]


@dataclass(frozen=True)
class Load:
    """Load the model of this file as its card says."""

    path: Path


@dataclass(frozen=True)
class Check:
    """Compare the files of a model with what their makers published."""

    path: Path


@dataclass(frozen=True)
class Copy:
    """Put words on the clipboard."""

    words: str


class OfModels(Enum):
    LOAD_STARTER = "load the model that comes with Hush"
    RELEASE = "give the memory of the loaded model back until the next question"
    STOP_CHECKS = "check no more files"


AskedOfCard = Load | Check | Copy | OfModels


class OfPage(Enum):
    CHOOSE_FILES = "choose the files one by one, with a context of one's own"


class OfPressure(Enum):
    USE_PLAN = "load the model with what fits now"
    DISMISS = "keep it as it is"
