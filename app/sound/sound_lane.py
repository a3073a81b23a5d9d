"""The thread that records and plays. It alone uses PortAudio, so nothing a sound device does can hold up the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from app.sound.sound_values import Playing
from app.worker.faults import failed

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.sound.loudspeaker import Playback
    from app.sound.microphone import Recording

__all__ = ["SoundLane"]

TICK_MS = 50
TAIL_MS = 120
"""The last syllable is still in the device when the key is let go."""


class SoundLane(QObject):
    """Lives in its QThread; nothing is called from outside. One recording or one playback at a time: a microphone hears
    the loudspeaker. `told(number, value)`: Level, Heard, Playing, a tuple of Microphone, or Failed."""

    told = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._recording: Recording | None = None
        self._playback: Playback | None = None
        self._number = 0
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._tail = QTimer(self, interval=TAIL_MS, singleShot=True)
        self._tail.timeout.connect(self._finish)

    @Slot()
    def warm(self) -> None:
        """Bring PortAudio now, so that the first press need not wait for it. What is wrong with it is said at that press."""
        from app.sound import portaudio
        from app.sound.portaudio import SoundError

        try:
            portaudio.library()
        except SoundError:
            return
        import app.sound.microphone  # noqa: F401 - numpy and soxr take a moment too

    @Slot(int)
    def list_microphones(self, number: int) -> None:
        def work() -> None:
            from app.sound.microphone import microphones

            if self._recording is None:
                self._halt()
            self.told.emit(number, microphones(again=self._recording is None))

        self._try(number, "looking for microphones", work)

    @Slot(int, str, float)
    def record(self, number: int, device: str, limit_s: float) -> None:
        def work() -> None:
            from app.sound.microphone import Recording

            if self._tail.isActive():
                self._finish()  # the one before is not lost
            self._halt()
            self._recording, self._number = Recording(device, limit_s=limit_s), number
            self._clock.start()

        self._try(number, "opening the microphone", work)

    @Slot(int)
    def finish(self, number: int) -> None:
        """Keep what recording `number` heard: it comes as Heard."""
        if self._recording is not None and number == self._number:
            self._tail.start()

    @Slot(int, object, str, float)
    def play(self, number: int, data: bytes, name: str, start_s: float) -> None:
        def work() -> None:
            from app.sound.loudspeaker import Playback

            if self._recording is not None:
                self.told.emit(number, Playing(start_s, halted=True))
                return
            self._halt()
            self._playback, self._number = Playback(data, name, start_s=start_s), number
            self._clock.start()
            self._tick()

        self._try(number, "opening the loudspeaker", work)

    @Slot(int)
    def halt(self, number: int) -> None:
        """Forget a recording or end a playback."""
        if number == self._number:
            self._halt()

    @Slot()
    def close(self) -> None:
        try:
            self._halt()
        finally:
            QThread.currentThread().quit()

    @Slot()
    def _tick(self) -> None:
        if self._recording is not None:
            self._try(self._number, "recording", self._hear)
        elif self._playback is not None:
            self._try(self._number, "playing", self._say)

    @Slot()
    def _finish(self) -> None:
        if self._recording is not None:
            self._try(self._number, "keeping the recording", self._keep)

    def _hear(self) -> None:
        assert self._recording is not None
        level = self._recording.poll()
        if level is not None:
            self.told.emit(self._number, level)
        if self._recording.ended:
            self._keep()

    def _keep(self) -> None:
        recording, self._recording = self._recording, None
        self._rest()
        assert recording is not None
        self.told.emit(self._number, recording.close())

    def _say(self) -> None:
        assert self._playback is not None
        self._playback.poll()
        position, over = self._playback.position_s, self._playback.over
        if over:
            self._playback.close(drain=True)
            self._playback = None
            self._rest()
        self.told.emit(self._number, Playing(position, over=over))

    def _halt(self) -> None:
        self._rest()
        recording, self._recording = self._recording, None
        playback, self._playback = self._playback, None
        if recording is not None:
            recording.abandon()
        if playback is not None:
            position = playback.position_s
            playback.close()
            self.told.emit(self._number, Playing(position, halted=True))

    def _rest(self) -> None:
        self._clock.stop()
        self._tail.stop()

    def _try(self, number: int, doing: str, work: Callable[[], None]) -> None:
        """Whatever goes wrong, the window hears of it, the device is closed and the thread goes on."""
        try:
            work()
        except BaseException as error:  # noqa: BLE001
            self._halt()
            self.told.emit(number, failed(error, doing))
