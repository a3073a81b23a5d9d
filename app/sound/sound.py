"""The lane that records and plays. It alone uses PortAudio, so nothing a sound device does can hold up the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.folders import data_folder
from app.pauses import once
from app.sound.sound_values import LIMIT_S, Heard, Microphone, Playing, SoundFile
from app.worker.faults import failure
from app.worker.lane import LATER, Hand, Lane, Task, Work

if TYPE_CHECKING:
    from app.sound.kept_sound import KeptSound
    from app.sound.loudspeaker import Playback
    from app.sound.microphone import Recording

__all__ = ["Cancel", "Drop", "FindLeft", "ListMicrophones", "Play", "Record", "Sound", "SoundHand", "Warm"]

TICK_MS = 50
TAIL_MS = 120
"""The last syllable is still in the device when the key is let go."""
PATIENCE_MS = 3_000
"""A driver may hold its thread for good; then the process is left without waiting for it."""


@dataclass(frozen=True)
class Warm(Work[None], doing="bringing the sound library"):
    """Bring PortAudio now, so that the first press need not wait for it. What is wrong with it is said at that press."""


@dataclass(frozen=True)
class ListMicrophones(Work[tuple[Microphone, ...]], doing="looking for microphones"):
    """Ends a playback."""


@dataclass(frozen=True)
class Record(Work[Heard], doing="recording"):
    """Level comes about 20 times a second, then Heard: after `stop`, at the limit, or when the device is lost.

    What was recorded is in a file until that is dropped. A recording that is forgotten, or fails, is left to be found.
    """

    device: str = ""
    limit_s: float = LIMIT_S


@dataclass(frozen=True)
class Cancel(Work[None], doing="cancelling a recording"):
    """The person wants nothing of what is being recorded."""


@dataclass(frozen=True)
class FindLeft(Work[tuple[SoundFile, ...]], doing="looking for recordings that were not finished"):
    """Recordings that were left: by a program that was killed, by one that ended, or where something failed; now ours."""


@dataclass(frozen=True)
class Drop(Work[None], doing="removing the file of a recording"):
    """What was recorded has arrived elsewhere, or is not wanted."""

    path: Path


@dataclass(frozen=True)
class Play(Work[Playing], doing="playing"):
    """Playing comes about 20 times a second; the last one, `over` or not, says where it ended."""

    data: bytes = field(repr=False)
    name: str
    start_s: float = 0.0


class SoundHand(Hand):
    """One recording or one playback at a time: a microphone hears the loudspeaker. Owns the folder of recordings."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._kept: dict[Path, KeptSound] = {}
        """Files of recordings that are over, until they are dropped."""
        self._recording: Recording | None = None
        self._playback: Playback | None = None
        self._task: Task | None = None
        """What is recorded or played now."""
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._tail = once(self, self._finish, TAIL_MS)

    def work(self, task: Task) -> object:
        match task.work:
            case Record():
                return self._record(task, task.work)
            case Play():
                return self._play(task, task.work)
            case ListMicrophones():
                return self._list()
            case FindLeft():
                return self._find()
            case Drop(path):
                return self._drop(path)
            case Cancel():
                return self._halt(drop=True) if self._recording is not None else None
        return self._warm()

    def interrupt(self, task: Task) -> None:
        if task is not self._task:
            return
        if self._recording is not None and not task.forgotten:
            self._tail.start()
        else:
            self._halt()

    def free(self) -> None:
        self._halt()
        for kept in self._kept.values():
            kept.leave()

    def _warm(self) -> None:
        from app.sound import portaudio
        from app.sound.portaudio import SoundError

        try:
            portaudio.library()
        except SoundError:
            return
        import app.sound.microphone  # noqa: F401 - numpy and soxr take a moment too

    def _list(self) -> tuple[Microphone, ...]:
        from app.sound.microphone import microphones

        if self._recording is None:
            self._halt()
        return microphones(again=self._recording is None)

    def _record(self, task: Task, work: Record) -> object:
        from app.sound.microphone import Recording

        if self._tail.isActive():
            self._finish()  # the one before is not lost
        self._halt()
        if task.forgotten:
            return None
        self._recording, self._task = Recording(self._folder, work.device, limit_s=work.limit_s), task
        self._clock.start()
        return LATER

    def _play(self, task: Task, work: Play) -> object:
        from app.sound.loudspeaker import Playback

        if self._recording is not None:
            return Playing(work.start_s)
        self._halt()
        self._playback, self._task = Playback(work.data, work.name, start_s=work.start_s), task
        self._clock.start()
        self._tick()
        return LATER

    @Slot()
    def _tick(self) -> None:
        if self._recording is not None:
            self._try(self._hear)
        elif self._playback is not None:
            self._try(self._say)

    @Slot()
    def _finish(self) -> None:
        if self._recording is not None:
            self._try(self._keep)

    def _hear(self) -> None:
        assert self._recording is not None
        assert self._task is not None
        level = self._recording.poll()
        if level is not None:
            self.tell(self._task, level)
        if self._recording.ended:
            self._keep()

    def _keep(self) -> None:
        assert self._recording is not None
        heard = self._recording.close()
        self._kept[heard.file.path] = self._recording.kept
        self._recording = None
        self._end(heard)

    def _find(self) -> tuple[SoundFile, ...]:
        from app.sound.kept_sound import find

        found = find(self._folder)
        self._kept |= {kept.path: kept for kept in found}
        return tuple(kept.finish() for kept in found)

    def _drop(self, path: Path) -> None:
        if (kept := self._kept.pop(path, None)) is not None:
            kept.drop()

    def _say(self) -> None:
        assert self._playback is not None
        assert self._task is not None
        self._playback.poll()
        position, over = self._playback.position_s, self._playback.over
        if not over:
            self.tell(self._task, Playing(position))
            return
        self._playback.close(drain=True)
        self._playback = None
        self._end(Playing(position, over=True))

    def _halt(self, *, drop: bool = False) -> None:
        """End a recording, to be found later or never, or a playback."""
        recording, self._recording = self._recording, None
        playback, self._playback = self._playback, None
        if recording is not None:
            recording.drop() if drop else recording.leave()
            self._end(None)
        elif playback is not None:
            position = playback.position_s
            playback.close()
            self._end(Playing(position))
        else:
            self._end(None)

    def _end(self, outcome: object) -> None:
        self._clock.stop()
        self._tail.stop()
        task, self._task = self._task, None
        if task is not None:
            self.end(task, outcome)

    def _try(self, step: Callable[[], None]) -> None:
        """Whatever goes wrong, the caller hears of it, the device is closed and the thread goes on."""
        task = self._task
        assert task is not None
        try:
            step()
        except BaseException as error:  # noqa: BLE001
            self._task = None
            self._halt()
            self.end(task, failure(error, task.work.doing))


class Sound(Lane):
    """The lane of the sound devices. What is recorded is in `folder`; without one in that of the person's own data."""

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(SoundHand(folder or data_folder() / "recordings"), parent, patience_ms=PATIENCE_MS)
