"""Words are moved out of the pauses that Whisper spreads them over."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from inference.recognition.pauses import FRAME_S
from inference.recognition.speech import Word
from inference.recognition.timing import at_voice


def voice(*parts: tuple[float, bool]) -> np.ndarray:
    return np.concatenate([np.full(round(seconds / FRAME_S), on) for seconds, on in parts])


def starts(words: list[Word]) -> list[float]:
    return [round(word.start, 2) for word in words]


def test_words_in_the_voice_stay() -> None:
    words = [Word(0.1, 0.4, "so"), Word(0.4, 0.9, "far"), Word(0.9, 1.4, "away.")]
    assert at_voice(words, voice((1.5, True))) == words


def test_what_would_begin_in_a_pause_begins_behind_it() -> None:
    words = [Word(0.2, 0.5, "one,"), Word(0.9, 1.6, "two"), Word(2.1, 2.4, "three")]
    assert starts(at_voice(words, voice((0.6, True), (1.4, False), (1, True)))) == [0.2, 2.0, 2.1]


def test_the_end_of_a_sentence_is_no_word_of_the_next() -> None:
    words = [Word(0.2, 0.9, "of"), Word(1.4, 2.0, "light."), Word(2.1, 2.4, "It")]
    moved = at_voice(words, voice((1.0, True), (1.0, False), (1, True)))
    assert starts(moved) == [0.2, 0.58, 2.1]
    assert moved[1].end == pytest.approx(1.0)
    assert moved[0].end <= moved[1].start


def test_a_click_before_the_speech_is_none() -> None:
    words = [Word(0.0, 0.3, "It"), Word(0.3, 0.6, "was"), Word(1.6, 1.9, "late")]
    assert starts(at_voice(words, voice((0.2, False), (0.1, True), (1.2, False), (1, True)))) == [1.5, 1.5, 1.6]


def test_a_sound_near_the_speech_belongs_to_it() -> None:
    assert starts(at_voice([Word(0.0, 0.5, "Paul")], voice((0.4, False), (0.1, True), (0.2, False), (1, True)))) == [0.4]


def test_without_any_voice_words_stay() -> None:
    words = [Word(0.0, 0.5, "hm")]
    assert at_voice(words, voice((2, False))) == words


def test_order_is_kept() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        flags = np.repeat(rng.random(20) < 0.6, 10)
        edges = np.sort(rng.uniform(0, 4, 9))
        words = [Word(a, b, "word." if rng.random() < 0.3 else "word") for a, b in pairwise(edges)]
        moved = at_voice(words, flags)
        assert [word.text for word in moved] == [word.text for word in words]
        assert starts(moved) == sorted(starts(moved))
        assert all(word.start <= word.end for word in moved)
