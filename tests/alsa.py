"""A sound card of our own: real ALSA devices that PortAudio finds as the default microphone and loudspeaker, without hardware.

What the microphone hears comes out of a pipe and what the loudspeaker plays goes into a file, through ALSA's own `file` plugin
(https://www.alsa-project.org/alsa-doc/alsa-lib/pcm_plugins.html). The `null` device behind it keeps no time: speech arrives at
once and silence at the pace of the pipe.
"""

from __future__ import annotations

import fcntl
import io
import os
import queue
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from app.sound import portaudio

__all__ = ["RATE", "SoundCard", "no_sound_card", "sound_card", "spoken"]

RATE = 44_100
"""What PortAudio takes for the device's own rate."""
STEP_S = 0.02
PIPE_BYTES = 1 << 20

MICROPHONE = """
pcm.{name} {{ type file  slave.pcm {{ type null }}  file "/dev/null"  infile "{pipe}"  format "raw" }}
"""
CARD = """
pcm.ear {{ type file  slave.pcm {{ type null }}  file "{played}"  format "raw" }}
pcm.!default {{ type asym  capture.pcm "mouth"  playback.pcm "ear" }}
"""
NO_CARD = "pcm.!default { type hw card 31 }"


def spoken(text: str) -> np.ndarray:
    """int16 [n] at RATE: what espeak-ng says, between two short silences."""
    wave = subprocess.run(["espeak-ng", "--stdout", text], check=True, capture_output=True).stdout
    samples, rate = soundfile.read(io.BytesIO(wave), dtype="float32")
    said = soxr.resample(samples, rate, RATE)
    pause = np.zeros(RATE // 10, np.float32)
    return (np.concatenate([pause, said, pause]) * 32767).astype(np.int16)


class SoundCard:
    """The other side of the devices: what is said into the microphone, and what came out of the loudspeaker."""

    def __init__(self, folder: Path, *, offset: int = 0, dead: bool = False) -> None:
        self.config, self._pipe, self._played = folder / "asoundrc", folder / "microphone", folder / "loudspeaker"
        os.mkfifo(self._pipe)
        self._both = os.open(self._pipe, os.O_RDWR)  # so that opening the reading end never waits for a writer
        self._end = os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK)
        fcntl.fcntl(self._end, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self.config.write_text(MICROPHONE.format(name="mouth", pipe=self._pipe) + CARD.format(played=self._played))
        self._lock = threading.Lock()
        self._waiting = b""
        self._offset = offset
        self._unit = self._silence = b""
        self._plugged = threading.Event()
        if not dead:
            self._plugged.set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._feed, daemon=True)

    def open(self) -> None:
        """Once ALSA_CONFIG_PATH names `config`."""
        portaudio.look_again()
        os.write(self._end, bytes(PIPE_BYTES))
        frames = _frames_per_read()
        while self._unheard():
            os.read(self._both, PIPE_BYTES)
        self._unit = np.full(frames, self._offset, "<i2").tobytes()
        self._silence = self._unit * max(1, round(RATE * STEP_S / frames))
        self._thread.start()

    def say(self, samples: np.ndarray) -> None:
        """int16 [n] at RATE: heard as soon as somebody listens, followed by silence."""
        data = samples.astype("<i2").tobytes()
        with self._lock:
            self._waiting += data + self._unit[len(data) % len(self._unit) :]

    def forget(self) -> None:
        """What nobody has listened to is not heard any more."""
        with self._lock:
            self._waiting = b""
            while self._unheard():
                os.read(self._both, PIPE_BYTES)

    @property
    def said(self) -> bool:
        """Whether everything has been heard."""
        with self._lock:
            return not self._waiting and self._unheard() <= len(self._silence)

    def unplug(self) -> None:
        """From now on the device gives nothing and tells nobody, as most do."""
        self._plugged.clear()

    def plug_in(self, other: SoundCard, name: str) -> None:
        """From now on the microphone of `other` is there too, under this name, for whoever looks again."""
        with self.config.open("a") as config:
            config.write(MICROPHONE.format(name=name, pipe=other._pipe))
        os.utime(self.config, (1, 1))  # ALSA looks at the second a file was changed

    def played(self) -> np.ndarray:
        """int16 [n, 2] at RATE: everything the loudspeaker was given since it was last opened."""
        return np.fromfile(self._played, "<i2").reshape(-1, 2)

    def remove(self) -> None:
        """The card is gone for whoever looks again."""
        self.config.write_text(NO_CARD)
        os.utime(self.config, (0, 0))  # ALSA looks at the second a file was changed

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        os.close(self._end)
        os.close(self._both)  # a driver that still waits reads the end of the file

    def _feed(self) -> None:
        while not self._over.is_set():
            if self._plugged.is_set():
                with self._lock:
                    if self._waiting:
                        self._waiting = self._waiting[os.write(self._end, self._waiting) :]
                    elif self._unheard() < len(self._silence):
                        os.write(self._end, self._silence)
            time.sleep(STEP_S)

    def _unheard(self) -> int:
        """Bytes in the pipe."""
        return struct.unpack("i", fcntl.ioctl(self._both, termios.FIONREAD, bytes(4)))[0]


def _frames_per_read() -> int:
    """How much is read at a time: ALSA fills up what a shorter read lacks with whatever lies in memory."""
    told: queue.SimpleQueue[int] = queue.SimpleQueue()
    sound = portaudio.library()

    def once(_data: object, frames: int, *_: object) -> None:
        told.put(frames)
        raise sound.CallbackAbort

    with sound.RawInputStream(samplerate=RATE, channels=1, dtype="int16", latency="high", callback=once):
        return told.get(timeout=10)


@contextmanager
def sound_card(folder: Path, *, offset: int = 0, dead: bool = False) -> Iterator[SoundCard]:
    """The devices are there as long as this is open.

    `offset`: the sample the microphone gives in silence. `dead`: it can be opened and never gives any.
    """
    card = SoundCard(folder, offset=offset, dead=dead)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALSA_CONFIG_PATH", str(card.config))
        card.open()
        try:
            yield card
        finally:
            card.close()


@contextmanager
def no_sound_card(folder: Path) -> Iterator[None]:
    """A machine without any sound device."""
    (folder / "asoundrc").write_text(NO_CARD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALSA_CONFIG_PATH", str(folder / "asoundrc"))
        yield
