"""What the person sees of a recording: how far it is, how loud it is, and what went wrong. Shown by the pill and the button."""

from __future__ import annotations

from collections import deque
from typing import Literal

from PySide6.QtCore import QObject, Signal

__all__ = ["BARS", "WARN_S", "VoiceState"]

Phase = Literal["idle", "opening", "listening", "sending", "attaching", "writing", "failed"]

BARS = 28
"""How many of the newest levels are kept: a second and a half."""
WARN_S = 30.0
"""From here on the seconds that are left are shown instead of those that have passed."""


class VoiceState(QObject):
    """Changed by the controllers of voice and dictation only; `sentence` is what went wrong, or what is `writing` until now.

    `failed` stays until the next press: who shows it decides for how long.
    """

    changed = Signal()
    """The phase or the sentence."""
    moved = Signal()
    """The level and the seconds: about 20 times a second."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase: Phase = "idle"
        self.sentence = ""
        self.quiet = ""
        """That no sound arrives while something is to be recorded; empty when some does."""
        self.locked = False
        self.dictates = False
        """What is said is written into the message, instead of going to the model as a recording."""
        self.seconds = 0.0
        self.limit_s = 0.0
        self.levels: deque[float] = deque([0.0] * BARS, maxlen=BARS)
        """Root mean squares from 0 to 1, oldest first."""

    @property
    def recording(self) -> bool:
        return self.phase in ("opening", "listening")

    @property
    def seconds_left(self) -> float | None:
        """None while there is plenty of time."""
        left = self.limit_s - self.seconds
        return max(0.0, left) if self.recording and left <= WARN_S else None

    def show(self, phase: Phase, sentence: str = "") -> None:
        if (phase, sentence) != (self.phase, self.sentence):
            self.phase, self.sentence = phase, sentence
            self.changed.emit()

    def dictate(self, dictates: bool) -> None:
        if dictates != self.dictates:
            self.dictates = dictates
            self.changed.emit()

    def begin(self, limit_s: float) -> None:
        self.quiet = ""
        self.locked, self.seconds, self.limit_s = False, 0.0, limit_s
        self.levels.extend([0.0] * BARS)
        self.show("opening")

    def lock(self, locked: bool) -> None:
        """The key may be let go: the next press ends it."""
        if locked != self.locked:
            self.locked = locked
            self.changed.emit()

    def hush(self, sentence: str) -> None:
        """No sound arrives, or it does again: empty."""
        if sentence != self.quiet:
            self.quiet = sentence
            self.changed.emit()

    def move(self, rms: float, seconds: float) -> None:
        self.levels.append(rms)
        self.seconds = seconds
        self.show("listening")
        self.moved.emit()
