"""Voices that training hears, and what becomes of a clip between a mouth and a model: another each time it is used.

A clip is said once, by espeak-ng, and kept; `heard` then makes it faster or slower, puts it into a room, before a cheap
microphone, among noise. The voices and rooms of the evaluation are others.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import numpy as np
import soxr

from inference.starter.hearing import Heard
from inference.starter.speech import SAMPLE_RATE, Samples, Voice

__all__ = ["ACCENTS", "VARIANTS", "heard", "random_voice"]

ACCENTS = ("en-us", "en-us", "en-us", "en-gb", "en-gb", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan", "en-029")
VARIANTS = ("", "", "f1", "f1", "f2", "f2", "f3", "f3", "f4", "f4", "Andrea", "Annie", "grandma", "linda", "m1", "m2", "m3",
            "m4", "m5", "m6", "m7", "m8", "Alex", "Andy", "Denis", "Diogo", "Gene", "Mario", "Mike", "adam", "benjamin", "boris",
            "klatt", "klatt2", "klatt3", "klatt4", "marcelo", "max", "pedro", "quincy", "rob", "robert")  # fmt: skip
"""Throats of espeak-ng that sound like a person's."""

_STRETCH = 0.08  # of speed and pitch together, at most
_BANK = 1 << 18  # samples of each noise, made once in each process
_TAPS = 129


def random_voice(rng: random.Random) -> Voice:
    """An accent with a variant, 110 to 220 words a minute, at any pitch a person may have."""
    accent, variant = rng.choice(ACCENTS), rng.choice(VARIANTS)
    return Voice(f"{accent}+{variant}" if variant else accent, rng.randint(110, 220), rng.randint(20, 80))


