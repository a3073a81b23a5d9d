"""What a question asks about: its words that tell, and where a text has them, in whatever form.

Promises time in proportion to the text, and that a word of the question is never said to be missing that stands there as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from inference.checking.folding import fold, fold_words
from inference.checking.language import language_of
from inference.checking.page import Page

__all__ = ["Term", "Wordings", "are_forms", "find_terms"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme|M|Señora?)\.? $")
"""The person whom a letter calls "you"."""
_LONGEST = 10
"""Characters of such a title with what stands behind it."""
_NAMED = re.compile(r" (?=[A-Z]*\d)|,? (?:called|named|namens) ")
"""Behind what a name or a code says anyhow: error E5."""
_SHOWN = {
    "weight": r"\d ?(?:kg|g|t|lbs?|oz)\b",
    "phone": r"(?<!\d)\d{2,5}[ /-]\d{2,}",
    "email": r"@",
    "percent": r"%",
    "metre": r"\d ?(?:[ckm]?m|ft)\b",
}
"""What stands for a thing without a word for it, by one of the words for it."""
_ENDINGS = """
    ingly ations ation ments ment ings ing ers er ies ied ed es en em e s n y ée és é aient ent ungen ung
"""
_STEM, _BEGIN, _INSIDE = 3, 5, 5
"""Letters that a stem has at least; that two forms begin with; and that a part of a compound has."""
_SAME = 0.7
"""Of the longer of two words with one beginning: so much of it is the same."""
_MOST = 12
"""Words of a question that are looked at."""

Kind = Literal["thing", "weak"]


@dataclass(frozen=True)
class Term:
    """A word of a question. A `weak` one may well stand there in other words."""

    text: str
    kind: Kind


def find_terms(question: str, taken: Sequence[tuple[int, int]] = ()) -> list[Term]:
    """The words that tell, each once, but for those between the places `taken`."""
    found: dict[str, Term] = {}
    words = list(_WORD.finditer(question))
    things = _find_things(question, words)
    for number, match in enumerate(words):
        text = _POSSESSIVE.sub("", match[0])
        said = fold(text)
        elsewhere = any(begin < match.end() and match.start() < end for begin, end in taken)
        if elsewhere or said in _list("frame") or len(text) < 2 or text.isdigit():
            continue
        titled = _TITLE.search(question, max(0, match.start() - _LONGEST), match.start()) or _NAMED.match(question, match.end())
        found.setdefault(said, Term(text, "thing" if number in things and not titled else "weak"))
    return list(found.values())[:_MOST]


def _find_things(question: str, words: Sequence[re.Match[str]]) -> set[int]:
    """Which words name a thing: those of names, in German nouns, else what stands behind "the", "which", "of" and the like.

    In "does the library own" the last is what it does.
    """
    german = language_of(question) == "de"
    things: set[int] = set()
    behind = subject = False
    for number, word in enumerate(words):
        text, last = word[0], words[number - 1] if number else None
        joined = last is not None and question[last.end() : word.start()] in (" ", "-", "'", "’")
        if _is_in("helps", text):
            behind, subject = False, True
        elif _is_in("before", text):
            behind, subject = True, subject and _is_in("article", text)
        elif _is_in("frame", text):
            behind = subject = False
        else:
            behind = behind and joined
            verb = subject and number - 1 in things and (number + 1 == len(words) or _is_in("before", words[number + 1][0]))
            doing = text.endswith("ing") and last is not None and not _is_in("article", last[0]) and number - 1 not in things
            named = text[0].isupper() and number > 0
            if named or (behind and not (german or verb or doing or _is_in("weak", text))):
                things.add(number)
            behind = behind or named
    return things


def _is_in(section: str, word: str) -> bool:
    return fold(word) in _list(section)


def are_forms(one: str, other: str) -> bool:
    """Whether two folded words are forms of one: planned and plans, or a compound and its part."""
    if one == other:
        return True
    if any(c.isdigit() for c in one + other):
        return False
    shorter, longer = sorted((one, other), key=len)
    return _stem(one) == _stem(other) or _begin_alike(one, other) or (len(shorter) >= _INSIDE and shorter in longer)


class Wordings:
    """The words of a page by what they are forms of."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def places(self, term: Term) -> list[tuple[int, int]]:
        """Where it stands, as it is, in another form or as another word for it."""
        said = fold(term.text)
        found = set(self._page.places(term.text))
        for word in self._forms(said):
            found.update(self._page.words[word])
        for number, group in enumerate(_groups()):
            if said in group:
                found.update(place for word in group for place in self._page.words.get(word, ()))
                found.update(m.span() for m in _shown(number).finditer(self._page.text))
        return sorted(found)

    def _forms(self, said: str) -> set[str]:
        close = {word for word in self._by_begin.get(said[:_BEGIN], ()) if _begin_alike(word, said)}
        close.update(self._by_stem.get(_stem(said), ()))
        if len(said) >= _INSIDE:
            close |= {word for word in self._page.words if said in word or (len(word) >= _INSIDE and word in said)}
        return {word for word in close if not any(c.isdigit() for c in word + said)}

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        held: dict[str, list[str]] = {}
        for word in self._page.words:
            held.setdefault(_stem(word), []).append(word)
        return held

    @cached_property
    def _by_begin(self) -> dict[str, list[str]]:
        held: dict[str, list[str]] = {}
        for word in self._page.words:
            held.setdefault(word[:_BEGIN], []).append(word)
        return held


def _begin_alike(one: str, other: str) -> bool:
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same >= _BEGIN and same >= _SAME * max(len(one), len(other))


def _stem(word: str) -> str:
    ending = next((e for e in _endings() if word.endswith(e) and len(word) - len(e) >= _STEM), "")
    stem = word[: len(word) - len(ending)]
    return stem[:-1] if len(stem) > _STEM and stem[-1] == stem[-2] else stem


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted({fold(ending) for ending in _ENDINGS.split()}, key=len, reverse=True))


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in fold_words(line.replace("'", "")))


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(fold_words(line)) for line in _lines("alike"))


@cache
def _shown(group: int) -> re.Pattern[str]:
    return re.compile(next((p for word, p in _SHOWN.items() if fold(word) in _groups()[group]), r"(?!)"))


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = (files("inference.checking") / "question.txt").read_text("utf-8")
    section = text.partition(f"\n[{name}]\n")[2].partition("\n[")[0]
    return tuple(line for line in section.splitlines() if not line.startswith("#"))
