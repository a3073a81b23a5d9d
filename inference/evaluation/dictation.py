"""What is dictated in the evaluation, and who says it where: sentences, voices and rooms that training never hears.

A template such as "Remind me to {task} {time}." has its slots filled from classes of words and phrases, whose entries may have
slots themselves; "{code}" is three to six digits. Unheard are the content words that `world.held_out` keeps back, and all strings
of digits. Voices have accents of New York and the West Midlands; between mouth and microphone are echoes, a fan, a distance.
"""

from __future__ import annotations

import random
import re

import numpy as np

from inference.evaluation.speech import SAMPLE_RATE, Samples, Spoken, Voice, say
from inference.evaluation.world import digits, held_out, lists

__all__ = ["ACCENTS", "VARIANTS", "in_a_room", "in_words", "random_sentence", "random_voice", "speak"]

_MOST = 26  # words: under 15 seconds in the slowest voice
_DIGITS_ALONE = 1 / 12
_SLOT = re.compile(r"\{(\w+)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=hour\b|[aio]|e(?!u)|u(?!s|ni))", re.IGNORECASE)

_SMALL = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
          "eighteen nineteen").split()  # fmt: skip
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_LISTS = lists("sentences")
_WORDS: dict[str, list[str]] = _LISTS["words"]


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

ACCENTS = ("en-us-nyc", "en-gb-x-gbcwmd")
VARIANTS = ("f5", "aunty", "belinda", "Michael", "edward2", "john", "sandro", "victor")

_METRE = SAMPLE_RATE / 343
"""Samples that sound takes for one."""


def random_voice(rng: random.Random) -> Voice:
    """One of the accents in one of the throats, 130 to 190 words a minute."""
    return Voice(f"{rng.choice(ACCENTS)}+{rng.choice(VARIANTS)}", rng.randint(130, 190), rng.randint(30, 70))


def speak(said: str, rng: random.Random) -> Samples:
    """`said` in a voice and a room of its own: mono float32 at 16 kHz. RuntimeError without espeak-ng."""
    return in_a_room(say(said, random_voice(rng)), rng)


def in_a_room(samples: Samples, rng: random.Random) -> Samples:
    """`samples` with up to half a second of room around them, at a level between a quiet and a full one."""
    before, after = (rng.randrange(SAMPLE_RATE // 10, SAMPLE_RATE // 2) for _ in range(2))
    wave = np.pad(samples, (before, after))
    if rng.random() < 0.6:
        wave = _echo(wave, rng)
    if rng.random() < 0.6:
        loudness = float(np.sqrt(np.mean(np.square(samples))))
        wave += _fan(len(wave), rng) * np.float32(loudness * 10 ** (-rng.uniform(15, 35) / 20))
    peak = max(float(np.abs(wave).max()), 1e-6)
    return np.clip(wave * np.float32(rng.uniform(0.1, 0.9) / peak), -1, 1)


def _echo(wave: Samples, rng: random.Random) -> Samples:
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
