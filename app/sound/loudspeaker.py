"""Plays a recording on the loudspeaker, from any second of it, in any format that is heard.

Promises that no more than a second of it is decoded ahead where libsndfile reads it, however long it is; and that the position is
what is heard, not what was handed to the device.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

import numpy as np
import soundfile  # pyright: ignore[reportMissingTypeStubs]
import soxr  # pyright: ignore[reportMissingTypeStubs]

from app.sentences import say
from app.sound import portaudio
from app.sound.portaudio import SoundError
from inference.errors import MediaError
from inference.media.audio import SAMPLE_RATE, decode

__all__ = ["Playback"]

AHEAD_S = 0.3
"""How much sound waits in the device: a busy moment of this process shorter than that is not heard."""


class Playback:
    """Open from construction to `close`; raises SoundError when it cannot be played. One thread uses it, `poll` often."""

    def __init__(self, data: bytes, name: str, *, start_s: float = 0.0) -> None:
        self._file = _open_file(data, name)
        self._stream: Any = None
        try:
            self.total_s = self._file.frames / self._file.samplerate
            self._start_s = min(max(0.0, start_s), self.total_s)
            self._file.seek(round(self._start_s * self._file.samplerate))
            self._stream = self._open()
        except BaseException:
            self._file.close()
            raise
        self._rate, self._channels = round(self._stream.samplerate), int(self._stream.channels)
        own = self._file.samplerate
        self._converter = soxr.ResampleStream(own, self._rate, 1, dtype="float32", quality="HQ") if self._rate != own else None
        self._ready = np.zeros(0, np.int16)
        self._read_all = False
        self._written = 0

    @property
    def position_s(self) -> float:
        """Seconds from the start of the recording that have been heard."""
        heard = self._written / self._rate - (0.0 if self.over else self._stream.latency)
        return min(self.total_s, self._start_s + max(0.0, heard))

    @property
    def over(self) -> bool:
        """Everything was handed to the device; `close` with `drain` lets it finish."""
        return self._read_all and not len(self._ready)

    def poll(self) -> None:
        """Hand over as much as there is room for. Raises SoundError when the loudspeaker is gone."""
        if self.over:
            return
        try:
            samples = self._next(self._stream.write_available)
            self._stream.write(np.repeat(samples, self._channels).tobytes())
        except portaudio.library().PortAudioError as error:
            raise portaudio.explain_refusal(error, self._device, "output") from error
        self._written += len(samples)

    def close(self, *, drain: bool = False) -> None:
        """End it; with `drain` what waits in the device is played first, which takes up to AHEAD_S."""
        if drain:
            self._stream.stop(ignore_errors=True)
        portaudio.discard(self._stream)
        self._file.close()

    def _open(self) -> Any:
        sound = portaudio.library()
        found = portaudio.device_index("output", "")
        self._device = found["name"]
        try:
            stream = sound.RawOutputStream(
                device=found["index"],
                samplerate=found["default_samplerate"],
                channels=min(2, found["max_output_channels"]),
                dtype="int16",
                latency=AHEAD_S,
            )
            stream.start()
        except sound.PortAudioError as error:
            raise portaudio.explain_refusal(error, found["name"], "output") from error
        return stream

    def _next(self, count: int) -> np.ndarray:
        """Up to `count` samples at the device's rate, mono."""
        while len(self._ready) < count and not self._read_all:
            block = self._file.read(max(1024, count), dtype="float32", always_2d=True)
            self._read_all = len(block) == 0
            mono = np.asarray(block, np.float32).mean(axis=1) if len(block) else np.zeros(0, np.float32)
            sound = mono if self._converter is None else self._converter.resample_chunk(mono, last=self._read_all)
            scaled = np.clip(np.rint(sound * 32768), -32768, 32767).astype(np.int16)
            self._ready = np.concatenate([self._ready, scaled])
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken


def _open_file(data: bytes, name: str) -> soundfile.SoundFile:
    """What libsndfile does not read is played as the model hears it."""
    with suppress(soundfile.LibsndfileError):
        return soundfile.SoundFile(io.BytesIO(data))
    try:
        samples = decode(data, name)
    except MediaError as error:
        raise SoundError(say("sound-unreadable", name=name)) from error
    wave = io.BytesIO()
    soundfile.write(wave, samples, SAMPLE_RATE, format="WAV")
    wave.seek(0)
    return soundfile.SoundFile(wave)
