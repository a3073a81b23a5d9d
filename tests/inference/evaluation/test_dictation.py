"""What is heard in the evaluation has words and digits that are kept for it, and is up to 15 seconds long."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

from inference.evaluation import dictation
from inference.evaluation.speech import SAMPLE_RATE, Spoken, Voice, say
from inference.evaluation.world import held_out


@pytest.fixture(scope="module")
def dictated() -> list[Spoken]:
    rng = random.Random(1)
    return [dictation.random_sentence(rng) for _ in range(1500)]


def test_every_accent_and_throat_speaks() -> None:
    sounds = [say("Seven.", Voice(f"{accent}+{variant}")) for accent in dictation.ACCENTS for variant in dictation.VARIANTS]
    assert all(0.2 < len(sound) / SAMPLE_RATE < 1.5 for sound in sounds)
    assert len({sound.tobytes() for sound in sounds}) == len(sounds)


def test_words_that_training_never_says_are_said(dictated: list[Spoken]) -> None:
    kept_back = {word.lower() for words in dictation._WORDS.values() for word in words if held_out(word)}
    words = [word for spoken in dictated for word in re.findall(r"[a-z']+", spoken.text.lower())]
    unheard = sum(word in kept_back for word in words) / len(words)
    assert 0.04 < unheard < 0.15


def test_digits_are_kept_back(dictated: list[Spoken]) -> None:
    codes = [code for spoken in dictated for code in re.findall(r"\d+", spoken.text)]
    assert len(codes) > 50
    assert all(held_out(code) and len(code) >= 3 for code in codes)


def test_written_as_sentences(dictated: list[Spoken]) -> None:
    for spoken in dictated:
        assert re.fullmatch(r"[A-Z][A-Za-z0-9,.?' -]*[.?]|\d{3,6}", spoken.text), spoken.text
        assert not re.search(r"\b[Aa] [aio]|\b[Aa]n [bcdfgjklmnpqrstvwxyz]|  ", spoken.text), spoken.text


def test_longest_is_under_15_seconds(dictated: list[Spoken]) -> None:
    longest = sorted(dictated, key=lambda spoken: len(spoken.said))[-3:]
    for spoken in longest:
        slowest = dictation.in_a_room(say(spoken.said, Voice("en-us-nyc+f5", speed=130)), random.Random(4))
        assert 8 < len(slowest) / SAMPLE_RATE < 15


def test_heard_through_a_room() -> None:
    rng = random.Random(5)
    waves = [dictation.speak("Seven.", rng) for _ in range(12)]
    assert all(wave.dtype == np.float32 and np.isfinite(wave).all() for wave in waves)
    peaks = [float(np.abs(wave).max()) for wave in waves]
    assert min(peaks) >= 0.09
    assert max(peaks) <= 0.91
    assert max(peaks) > 2 * min(peaks)
    assert np.array_equal(dictation.speak("Seven.", random.Random(6)), dictation.speak("Seven.", random.Random(6)))
