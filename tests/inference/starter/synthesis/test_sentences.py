"""Sentences to hear are what they promise, and say nothing that is kept for evaluation."""

from __future__ import annotations

import random
import re
from itertools import islice, pairwise
from pathlib import Path

import pytest

from inference.starter import world
from inference.starter.grammar import Grammar, in_words
from inference.starter.speech import Spoken
from inference.starter.synthesis.phrases import PROPER
from inference.starter.synthesis.sentences import (
    VOCABULARY,
    content_words,
    length,
    random_digits,
    random_sentence,
    spoken_digits,
    spoken_sentences,
)


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    rng = random.Random(1)
    return [random_sentence(rng) for _ in range(3000)]


def test_same_seed_same_sentences(sentences: list[str]) -> None:
    rng = random.Random(1)
    assert [random_sentence(rng) for _ in range(20)] == sentences[:20]
    assert len(set(sentences)) > 2500


def test_written_as_sentences(sentences: list[str]) -> None:
    for text in sentences:
        assert re.fullmatch(r"[A-Z][A-Za-z0-9,.?' -]*[.?]", text), text
        assert "  " not in text
        assert not re.search(r"\b[Aa] [aio]|\b[Aa]n [bcdfgjklmnpqrstvwxyz]", text), text
    assert {text[-1] for text in sentences} == {".", "?"}


@pytest.mark.parametrize("longest", [1, 2, 5, 15, 30])
def test_at_most_as_many_words_as_asked_for(longest: int) -> None:
    rng = random.Random(2)
    lengths = [length(random_sentence(rng, longest=longest)) for _ in range(400)]
    assert max(lengths) <= longest
    assert max(lengths) >= longest * 0.8


def test_no_sentence_without_words() -> None:
    with pytest.raises(ValueError, match="at least"):
        random_sentence(random.Random(1), longest=0)


def test_digits_and_hyphens_count_as_they_are_said() -> None:
    assert length("My number is 4071.") == 7
    assert length("Count to twenty-five.") == 4


def test_no_content_word_is_kept_for_evaluation(sentences: list[str]) -> None:
    said = {word for text in sentences for word in content_words(text)}
    assert len(said) > 1500
    assert not [word for word in said if world.held_out(word)]


def test_no_string_of_digits_is_kept_for_evaluation(sentences: list[str]) -> None:
    codes = [code for text in sentences for code in re.findall(r"\d+", text)]
    rng = random.Random(3)
    strings = [random_digits(rng) for _ in range(500)]
    assert len(codes) > 30
    assert min(map(len, codes)) >= 3
    assert {len(text) for text in strings} == {1, 2, 3, 4, 5, 6}
    assert not [text for text in codes + strings if len(text) >= 3 and world.held_out(text)]


def test_content_words_leave_out_what_every_sentence_needs() -> None:
    assert list(content_words("Don't take Anna's coat to the office, it's 407!")) == ["take", "anna", "coat", "office"]


def test_every_word_of_the_list_that_may_be_heard_is_heard() -> None:
    rng = random.Random(4)
    heard: set[str] = set()
    for text in (random_sentence(rng) for _ in range(12_000)):
        heard.update(re.findall(r"[a-z']+", text.lower()))
    assert len(heard & set(VOCABULARY)) > 0.97 * len(VOCABULARY)


def test_names_have_capitals_wherever_they_stand(sentences: list[str]) -> None:
    unmistakable = PROPER - {"March", "May", "Mark", "Frank", "Grace", "Rosa", "Max", "Will"}
    words = {word for text in sentences for word in re.findall(r"[A-Za-z]+", text)}
    assert {"Monday", "London", "Anna"} <= words
    assert not words & {name.lower() for name in unmistakable}


def test_list_of_words_is_in_order() -> None:
    words = Path(world.__file__).with_name("words.txt").read_text(encoding="utf-8").split("\n")
    assert words.pop() == ""
    assert words == sorted(set(words))
    assert len(words) > 2000
    assert all(re.fullmatch("[a-z]{1,12}", word) for word in words)


def test_digits_are_said_one_by_one() -> None:
    assert Spoken.of("The code is 407.") == Spoken("The code is 407.", "The code is 4 0 7.")
    for spoken in islice(spoken_digits(random.Random(5)), 50):
        assert re.sub(r"[, ]", "", spoken.said) == spoken.text
        assert not re.search(r"\d\d", spoken.said)
    assert all(not re.search(r"\d\d", spoken.said) for spoken in islice(spoken_sentences(random.Random(6)), 500))


def test_a_digit_often_comes_twice_in_a_row() -> None:
    strings = [spoken.text for spoken in islice(spoken_digits(random.Random(7)), 1000)]
    twice = [text for text in strings if any(a == b for a, b in pairwise(text))]
    assert 0.35 < len(twice) / len(strings) < 0.47


def test_numbers_in_words() -> None:
    assert [in_words(n) for n in (0, 13, 20, 45, 100, 306, 1000, 1005, 2450)] == [
        "zero",
        "thirteen",
        "twenty",
        "forty-five",
        "one hundred",
        "three hundred and six",
        "one thousand",
        "one thousand and five",
        "two thousand four hundred and fifty",
    ]
    with pytest.raises(ValueError, match="9999"):
        in_words(10_000)


def test_slots_are_filled_within_slots() -> None:
    grammar = Grammar({"thing": ("{fruit} and a {code}",), "fruit": ("apple",)}, code=lambda _: "407")
    assert grammar.fill("Take a {thing}.", random.Random(1)) == "Take an apple and a 407."
    with pytest.raises(KeyError):
        grammar.fill("A {colour} wall.", random.Random(1))
