"""What the starter's small world is made of: words, numbers, prices, codes, names; and which of them are kept for evaluation.

The split is a property of the string itself (a checksum), so training and evaluation can each make up as much as they like and
never meet: `held_out` strings are evaluated on and never trained on.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["ALPHABET", "NOT_THERE", "PLACE", "digits", "held_out", "line", "lists", "name", "value", "word"]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
MARKS = ".,:-/%$#@()"
LONGEST = 12  # characters of a line thrown together at random
ALPHABET = LETTERS + LETTERS.upper() + DIGITS + MARKS + " "

NOT_THERE = "Not in the document."
"""The answer to a question about documents that none of them answers."""
PLACE = "I am Hush's small starter: I read, hear and look up what you attach. For anything else, load Gemma 4 12B."
"""The answer to everything else: what this model is, what it needs, and what to load instead."""

_WORDS = Path(__file__).with_name("words")
_COMMON = (_WORDS / "common.txt").read_text(encoding="utf-8").split()

_ONSETS = [*"bcdfghjklmnprstvwyz", "bl", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "pl", "pr", "qu", "sc", "sh", "sl",
           "sm", "sn", "sp", "st", "sw", "th", "tr", "x"]  # fmt: skip
_VOWELS = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou", "y"]
_CODAS = ["", "", "", *["n", "r", "s", "t", "l", "m", "d", "k", "ck", "ng", "st", "nd", "x", "p"]]


def held_out(text: str) -> bool:
    """Whether `text` is kept for evaluation: one string in eight, whatever its letter case."""
    return zlib.crc32(text.lower().encode()) % 8 == 0


def lists(name: str) -> dict[str, Any]:
    """Words, captions and wordings to choose from: what words/`name`.json holds."""
    return json.loads((_WORDS / f"{name}.json").read_text(encoding="utf-8"))


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(DIGITS, k=count))


def word(rng: random.Random) -> str:
    """An English word or a pronounceable one that does not exist, in lower case."""
    if rng.random() < 0.35:
        return rng.choice(_COMMON)
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.randint(1, 3)))


def name(rng: random.Random) -> str:
    """The name of a document's line: one word or two, sometimes capitalised."""
    text = word(rng) if rng.random() < 0.7 else f"{word(rng)} {word(rng)}"
    return text.capitalize() if rng.random() < 0.4 else text


def value(rng: random.Random, *, longest: int = 14) -> str:
    """What a document's line says: words, a number, a price, a code; at most `longest` characters."""
    return _fitting(rng, (_words, _words, _number, _price, _code, _date, _time, _anything), longest)


def line(rng: random.Random, *, longest: int = 12) -> str:
    """What a picture says: as `value`, with more letters thrown together at random, so that none is rare."""
    families = (_words, _words, _number, _price, _code, _date, _time, _mark, _anything, _anything, _anything)
    return _fitting(rng, families, longest)


def _fitting(rng: random.Random, families: tuple[Callable[[random.Random], str], ...], longest: int) -> str:
    while True:
        text = rng.choice(families)(rng).strip()
        if text and len(text) <= longest and "  " not in text:
            return text


def _words(rng: random.Random) -> str:
    text = word(rng)
    if rng.random() < 0.4:
        text += " " + (word(rng) if rng.random() < 0.7 else digits(rng, rng.randint(1, 3)))
    return rng.choice((text, text.capitalize(), text.title(), text.upper() if rng.random() < 0.5 else text))


def _number(rng: random.Random) -> str:
    number = int(digits(rng, rng.randint(1, 7)))
    return rng.choice((str(number), f"{number:,}", f"{number}%", f"#{number}", f"-{number}"))


def _price(rng: random.Random) -> str:
    amount = int(digits(rng, rng.randint(3, 6))) / 100
    return rng.choice((f"${amount:.2f}", f"{amount:.2f}", f"${amount:,.2f}", f"${amount:.0f}"))


def _code(rng: random.Random) -> str:
    parts = ["".join(rng.choices(LETTERS.upper() + DIGITS, k=rng.randint(2, 4))) for _ in range(rng.randint(1, 3))]
    return rng.choice("--/:.").join(parts)


def _date(rng: random.Random) -> str:
    year, month, day = rng.randint(1950, 2035), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice((f"{day:02}/{month:02}/{year}", f"{year}-{month:02}-{day:02}", f"{day}.{month}.{year}", f"{day}/{month}"))


def _time(rng: random.Random) -> str:
    clock = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"
    return rng.choice((clock, clock, f"{clock}:{rng.randint(0, 59):02}", f"{clock} pm"))


def _mark(rng: random.Random) -> str:
    text = word(rng)
    return rng.choice((f"({text})", f"@{text}", f"{text}:", f"{text}.", f"{text}, {word(rng)}", f"{text}/{word(rng)}", f"#{text}",
                       f"{text}@{word(rng)}", f"{text}-{word(rng)}", f"{text} ({digits(rng, 1)})"))  # fmt: skip


def _anything(rng: random.Random) -> str:
    return "".join(rng.choices(ALPHABET, k=rng.randint(1, LONGEST)))
