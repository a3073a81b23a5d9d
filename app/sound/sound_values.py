"""What recording and playing say: values that cross threads. Nothing heavy is imported here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["LIMIT_S", "SILENCE", "Heard", "Level", "Microphone", "Playing"]

LIMIT_S = 300.0
"""The longest recording, in seconds."""
SILENCE = 0.0003
"""Loudest 50 ms of a recording, as root mean square of full scale, below which there was nothing: ten steps of 16 bits."""


@dataclass(frozen=True)
class Microphone:
    """`key` is what the settings keep; `name` is for people."""

    key: str
    name: str
    default: bool


@dataclass(frozen=True)
class Level:
    """The level of what came last, about 50 ms: root mean square and peak from 0 to 1. `seconds`: how much is recorded."""

    rms: float
    peak: float
    seconds: float


@dataclass(frozen=True)
class Heard:
    """A finished recording. `data` is a WAV file, 16 kHz, mono, 16 bits; `loudest` the root mean square of its loudest 50 ms.

    `ended`: stopped by the person, by the limit, or because the device was lost. `gaps`: how often sound was lost because this
    machine was too busy to take it.
    """

    data: bytes = field(repr=False)
    seconds: float
    loudest: float
    ended: Literal["stopped", "limit", "lost"]
    gaps: int = 0

    @property
    def silent(self) -> bool:
        return self.loudest < SILENCE


@dataclass(frozen=True)
class Playing:
    """The place of a playback, in seconds of the recording. `over`: played to its end; `halted`: ended before."""

    position_s: float
    over: bool = False
    halted: bool = False
