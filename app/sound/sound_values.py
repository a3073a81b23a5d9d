"""What recording and playing say: values that cross threads. Nothing heavy is imported here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["LIMIT_S", "SILENCE", "Heard", "Level", "Microphone", "Playing", "SoundFile"]

LIMIT_S = 3600.0
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
    """The level of what came last, about 50 ms: root mean square and peak from 0 to 1. `seconds`: how much is recorded.

    `quiet_s`: for how long now nothing has come that is louder than SILENCE; `heard`: whether anything ever was. `microphone`
    is its name for people.
    """

    rms: float
    peak: float
    seconds: float
    quiet_s: float = 0.0
    heard: bool = True
    microphone: str = ""


@dataclass(frozen=True)
class SoundFile:
    """A recording on the disk: a WAV file, 16 kHz, mono, 16 bits, of `seconds`. `began`: when, in seconds since 1970."""

    path: Path
    seconds: float
    began: float
    sha256: str


@dataclass(frozen=True)
class Heard:
    """A finished recording, in a file that is there until it is dropped. `loudest`: the root mean square of its loudest 50 ms.

    `ended`: stopped by the person, by the limit, because the device was lost, or because the disk took no more. `gaps`: how
    often sound was lost because this machine was too busy to take it.
    """

    file: SoundFile
    loudest: float
    ended: Literal["stopped", "limit", "lost", "disk"]
    gaps: int = 0

    @property
    def seconds(self) -> float:
        return self.file.seconds

    @property
    def silent(self) -> bool:
        return self.loudest < SILENCE


@dataclass(frozen=True)
class Playing:
    """The place of a playback, in seconds of the recording. `over`: played to its end."""

    position_s: float
    over: bool = False
