"""Tokens put together to words, and what Whisper makes up."""

from __future__ import annotations

import numpy as np
import pytest

from inference.recognition.pauses import FRAME_S
from inference.recognition.speech import Word
from inference.recognition.words import Token, believable, looped, words_of


def tokens(*texts: str | bytes, each: float = 0.3) -> list[Token]:
    as_bytes = [text if isinstance(text, bytes) else text.encode() for text in texts]
    return [Token(text, at * each, (at + 1) * each, 0.9) for at, text in enumerate(as_bytes)]


def words(text: str, *, start: float = 0.0, each: float = 0.4, sure: float = 0.9) -> list[Word]:
    return [Word(start + at * each, start + (at + 1) * each, one, sure) for at, one in enumerate(text.split())]


def voice(*parts: tuple[float, bool]) -> np.ndarray:
    return np.concatenate([np.full(round(seconds / FRAME_S), on) for seconds, on in parts])


def test_punctuation_and_parts_belong_to_their_word() -> None:
    found = words_of(tokens(" Mr", ".", " Dash", "wood", "'s", " house", "!"), "en")
    assert [(word.text, word.start, word.end) for word in found] == [
        ("Mr.", 0, pytest.approx(0.6)),
        ("Dashwood's", pytest.approx(0.6), pytest.approx(1.5)),
        ("house!", pytest.approx(1.5), pytest.approx(2.1)),
    ]
    assert all(word.space for word in found)


def test_a_letter_cut_in_two_stays_whole() -> None:
    first, second = "ü".encode()[:1], "ü".encode()[1:]
    assert [word.text for word in words_of(tokens(b" f" + first, second + b"r", " dich"), "de")] == ["für", "dich"]


def test_languages_without_spaces_have_short_words_all_the_same() -> None:
    third = "国".encode()
    found = words_of(tokens("我", "来自", "中", third[:1], third[1:], "。"), "zh")
    assert [word.text for word in found] == ["我", "来自", "中", "国。"]
    assert not any(word.space for word in found)


@pytest.mark.parametrize(
    ("said", "over_and_over"),
    [
        ("and so on and so on", False),
        ("no no no no", False),
        ("it was the best of times it was the worst of times", False),
        ("well thank you thank you thank you thank you thank you thank you", True),
        ("you you you you you you you you you you", True),
        ("a man a plan " * 5, True),
        ("one " + "two three four five six seven eight nine " * 4, True),
    ],
)
def test_a_phrase_over_and_over(said: str, over_and_over: bool) -> None:
    assert looped(words(said)) == over_and_over


def test_words_where_nobody_speaks_are_dropped() -> None:
    said = [*words("good morning"), *words("Thank you for watching.", start=6, sure=0.5)]
    assert [word.text for word in believable(said, voice((1, True), (9, False)))] == ["good", "morning"]


def test_a_word_whisper_is_certain_of_is_kept_even_if_it_is_soft() -> None:
    said = [*words("good morning"), *words("indeed", start=6, sure=0.97)]
    assert [word.text for word in believable(said, voice((1, True), (9, False)))] == ["good", "morning", "indeed"]


def test_what_whisper_is_unsure_of_altogether_is_noise() -> None:
    assert believable(words("Mm Subtitles by", sure=0.15), voice((2, True))) == []


def test_nobody_speaks_that_fast() -> None:
    assert believable(words("a long sentence about nothing at all", each=0.05), voice((0.3, True), (3, False))) == []


def test_times_are_put_in_order() -> None:
    said = [Word(0.5, 0.4, "a"), Word(0.3, 0.9, "b"), Word(0.9, 9.0, "c"), Word(4.2, 4.4, "d")]
    found = believable(said, voice((2, True)))
    assert [(word.text, word.start, word.end) for word in found] == [("a", 0.5, 0.5), ("b", 0.5, 0.9), ("c", 0.9, 2.0)]


def test_a_word_begins_where_the_voice_does() -> None:
    (word,) = believable([Word(0.0, 2.0, "hello", 0.9)], voice((1.5, False), (1, True)))
    assert word.start == pytest.approx(1.5)
    assert word.end == 2.0
