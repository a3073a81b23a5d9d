"""Voices and rooms that training never hears: accents of New York and the West Midlands in throats of their own.

The way from the mouth to the microphone is made otherwise than in training: a few echoes from walls, a fan, a distance.
"""

from __future__ import annotations

import random

import numpy as np

from inference.evaluation.speech import SAMPLE_RATE, Samples, Voice, say

__all__ = ["ACCENTS", "VARIANTS", "in_a_room", "random_voice", "spoken"]

ACCENTS = ("en-us-nyc", "en-gb-x-gbcwmd")
VARIANTS = ("f5", "aunty", "belinda", "Michael", "edward2", "john", "sandro", "victor")

_METRE = SAMPLE_RATE / 343
"""Samples that sound takes for one."""


def random_voice(rng: random.Random) -> Voice:
    """One of the accents in one of the throats, 130 to 190 words a minute."""
    return Voice(f"{rng.choice(ACCENTS)}+{rng.choice(VARIANTS)}", rng.randint(130, 190), rng.randint(30, 70))


def spoken(said: str, rng: random.Random) -> Samples:
    """`said` in a voice and a room of its own: mono float32 at 16 kHz. RuntimeError without espeak-ng."""
    return in_a_room(say(said, random_voice(rng)), rng)


def in_a_room(samples: Samples, rng: random.Random) -> Samples:
    """`samples` with up to half a second of room around them, at a level between a quiet and a full one."""
    before, after = (rng.randrange(SAMPLE_RATE // 10, SAMPLE_RATE // 2) for _ in range(2))
    wave = np.pad(samples, (before, after))
    if rng.random() < 0.6:
        wave = _echoed(wave, rng)
    if rng.random() < 0.6:
        loudness = float(np.sqrt(np.mean(np.square(samples))))
        wave += _fan(len(wave), rng) * np.float32(loudness * 10 ** (-rng.uniform(15, 35) / 20))
    peak = max(float(np.abs(wave).max()), 1e-6)
    return np.clip(wave * np.float32(rng.uniform(0.1, 0.9) / peak), -1, 1)


def _echoed(wave: Samples, rng: random.Random) -> Samples:
    """Five walls, each 2 to 15 metres of detour away, answer with up to a third of what they hear."""
    out = wave.copy()
    for _ in range(5):
        late = int(rng.uniform(2, 15) * _METRE)
        out[late:] += wave[:-late] * np.float32(rng.uniform(-0.33, 0.33))
    return out


def _fan(length: int, rng: random.Random) -> Samples:
    """Noise with little of the high tones, of a mean level of 1."""
    noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(length + 7, np.float32)
    steps = np.cumsum(noise, dtype=np.float64)
    soft = (steps[7:] - steps[:-7]).astype(np.float32)
    return soft / np.float32(np.sqrt(np.mean(np.square(soft))))
