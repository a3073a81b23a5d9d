"""What every voice of the starter goes through: espeak-ng says it, as mono float32 at 16 kHz.

Training draws its voices and rooms in `synthesis.voices`, the evaluation its own in `held_out.voices`; here is only what both
need, and the clips of digits with `varied`, which hears each of them from a little further away.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from inference.starter.world import digits, held_out

__all__ = ["FRAME", "SAMPLE_RATE", "VOICES", "Clip", "Samples", "Speech", "Spoken", "Voice", "load_or_speak", "random_clip",
           "say", "speak", "varied"]  # fmt: skip

SAMPLE_RATE = 16_000
FRAME = 640
VOICES = ("en-us", "en-us+f3", "en", "en+f3")  # a man and a woman, each with an American and a British accent
_SILENCE = 0.01  # of full scale
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


@dataclass(frozen=True)
class Clip:
    """`samples` are mono float32 at 16 kHz in -1..1, without the silence around them."""

    digits: str
    samples: Samples


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
    return _trimmed(soxr.resample(samples, rate, SAMPLE_RATE).astype(np.float32))


def speak(text: str, *, voice: str, speed: int, pitch: int) -> Samples:
    """`text`, character by character, as `say` says it."""
    return say(" ".join(text), Voice(voice, speed, pitch))


def random_clip(rng: random.Random, *, evaluation: bool) -> Clip:
    """One to four digits in either voice; strings of three and four digits are either trained on or evaluated on."""
    while True:
        text = digits(rng, rng.choice((1, 2, 3, 3, 4, 4)))
        if len(text) < 3 or held_out(text) == evaluation:
            break
    return Clip(text, speak(text, voice=rng.choice(VOICES), speed=rng.randint(120, 200), pitch=rng.randint(30, 70)))


def varied(samples: Samples, rng: random.Random, *, length: int | None = None) -> Samples:
    """`samples` at another level, after some silence, with or without a little noise; cut or filled to `length` samples."""
    before = rng.randrange(0, 8000)
    if length is not None:
        before = min(before, max(0, length - len(samples) - 800))
    size = before + len(samples) + rng.randrange(800, 6400) if length is None else length
    out = np.zeros(size, np.float32)
    kept = samples[: size - before]
    out[before : before + len(kept)] = kept * (rng.uniform(0.1, 1.0) / max(float(np.abs(samples).max()), 1e-3))
    if rng.random() < 0.5:
        noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(size, np.float32)
        out += noise * (10 ** rng.uniform(-4.5, -2.5))
    return np.clip(out, -1, 1)


class Speech:
    """Clips for training, sorted by length so that a batch pads little."""

    def __init__(self, clips: list[Clip]) -> None:
        self._clips = sorted(clips, key=lambda clip: len(clip.samples))

    def batch(self, rng: random.Random, size: int, *, most_digits: int = 4) -> tuple[NDArray[np.float32], list[str]]:
        """Frames [size, N, 640] and what is said in each; N is the same for all of them."""
        clips = [clip for clip in self._clips if len(clip.digits) <= most_digits]
        at = rng.randrange(max(1, len(clips) - size * 6))
        chosen = rng.sample(clips[at : at + size * 6], size)
        longest = max(len(clip.samples) for clip in chosen) + rng.randrange(1600, 12_000)
        frames = -(-longest // FRAME)
        waves = [varied(clip.samples, rng, length=frames * FRAME) for clip in chosen]
        return np.stack(waves).reshape(size, frames, FRAME), [clip.digits for clip in chosen]


def load_or_speak(path: Path, count: int, *, seed: int = 1, evaluation: bool = False) -> list[Clip]:
    """`count` clips, kept in `path` (npz, int16) because saying them takes a minute or two."""
    if path.exists():
        with np.load(path) as kept:
            ends, wave, texts = kept["ends"], kept["wave"], kept["texts"]
        return [
            Clip(str(t), w.astype(np.float32) / np.float32(32768)) for t, w in zip(texts, np.split(wave, ends[:-1]), strict=True)
        ]
    rng = random.Random(seed)
    clips = [random_clip(rng, evaluation=evaluation) for _ in range(count)]
    wave = np.concatenate([np.round(clip.samples * 32767).astype(np.int16) for clip in clips])
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, ends=np.cumsum([len(clip.samples) for clip in clips]), wave=wave, texts=[clip.digits for clip in clips])
    part.replace(path)
    return clips


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > _SILENCE)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples
