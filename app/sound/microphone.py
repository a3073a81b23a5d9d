"""One recording from a microphone, as the model hears it: 16 kHz, mono, 16 bits.

Promises bounded memory, however long it takes; that what was recorded is on the disk a moment later, and kept when the device
is unplugged or the program is killed; and that the thread of PortAudio does nothing but put bytes into a queue. Everything
else happens in `poll`.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import soxr  # pyright: ignore[reportMissingTypeStubs]

from app.sentences import say
from app.sound import portaudio
from app.sound.kept_sound import RATE, KeptSound
from app.sound.portaudio import SoundError
from app.sound.sound_values import LIMIT_S, SILENCE, Heard, Level, Microphone

__all__ = ["Recording", "microphones"]

STALL_S = 2.0
"""A device that says nothing for so long is gone: most systems do not tell, they just stop calling."""
START_S = 6.0
"""Bluetooth takes seconds until the first sample comes."""
RATES = (48_000, 44_100, 16_000, 32_000, 96_000, 8_000)


def microphones(*, again: bool = True) -> tuple[Microphone, ...]:
    """What there is now; with `again` False (while a stream is open) what there was when PortAudio last looked.

    Raises SoundError without PortAudio.
    """
    if again:
        portaudio.look_again()
    return tuple(
        Microphone(device["name"], portaudio.readable(device["name"]), device["default"]) for device in portaudio.tidy("input")
    )


class Recording:
    """Open from construction to `close`, `leave` or `drop`, with its file in `folder`; one thread uses it.

    Raises SoundError when the device cannot be opened, or the file not be made.
    """

    def __init__(
        self, folder: Path, device: str = "", *, limit_s: float = LIMIT_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._came: deque[bytes] = deque()
        self._clock, self._limit_s = clock, limit_s
        self._gaps = self._frames = 0
        self._full = self._stopped = self._disk_full = False
        self._name = ""
        self._stream = self._open_or_retry(device)
        self._channels, self._rate = int(self._stream.channels), round(self._stream.samplerate)
        self._loudness = _Loudness(max(1, self._rate // 20))
        self._most = round(limit_s * self._rate)
        self._converter = soxr.ResampleStream(self._rate, RATE, 1, dtype="float32", quality="HQ") if self._rate != RATE else None
        self._arrived = clock()
        self.kept = _file_in(folder, self._stream)
        try:
            self._stream.start()
        except portaudio.library().PortAudioError as error:
            self.drop()
            raise portaudio.explain_refusal(error, device or "default", "input") from error

    @property
    def seconds(self) -> float:
        return self._loudness.samples / self._rate

    @property
    def ended(self) -> Literal["", "limit", "lost", "disk"]:
        """Whether it is over by itself. Raises SoundError when the device never gave a sample."""
        if self._disk_full:
            return "disk"
        if self._full:
            return "limit"
        begun = self._frames > 0
        if self._stopped or self._clock() - self._arrived > (STALL_S if begun else START_S):
            if not begun:
                raise SoundError(say("microphone-silent"))
            return "lost"
        return ""

    def poll(self) -> Level | None:
        """Take in what has come since the last call; None when nothing has."""
        blocks = [self._came.popleft() for _ in range(len(self._came))]
        if not blocks:
            return None
        self._arrived = self._clock()
        mono = self._mono(b"".join(blocks))
        self._loudness.add(mono)
        self._keep(mono if self._converter is None else self._converter.resample_chunk(mono))
        # A tick of the sound thread brings one window; after it was kept busy there are several.
        windows = np.array_split(mono, max(1, round(len(mono) * 20 / self._rate)))
        rms = max(float(np.sqrt(np.mean(np.square(window)))) for window in windows)
        loud = self._loudness
        quiet, heard = loud.quiet / self._rate, loud.loudest >= SILENCE
        return Level(min(1.0, rms), min(1.0, float(np.abs(mono).max())), self.seconds, quiet, heard, self._name)

    def close(self) -> Heard:
        """End it and give what was recorded; its file is still `kept`. Raises SoundError as `ended` does."""
        try:
            ended = self.ended or "stopped"
        finally:
            self._release()
        self._finish()
        return Heard(self.kept.finish(), self._loudness.loudest, "disk" if self._disk_full else ended, self._gaps)

    def leave(self) -> None:
        """End it; what was recorded stays in its file."""
        self._release()
        self._finish()
        self.kept.leave()

    def drop(self) -> None:
        """End it and forget what was recorded."""
        self._release()
        self._came.clear()
        self.kept.drop()

    def _take(self, data: Any, frames: int, _when: Any, status: Any) -> None:
        """PortAudio's thread, many times a second: no Qt, no lock, no waiting."""
        if status.input_overflow:
            self._gaps += 1
        room = self._most - self._frames
        if room > 0:
            self._came.append(bytes(data)[: 2 * self._channels * room])
            self._frames += min(frames, room)
        self._full = self._frames >= self._most

    def _end(self) -> None:
        self._stopped = True  # PortAudio ended it: by our close, or because the device is gone

    def _open_or_retry(self, device: str) -> Any:
        """The stream on `device`; when that fails, once more after looking at what is plugged in now."""
        if not _follows_the_default():
            portaudio.look_again()
        try:
            return self._open(portaudio.device_index("input", device))
        except SoundError:
            portaudio.look_again()
        return self._open(portaudio.device_index("input", device))

    def _open(self, found: dict[str, Any]) -> Any:
        sound = portaudio.library()
        most, own_rate = int(found["max_input_channels"]), round(found["default_samplerate"])
        failure: Exception | None = None
        for rate in dict.fromkeys((own_rate, *RATES)):
            for channels in dict.fromkeys((1, min(2, most), most)):
                self._name = portaudio.readable(found["name"])
                try:
                    return sound.RawInputStream(
                        device=found["index"],
                        samplerate=rate,
                        channels=channels,
                        dtype="int16",
                        latency="high",
                        callback=self._take,
                        finished_callback=self._end,
                    )
                except sound.PortAudioError as error:
                    failure = failure or error
                    if error.args[1:2] not in ((portaudio.INVALID_CHANNELS,), (portaudio.INVALID_RATE,)):
                        raise portaudio.explain_refusal(error, found["name"], "input") from error
        assert failure is not None
        raise portaudio.explain_refusal(failure, found["name"], "input") from failure

    def _release(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            portaudio.discard(stream)

    def _mono(self, data: bytes) -> np.ndarray:
        """float32 [frames] in -1..1."""
        samples = np.frombuffer(data, np.int16).reshape(-1, self._channels)
        return samples.mean(axis=1, dtype=np.float32) * np.float32(1 / 32768)

    def _finish(self) -> None:
        """What has come and what the converter holds back."""
        self.poll()
        if self._converter is not None:
            self._keep(self._converter.resample_chunk(np.zeros(0, np.float32), last=True))
            self._converter = None

    def _keep(self, samples: np.ndarray) -> None:
        if self._disk_full or not len(samples):
            return
        try:
            self.kept.add(np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes())
        except OSError:
            self._disk_full = True


class _Loudness:
    """The loudest window of everything added, without its mean: a wrong offset of the converter is no sound."""

    def __init__(self, window: int) -> None:
        self._window = window
        self.samples = self.quiet = 0
        """How many there were, and how many since the last window that was louder than SILENCE."""
        self.loudest = 0.0
        self._rest = np.zeros(0, np.float32)

    def add(self, samples: np.ndarray) -> None:
        self.samples += len(samples)
        waiting = np.concatenate([self._rest, samples])
        whole = len(waiting) // self._window * self._window
        self._rest = waiting[whole:]
        if whole:
            loud = waiting[:whole].reshape(-1, self._window).std(axis=1)
            self.loudest = max(self.loudest, float(loud.max()))
            heard = np.flatnonzero(loud >= SILENCE)
            self.quiet = (len(loud) - 1 - int(heard[-1])) * self._window if len(heard) else self.quiet + whole


def _file_in(folder: Path, stream: Any) -> KeptSound:
    try:
        return KeptSound.begin(folder)
    except OSError as error:
        portaudio.discard(stream)
        raise SoundError(say("recording-without-file", folder=folder, reason=str(error.strerror))) from error


def _follows_the_default() -> bool:
    """On Linux "default" is a name that the sound server resolves; elsewhere PortAudio remembers the device it once was."""
    return sys.platform.startswith("linux")
