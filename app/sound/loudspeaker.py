"""Plays a recording on the loudspeaker, from any second of it, in any format that is heard.

Promises that no more than a few seconds of it are decoded ahead where libsndfile reads it, however long it is; and that the
position is what is heard, not what was handed to the device.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from app.sound import portaudio
from inference.decoding.played import Played

__all__ = ["Playback"]

AHEAD_S = 0.3
"""How much sound waits in the device: a busy moment of this process shorter than that is not heard."""


class Playback:
    """Open from construction to `close`; raises HushError when it cannot be played. One thread uses it, `poll` often."""

    def __init__(self, data: bytes, name: str, *, start_s: float = 0.0) -> None:
        self._stream: Any = self._open()
        self._rate, self._channels = round(self._stream.samplerate), int(self._stream.channels)
        try:
            self._sound = Played(name, data, start_s=start_s, rate=self._rate)
        except BaseException:
            portaudio.discard(self._stream)
            raise
        self.total_s = self._sound.total_s
        self._start_s = min(max(0.0, start_s), self.total_s)
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
        """Hand over as much as there is room for. Raises HushError when the loudspeaker is gone, or the recording breaks off."""
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
        self._sound.close()

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
        """Up to `count` samples, mono; fewer where they are not decoded yet."""
        while len(self._ready) < count and not self._read_all:
            block = self._sound.take()
            if block == b"":
                break
            self._read_all = block is None
            self._ready = np.concatenate([self._ready, np.frombuffer(block or b"", np.int16)])
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken
