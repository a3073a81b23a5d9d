"""What every voice of the starter goes through: espeak-ng says it, as mono float32 at 16 kHz."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import dataclass

import numpy as np
import soundfile  # pyright: ignore[reportMissingTypeStubs]
import soxr  # pyright: ignore[reportMissingTypeStubs]
from numpy.typing import NDArray

__all__ = ["FRAME", "SAMPLE_RATE", "Samples", "Spoken", "Voice", "say", "wav"]

SAMPLE_RATE = 16_000
FRAME = 640
"""Samples of a soft token: 40 ms."""
_SILENCE = 0.01  # what is quieter, as a share of full scale
_DIGITS = re.compile(r"\d+")

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """`text` as it is written, and `said` as the synthesiser is given it."""

    text: str
    said: str

    @classmethod
    def of(cls, text: str) -> Spoken:
        """`text` with its digits said one by one: "The code is 407." is said "The code is 4 0 7."."""
        return cls(text, _DIGITS.sub(lambda run: " ".join(run[0]), text))


@dataclass(frozen=True)
class Voice:
    """A voice of espeak-ng, an accent with or without a variant ("en-us+f3"); `speed` in words a minute, `pitch` 0..99."""

    name: str
    speed: int = 160
    pitch: int = 50


def say(said: str, voice: Voice) -> Samples:
    """`said` in `voice`, without the silence around it; takes about 30 ms. RuntimeError without espeak-ng or such a voice."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise RuntimeError("espeak-ng is not installed: apt-get install espeak-ng")
    command = [program, "-v", voice.name, "-s", str(voice.speed), "-p", str(voice.pitch), "--stdout", said]
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode or not done.stdout:
        raise RuntimeError(f"espeak-ng does not speak as {voice.name}: {done.stderr.decode(errors='replace').strip()}")
    samples, rate = soundfile.read(io.BytesIO(done.stdout), dtype="float32")
    return _trim(soxr.resample(samples, rate, SAMPLE_RATE).astype(np.float32))


def wav(samples: Samples) -> bytes:
    """The bytes of a WAV file of `samples`, 16 bits each."""
    data = io.BytesIO()
    soundfile.write(data, samples, SAMPLE_RATE, format="WAV", subtype="PCM_16")
    return data.getvalue()


def _trim(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > _SILENCE)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples
