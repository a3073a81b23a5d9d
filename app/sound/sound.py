"""The window's side of the sound thread: hands out numbers, passes on what is told, drops what comes late."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QObject, QThread, Signal, SignalInstance, Slot

from app.sound.sound_lane import SoundLane
from app.sound.sound_values import LIMIT_S, Heard, Playing
from inference.events import Failed

__all__ = ["Sound"]

PATIENCE_MS = 3_000


class Sound(QObject):
    """Owns the thread that records and plays. `told(number, value)` carries Level, Heard, Playing, Microphones or Failed."""

    told = Signal(int, object)
    _warm = Signal()
    _list = Signal(int)
    _record = Signal(int, str, float)
    _finish = Signal(int)
    _play = Signal(int, object, str, float)
    _halt = Signal(int)
    _close = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._live: set[int] = set()
        self._lane, self._thread = SoundLane(), QThread(self)
        self._lane.moveToThread(self._thread)
        self._lane.told.connect(self._relay)
        for signal, slot in (
            (self._warm, self._lane.warm),
            (self._list, self._lane.list_microphones),
            (self._record, self._lane.record),
            (self._finish, self._lane.finish),
            (self._play, self._lane.play),
            (self._halt, self._lane.halt),
            (self._close, self._lane.close),
        ):
            signal.connect(slot)
        self._thread.setObjectName("Sound")
        self._thread.start()

    def warm(self) -> None:
        """Bring the sound library in the background; no device is opened."""
        self._warm.emit()

    def list_microphones(self) -> int:
        """A tuple of Microphone follows, or Failed. Ends a playback."""
        return self._begun(self._list)

    def record(self, device: str = "", *, limit_s: float = LIMIT_S) -> int:
        """Level follows about 20 times a second, then Heard: after `finish`, at the limit, or when the device is lost."""
        return self._begun(self._record, device, limit_s)

    def finish(self, number: int) -> None:
        self._finish.emit(number)

    def play(self, data: bytes, name: str, *, start_s: float = 0.0) -> int:
        """Playing follows about 20 times a second until one of them is `over` or `halted`."""
        return self._begun(self._play, data, name, start_s)

    def halt(self, number: int) -> None:
        """End a playback; its last Playing says where."""
        self._halt.emit(number)

    def forget(self, number: int) -> None:
        """End a recording or a playback; nothing more is heard of it."""
        self._live.discard(number)
        self._halt.emit(number)

    def close(self) -> bool:
        """End the thread; False when a driver holds it, then the process must be left without waiting for it."""
        self._live.clear()
        self._close.emit()
        return self._thread.wait(PATIENCE_MS)

    def _begun(self, signal: SignalInstance, *arguments: object) -> int:
        number = next(self._numbers)
        self._live.add(number)
        signal.emit(number, *arguments)
        return number

    @Slot(int, object)
    def _relay(self, number: int, value: object) -> None:
        if number not in self._live:
            return
        if isinstance(value, Heard | Failed | tuple) or (isinstance(value, Playing) and (value.over or value.halted)):
            self._live.discard(number)
        self.told.emit(number, value)
