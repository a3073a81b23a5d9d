"""Sentences for hearing: what a person says to an assistant or dictates, and words thrown together so that each is heard.

A sentence starts with a capital and ends with "." or "?". No content word in it is one that is kept for evaluation, and no
string of three or more digits either. Digits are codes, said one by one (`Spoken.of`); all other numbers are in words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from inference.starter import world
from inference.starter.grammar import Grammar, words_of
from inference.starter.speech import Spoken
from inference.starter.synthesis.phrases import CLASSES, FUNCTION_WORDS, PROPER, TEMPLATES

__all__ = ["VOCABULARY", "content_words", "length", "random_digits", "random_sentence", "spoken_digits", "spoken_sentences"]

_THROWN = 1 / 3  # of the sentences are words thrown together
_ANOTHER = 0.65  # of the sentences are followed by another one, if it fits
_TWICE = 0.25  # of the strings of digits are drawn until a digit comes twice in a row; others have it by chance
_MOST = (6, 10, 15, 20, 25, 30)  # words in a clip, up to 15 seconds of a slow speaker
_SLOT = re.compile(r"\{\w+\}")
_SPOKEN = re.compile(r"[A-Za-z']+|\d")

# Never thrown in: words that sound like others, because only the words around them say which is meant; and articles.
_SAME_SOUND = frozenset(
    """a an i aunt bare bear beat board brake break by buy bye cell sell cent sent dear deer die dew due eight ate fair fare feet
    flour flower four fore grate great hail hair hare heal heel hear here hi high him hour our hole whole in inn its knew new
    knight night knot not know no made maid mail male meat meet morning one won pair pear pail pale passed past peace piece plain
    plane principle principal rain read red reed right write road rode role roll row sail sale scene seen sea see seam seem sew
    so sight site some sum son sun stair stare stairs stares steal steel tail tale tear there their they're threw through tide
    tied to too two toe tow waist waste wait weight war wore ware wear where way weigh weak week weather whether weed which witch
    wood would your tea tee tie thai live lives wind close lead row bow use used excuse separate record present object project
    permit produce refuse content minute desert polish may march mark frank grace rose rob max will turkey china""".split()
)
_CAPITAL = {name.lower(): name for name in PROPER}


def content_words(text: str) -> Iterator[str]:
    """The words of `text`, in lower case and without "'s", that are no function words and no contractions."""
    for word in words_of(text):
        word = word.strip("'").removesuffix("'s")
        if word and word not in FUNCTION_WORDS and "'" not in word:
            yield word


def _trained(texts: Iterable[str]) -> tuple[str, ...]:
    """The entries without a content word that is kept for evaluation; what their slots are filled with is looked at there."""
    return tuple(text for text in texts if not any(map(world.held_out, content_words(_SLOT.sub("", text)))))


VOCABULARY = _trained(Path(world.__file__).with_name("words.txt").read_text(encoding="utf-8").split())
"""The words of the list that training hears: all but the content words kept for evaluation."""

_CLASSES = {slot: _trained(entries) for slot, entries in CLASSES.items()}
_TEMPLATES = _trained(TEMPLATES)
_THROWABLE = [_CAPITAL.get(word, word) for word in VOCABULARY if word not in _SAME_SOUND]


def random_digits(rng: random.Random, *, fewest: int = 1, most: int = 6) -> str:
    """`fewest` to `most` digits, three or more of them never a string that is kept for evaluation."""
    while True:
        text = world.digits(rng, rng.randint(fewest, most))
        if len(text) < 3 or not world.held_out(text):
            return text


_GRAMMAR = Grammar(_CLASSES, code=lambda rng: random_digits(rng, fewest=3))


def random_sentence(rng: random.Random, *, longest: int = 15) -> str:
    """One sentence, or several short ones, of at most `longest` words (a digit is a word). ValueError if `longest` is below 1."""
    if longest < 1:
        raise ValueError(f"a sentence has a word at least, not {longest}")
    if longest < 3 or rng.random() < _THROWN:
        return _thrown(rng, longest)
    text = _from_template(rng, longest)
    while rng.random() < _ANOTHER and longest - length(text) >= 4:
        text = f"{text} {_from_template(rng, longest - length(text))}"
    return text


def length(text: str) -> int:
    """How many words `text` is said in; each digit is one."""
    return len(_SPOKEN.findall(text))


def spoken_sentences(rng: random.Random) -> Iterator[Spoken]:
    """Sentences without end, of up to 6 to 30 words."""
    while True:
        yield Spoken.of(random_sentence(rng, longest=rng.choice(_MOST)))


def spoken_digits(rng: random.Random) -> Iterator[Spoken]:
    """Strings of one to six digits without end; now and then said with a pause after each.

    Two in five have a digit twice in a row, which is hardest to hear.
    """
    while True:
        text = random_digits(rng)
        if rng.random() < _TWICE:
            while not any(a == b for a, b in pairwise(text)):
                text = random_digits(rng, fewest=2)
        yield Spoken(text, (", " if rng.random() < 0.2 else " ").join(text))


def _thrown(rng: random.Random, longest: int) -> str:
    words = rng.choices(_THROWABLE, k=rng.randint(min(2, longest), min(longest, 16)))
    return _sentence(" ".join(words) + ("?" if rng.random() < 0.1 else "."))


def _from_template(rng: random.Random, longest: int) -> str:
    for _ in range(100):
        text = _sentence(_GRAMMAR.fill(rng.choice(_TEMPLATES), rng))
        if length(text) <= longest:
            return text
    return _thrown(rng, longest)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
