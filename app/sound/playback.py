"""Playing a recording of the conversation: one at a time, from where it was left, from where the person clicked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app import wording
from app.sound.sound import Sound
from app.sound.sound_values import Playing
from inference.conversation import AudioPart
from inference.events import Failed

__all__ = ["PlaybackController"]


class PlaybackController(QObject):
    """`part` is what was played last; `position_s` where it is, in seconds; `playing` whether it sounds now."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, sound: Sound) -> None:
        super().__init__()
        self._sound = sound
        self._number = 0
        self.part: AudioPart | None = None
        self.position_s = 0.0
        sound.told.connect(self._hear)

    @property
    def playing(self) -> bool:
        return self._number > 0

    def toggle(self, part: AudioPart) -> None:
        """Play, or pause; another recording begins at its start, and the one that played is given up."""
        if self.playing and part is self.part:
            self.pause()
        else:
            self.play(part, self.position_s if part is self.part else 0.0)

    def play(self, part: AudioPart, position_s: float) -> None:
        """Play from there on."""
        self._sound.forget(self._number)
        self.part, self.position_s = part, position_s
        self._number = self._sound.play(part.data, part.name, start_s=position_s)
        self.changed.emit()

    def pause(self) -> None:
        """The position stays."""
        if self.playing:
            self._sound.halt(self._number)

    @Slot(int, object)
    def _hear(self, number: int, value: object) -> None:
        if number != self._number:
            return
        if isinstance(value, Playing):
            self.position_s = 0.0 if value.over else value.position_s
            if value.over or value.halted:
                self._number = 0
            self.changed.emit()
        elif isinstance(value, Failed):
            self._number = 0
            self.changed.emit()
            self.failed.emit(wording.sentence(value.error))