def heard(
    samples: Samples,
    rng: random.Random,
    *,
    length: int | None = None,
    others: Sequence[Samples] = (),
    close: bool = False,
) -> Heard:
    """`samples` as a microphone in some room hears them, mono float32 at 16 kHz in -1..1, some silence around; without letters.

    length: in samples, for as many; of a clip that is shorter by 0.1 seconds or more nothing is cut. others: clips that people in
    the background say. close: to a good microphone in a quiet room.
    """
    dice = np.random.default_rng(rng.getrandbits(64))
    most = len(samples) * (1 + _STRETCH) if length is None else length - SAMPLE_RATE // 10
    spoken = _stretched(samples, rng, most=most)
    before = rng.randrange(SAMPLE_RATE // 2)
    if length is None:
        length = before + len(spoken) + rng.randrange(SAMPLE_RATE // 20, SAMPLE_RATE * 2 // 5)
    before = min(before, max(0, length - len(spoken) - SAMPLE_RATE // 20))
    wave = np.zeros(length, np.float32)
    wave[before : before + len(spoken)] = spoken[: length - before]
    if not close and rng.random() < 0.75:
        wave = _through(wave, _response(rng, dice))
    level = float(np.sqrt(np.sum(np.square(wave)) / max(1, len(spoken))))  # while somebody speaks
    if rng.random() < 0.8:
        below = rng.uniform(30, 50) if close else rng.uniform(10, 40)  # dB
        wave += _noise(rng, length, others) * np.float32(level * 10 ** (-below / 20))
    loudest = 10 ** rng.uniform(-1.3, 0) if rng.random() > 0.05 else rng.uniform(1.2, 2.5)  # now and then too loud
    wave *= loudest / max(float(np.abs(wave).max()), 1e-6) if len(wave) else 1
    return Heard(np.clip(wave, -1, 1, out=wave), before, len(spoken) / max(1, len(samples)))


def _stretched(samples: Samples, rng: random.Random, *, most: float) -> Samples:
    """Faster and higher or slower and lower, but not longer than `most` samples if it can be helped."""
    factor = rng.uniform(1 - _STRETCH, 1 + _STRETCH)
    factor = min(factor, max(1.0, most / max(1, len(samples))))
    if abs(factor - 1) < 0.005 or len(samples) < 100:
        return samples
    return soxr.resample(samples, SAMPLE_RATE, SAMPLE_RATE * factor, quality="LQ").astype(np.float32, copy=False)


def _response(rng: random.Random, dice: np.random.Generator) -> Samples:
    """What a room makes of a click, or a microphone, or the one after the other."""
    kind = rng.random()
    room = _room(rng, dice) if kind < 0.7 else None
    microphone = _microphone(rng) if kind > 0.35 else None
    if room is None or microphone is None:
        response = room if microphone is None else microphone
        assert response is not None
        return response
    return np.convolve(room, microphone).astype(np.float32)


def _room(rng: random.Random, dice: np.random.Generator) -> Samples:
    """The sound itself, then noise that dies away within 0.05 to 0.35 seconds."""
    size = int(rng.uniform(0.05, 0.35) * SAMPLE_RATE)
    tail = dice.standard_normal(size, np.float32) * np.exp(np.linspace(0, -6.9, size, dtype=np.float32))
    tail[: rng.randrange(16, 96)] = 0  # the nearest wall is this far away
    tail *= 10 ** (-rng.uniform(0, 16) / 20) / max(float(np.sqrt(np.sum(np.square(tail)))), 1e-6)
    tail[0] = 1
    return tail


def _microphone(rng: random.Random) -> Samples:
    """A short filter that leaves out the lowest and the highest tones and tilts those between."""
    tones = np.linspace(1, SAMPLE_RATE / 2, _TAPS // 2 + 1, dtype=np.float32)
    low, high = rng.uniform(40, 320), rng.uniform(3000, 8000)
    gain = 1 / np.sqrt((1 + (low / tones) ** 4) * (1 + (tones / high) ** 8))
    gain *= (tones / 1000) ** rng.uniform(-0.3, 0.3)
    taps = np.roll(np.fft.irfft(gain, _TAPS - 1), _TAPS // 2)
    return (taps * np.hanning(_TAPS - 1)).astype(np.float32)


def _through(wave: Samples, response: Samples) -> Samples:
    size = _quick(len(wave) + len(response))
    return np.fft.irfft(np.fft.rfft(wave, size) * np.fft.rfft(response, size), size)[: len(wave)].astype(np.float32, copy=False)


def _quick(size: int) -> int:
    """The next size that a Fourier transform is quick at."""
    power = 1 << max(4, (size - 1).bit_length())
    return next(candidate for candidate in (power * 5 // 8, power * 3 // 4, power) if candidate >= size)


def _noise(rng: random.Random, length: int, others: Sequence[Samples]) -> Samples:
    """Noise of a mean level of 1, of one kind or two."""
    kinds = ["white", "pink", "pink", "hum"] + ["babble"] * (3 if others else 0)
    noise = _one_noise(rng.choice(kinds), rng, length, others)
    if rng.random() < 0.3:
        noise = noise + _one_noise(rng.choice(kinds), rng, length, others) * np.float32(rng.uniform(0.2, 1))
    return noise.astype(np.float32, copy=False)


def _one_noise(kind: str, rng: random.Random, length: int, others: Sequence[Samples]) -> Samples:
    if kind == "babble":
        return _babble(rng, length, others)
    bank = _bank(kind, rng.choice((50, 60)) if kind == "hum" else 0)
    at = rng.randrange(_BANK)
    return np.resize(bank[at:], length) if length <= _BANK - at else np.resize(np.roll(bank, -at), length)


def _babble(rng: random.Random, length: int, others: Sequence[Samples]) -> Samples:
    """Two to five people talking at once, each over and over."""
    out = np.zeros(length, np.float32)
    for _ in range(rng.randint(2, 5)):
        other = rng.choice(others)
        at = rng.randrange(max(1, len(other)))
        out += np.resize(np.concatenate([other[at:], np.zeros(4000, np.float32), other[:at]]), length)
    return out / np.float32(max(float(np.sqrt(np.mean(np.square(out)))), 1e-6))


@cache
def _bank(kind: str, mains: int) -> Samples:
    """A quarter of a minute of noise to cut pieces from. mains: the hum's tone in Hz."""
    dice = np.random.default_rng(mains + len(kind))
    if kind == "hum":
        time = np.arange(_BANK) / SAMPLE_RATE
        wave = sum(np.sin(2 * np.pi * mains * n * time + n) / n for n in (1, 2, 3, 5, 7, 9)) + dice.standard_normal(_BANK) * 0.05
    elif kind == "pink":
        tones = np.maximum(np.arange(_BANK // 2 + 1), 40 * _BANK / SAMPLE_RATE)
        wave = np.fft.irfft(np.fft.rfft(dice.standard_normal(_BANK)) / np.sqrt(tones))
    else:
        wave = dice.standard_normal(_BANK)
    return (wave / np.sqrt(np.mean(np.square(wave)))).astype(np.float32)
