"""What training hears of a clip: every voice speaks, and a room, a microphone and noise leave it a clip of the right form."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from inference.starter.speech import SAMPLE_RATE, Samples, Voice, say
from inference.starter.synthesis.voices import ACCENTS, VARIANTS, heard, random_voice

PLAIN = Voice("en-us")


@pytest.fixture(scope="module")
def clip() -> Samples:
    return say("The driver bought some bread.", PLAIN)


def level(wave: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(wave))))


def test_every_accent_and_throat_speaks_in_its_own_way() -> None:
    """espeak-ng says nothing of a variant that it does not know: it would sound as without."""
    names = [f"{accent}+m1" for accent in dict.fromkeys(ACCENTS)] + [f"en-us+{v}" for v in dict.fromkeys(VARIANTS) if v != "m1"]
    sounds = {name: say("Her father went out.", Voice(name)) for name in names}
    for name, samples in sounds.items():
        assert 0.5 < len(samples) / SAMPLE_RATE < 2.5, name
        assert level(samples) > 0.02, name
    assert len({samples.tobytes() for samples in sounds.values()}) == len(names)


def test_unknown_voice_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="xx-nowhere"):
        say("Seven.", Voice("xx-nowhere"))


def test_voices_are_drawn_within_limits() -> None:
    rng = random.Random(1)
    voices = [random_voice(rng) for _ in range(500)]
    assert {voice.name.partition("+")[0] for voice in voices} == set(ACCENTS)
    assert all(110 <= voice.speed <= 220 and 20 <= voice.pitch <= 80 for voice in voices)


def test_heard_again_is_the_same_and_differs_from_use_to_use(clip: Samples) -> None:
    once, again = heard(clip, random.Random(1)), heard(clip, random.Random(1))
    assert np.array_equal(once.wave, again.wave)
    rng = random.Random(1)
    assert heard(clip, rng).wave.tobytes() != heard(clip, rng).wave.tobytes()


def test_a_sound_is_heard_where_it_says() -> None:
    """A click in the middle of silence: by its place in the clip, where the clip begins, and how much slower it is."""
    clip = np.zeros(SAMPLE_RATE, np.float32)
    clip[9000:9040] = 1
    rng = random.Random(8)
    for _ in range(20):
        found = heard(clip, rng, close=True)
        loudest = int(np.abs(found.wave).argmax())
        assert abs(loudest - (found.before + 9020 * found.pace)) < 400


def test_form_and_loudness(clip: Samples) -> None:
    rng = random.Random(2)
    before = clip.copy()
    waves = [heard(clip, rng, others=[clip[::-1]]).wave for _ in range(80)]
    assert all(wave.dtype == np.float32 and np.isfinite(wave).all() for wave in waves)
    peaks = [float(np.abs(wave).max()) for wave in waves]
    assert 0.04 < min(peaks) < 0.2
    assert 0.8 < max(peaks) <= 1
    assert all(0.9 * len(clip) < len(wave) < 1.1 * len(clip) + SAMPLE_RATE for wave in waves)
    assert np.array_equal(clip, before)


def test_speech_stands_out_of_the_noise(clip: Samples) -> None:
    """Where the clip is louder, the wave is: its frames' levels follow the clip's, through room, microphone and noise."""
    rng = random.Random(3)
    told = [heard(np.pad(clip, SAMPLE_RATE), rng, others=[clip[::-1]]).wave for _ in range(40)]
    inside = [level(wave[len(wave) // 3 : -len(wave) // 3]) for wave in told]
    outside = [level(wave[-6000:]) for wave in told]
    assert all(i > 1.8 * o for i, o in zip(inside, outside, strict=True))
    assert sum(o > 0.005 * i for i, o in zip(inside, outside, strict=True)) > 20


@pytest.mark.parametrize("spare", [0.1, 0.5])
def test_cut_to_length_loses_nothing_of_a_shorter_clip(clip: Samples, spare: float) -> None:
    rng = random.Random(4)
    loud = np.ones(len(clip), np.float32) * np.sin(np.arange(len(clip), dtype=np.float32))
    for _ in range(20):
        wave = heard(loud, rng, length=len(clip) + int(spare * SAMPLE_RATE)).wave
        assert len(wave) == len(clip) + int(spare * SAMPLE_RATE)
        assert level(wave[-400:]) < 0.8 * level(wave[len(wave) // 3 : -len(wave) // 3])


def test_longer_clip_is_cut(clip: Samples) -> None:
    assert len(heard(clip, random.Random(5), length=5000).wave) == 5000


def test_silence_stays_finite() -> None:
    for samples in (np.zeros(0, np.float32), np.zeros(3000, np.float32)):
        assert np.isfinite(heard(samples, random.Random(6)).wave).all()


def test_quick_enough_to_be_done_at_every_use(clip: Samples) -> None:
    rng = random.Random(7)
    five_seconds = np.resize(clip, 5 * SAMPLE_RATE)
    for _ in range(20):
        heard(five_seconds, rng)  # makes the banks of noise
    start = time.process_time()
    for _ in range(20):
        heard(five_seconds, rng)
    assert (time.process_time() - start) / 20 < 0.02
