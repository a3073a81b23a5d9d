"""Playing a recording of the conversation: one at a time, from where it was left, from where the person clicked."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app import wording
from app.sound.sound import Play, Sound
from app.sound.sound_values import Playing
from app.worker.lane import IDLE, Job
from inference.conversation import AudioPart
from inference.events import Failed

__all__ = ["PlaybackController"]


class PlaybackController(QObject):
    """`part` is what was played last; `position_s` where it is, in seconds; `playing` whether it sounds now."""

    changed = Signal()
    began = Signal()
    """Another recording is played, or this one from another place."""
    failed = Signal(object)
    """Sentence."""

    def __init__(self, sound: Sound) -> None:
        super().__init__()
        self._sound = sound
        self._job: Job[Playing] = IDLE
        self.part: AudioPart | None = None
        self.position_s = 0.0

    @property
    def playing(self) -> bool:
        return self._job.live

    def plays(self, part: AudioPart) -> bool:
        """Whether that is what was played last: the same sound, whatever has been written down of it since."""
        return self.part is part or (self.part is not None and self.part.digest == part.digest)

    def toggle(self, part: AudioPart) -> None:
        """Play, or pause; another recording begins at its start, and the one that played is given up."""
        if self.playing and self.plays(part):
            self.pause()
        else:
            self.play(part, self.position_s if self.plays(part) else 0.0)

    def play(self, part: AudioPart, position_s: float) -> None:
        """Play from there on."""
        self._job.forget()
        self.part, self.position_s = part, position_s
        self._job = self._sound.submit(Play(part.data, part.name, position_s), self._move, self._fail, self._move)
        self.began.emit()
        self.changed.emit()

    def pause(self) -> None:
        """The position stays."""
        self._job.stop()

    def _move(self, now: Playing) -> None:
        self.position_s = 0.0 if now.over else now.position_s
        self.changed.emit()

    def _fail(self, failed: Failed) -> None:
        self.changed.emit()
        self.failed.emit(wording.sentence(failed.error))
