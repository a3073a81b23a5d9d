"""What is dictated in the evaluation: sentences from templates, a quarter of their slots filled with words kept for evaluation.

A template such as "Remind me to {task} {time}." has its slots filled from classes of words and phrases, whose entries may have
slots themselves; "{code}" is three to six digits. Unheard are the content words that `world.held_out` keeps back, and all strings
of digits; the rest is common English.
"""

from __future__ import annotations

import random
import re

from inference.evaluation.speech import Spoken
from inference.evaluation.world import digits, held_out, lists

__all__ = ["UNHEARD", "in_words", "random_sentence", "words_of"]

_MOST = 26  # words: under 15 seconds in the slowest voice
_DIGITS_ALONE = 1 / 12
_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Za-z']+")
_ARTICLE = re.compile(r"\b([Aa]) (?=hour\b|[aio]|e(?!u)|u(?!s|ni))", re.IGNORECASE)

_SMALL = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
          "eighteen nineteen").split()  # fmt: skip
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_LISTS = lists("sentences")
_WORDS: dict[str, list[str]] = _LISTS["words"]
UNHEARD = frozenset(word.lower() for words in _WORDS.values() for word in words if held_out(word))
"""Words of the slots, in lower case, that are kept for evaluation."""


def in_words(number: int) -> str:
    """`number`, 0..9999, as it is said: "twenty-five", "three hundred and six". ValueError outside."""
    if not 0 <= number < 10_000:
        raise ValueError(f"numbers from 0 to 9999 are put into words, not {number}")
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f"-{_SMALL[number % 10]}" if number % 10 else "")
    unit, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % unit
    text = f"{in_words(number // unit)} {name}"
    if not rest:
        return text
    return f"{text} {in_words(rest)}" if rest >= 100 else f"{text} and {in_words(rest)}"


def words_of(text: str) -> list[str]:
    """The words of `text` in lower case, parts of compounds one by one; digits are none."""
    return _WORD.findall(text.lower())


def random_sentence(rng: random.Random) -> Spoken:
    """One to three sentences of at most 26 words together, now and then three to six digits alone; digits are said one by one."""
    if rng.random() < _DIGITS_ALONE:
        return Spoken.of(_code(rng))
    wanted = rng.choice((1, 1, 1, 2, 2, 3))
    text = _sentence(rng, _MOST)
    for _ in range(wanted - 1):
        left = _MOST - _length(text)
        if left >= 10:
            text = f"{text} {_sentence(rng, left)}"
    return Spoken.of(text)


def _classes() -> dict[str, list[str]]:
    hours = _SMALL[1:13]
    parts = ("half past", "a quarter past", "a quarter to", "ten past", "twenty to")
    numbers = (*range(2, 100), *range(100, 1000, 50), *range(1000, 10_000, 500))
    classes: dict[str, list[str]] = {**_LISTS["phrases"], "number": [in_words(number) for number in numbers]}
    classes["clock"] = [*(f"{hour} o'clock" for hour in hours), *(f"{part} {hour}" for hour in hours for part in parts)]
    for slot, words in _WORDS.items():
        classes[f"{slot}_heard"] = [word for word in words if not held_out(word)]
        classes[f"{slot}_unheard"] = [word for word in words if held_out(word)]
        classes[slot] = [f"{{{slot}_heard}}"] * 3 + [f"{{{slot}_unheard}}"]
    return classes


def _sentence(rng: random.Random, longest: int) -> str:
    while True:
        text = "{whole}"
        while "{" in text:
            text = _SLOT.sub(lambda slot: _code(rng) if slot[1] == "code" else rng.choice(_CLASSES[slot[1]]), text)
        text = _ARTICLE.sub(r"\1n ", text)
        if _length(text) <= longest:
            return text[0].upper() + text[1:]


def _code(rng: random.Random) -> str:
    while True:
        text = digits(rng, rng.randint(3, 6))
        if held_out(text):
            return text


def _length(text: str) -> int:
    return len(Spoken.of(text).said.replace("-", " ").split())


_CLASSES = _classes()
