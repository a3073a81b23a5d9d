"""Sentences from templates: "Remind me to {do} {when}." with each slot filled from a class of words, and numbers in words.

What is in the classes is up to those who make sentences: training and evaluation each have their own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence

__all__ = ["CLOCK", "NUMBERS", "Grammar", "in_words", "words_of"]

_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Za-z']+")
_ARTICLE = re.compile(r"\b([Aa]) (?=hour\b|[aio]|e(?!u)|u(?!s|ni))", re.IGNORECASE)

_SMALL = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
          "eighteen nineteen").split()  # fmt: skip
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


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


NUMBERS = tuple(in_words(n) for n in (*range(2, 100), *range(100, 1000, 50), *range(1000, 10_000, 500)))
"""Numbers a person mentions."""

_HOURS = tuple(_SMALL[1:13])
CLOCK = (
    *(f"{hour} o'clock" for hour in _HOURS),
    *(f"{part} {hour}" for hour in _HOURS for part in ("half past", "a quarter past", "a quarter to", "ten past", "twenty to")),
)
"""Times of the day."""


def words_of(text: str) -> list[str]:
    """The words of `text` in lower case, parts of compounds one by one; digits are none."""
    return _WORD.findall(text.lower())


class Grammar:
    """Fills templates from `classes`, whose entries may have slots themselves; "{code}" is three to six digits, from `code`."""

    def __init__(self, classes: Mapping[str, Sequence[str]], *, code: Callable[[random.Random], str]) -> None:
        self._classes = classes
        self._code = code

    def fill(self, template: str, rng: random.Random) -> str:
        """A sentence of `template`, with "a" or "an" as the words ask for. KeyError for a slot that there is no class for."""
        while "{" in template:
            template = _SLOT.sub(lambda slot: self._one(slot[1], rng), template)
        return _ARTICLE.sub(r"\1n ", template)

    def _one(self, slot: str, rng: random.Random) -> str:
        return self._code(rng) if slot == "code" else rng.choice(self._classes[slot])
