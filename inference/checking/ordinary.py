"""Words that are no names even with a capital. What the list lacks is told by its ending, or by how else it is written."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from inference.checking.folding import fold, fold_words

__all__ = ["are_two", "is_ordinary", "looks_ordinary", "of_the_world"]

_ENDINGS = {
    "s": ("",), "es": ("", "e"), "ies": ("y",), "ed": ("", "e"), "ied": ("y",), "ing": ("", "e"), "ly": ("",),
    "less": ("",), "ful": ("",), "n": ("",), "en": ("", "e"), "e": ("",), "em": ("",),
}  # fmt: skip
_FOLDED = {fold(ending): tuple(map(fold, instead)) for ending, instead in _ENDINGS.items()}
_GERMAN = frozenset(map(fold, ("n", "en", "e", "em")))
"""Endings of no English word: Tampere is no form of "tamper"."""
_DOUBLING = frozenset(map(fold, ("ed", "ing")))
_NOUNS = tuple(map(fold, """
    tion tions ment ments ness ity ities ship ous able ible ological ically ware wise
    raum zimmer straße platz karte buch zeit liste plan schein kurs dienst wert satz seite teil geld wagen zug
    schluss tage stunden verein markt kette stück werk mittel recht gerät fach beginn antrag vertrag kasse konto bedarf
    ung ungen heit keit schaft tät täten nummer datum betrag preis kosten isch lich liche ismus ième ción
""".split()))  # fmt: skip
_LONGER = tuple(map(fold, ("ly", "ed", "ing", "ings", "ance", "ence", "ive", "age")))
_STEM = 3


@cache
def _listed() -> frozenset[str]:
    return _read("words.txt")


@cache
def _german() -> frozenset[str]:
    text = (files("inference.checking") / "words.txt").read_text("utf-8")
    return frozenset(word for line in text.partition("[de]")[2].partition("\n[")[0].splitlines() for word in fold_words(line))


@cache
def _words() -> frozenset[str]:
    return _listed() | _read("more_words.txt")


@cache
def of_the_world() -> frozenset[str]:
    """Countries, continents and who lives there, folded."""
    return _read("world.txt") - _listed()


def _read(name: str) -> frozenset[str]:
    lines = (files("inference.checking") / name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith(("#", "[")) for word in fold_words(line))


@lru_cache(maxsize=4096)
def is_ordinary(word: str) -> bool:
    """Whether the word, or what it is inflected from, is in the list."""
    said, known = fold(word), _words()
    if said in known:
        return True
    return any(
        _stems(said, ending, instead) & (_german() if ending in _GERMAN else known)
        for ending, instead in _FOLDED.items()
        if said.endswith(ending)
    )


def are_two(one: str, other: str) -> bool:
    """Whether two words that differ in a letter are two words, neither a form nor a misreading of the other."""
    a, b = fold(one), fold(other)
    return a != b and not a.startswith(b) and not b.startswith(a) and is_ordinary(one) and is_ordinary(other)


def looks_ordinary(word: str) -> bool:
    """Whether the word is in the list or ends as nouns, verbs and adjectives do that are no names."""
    said = fold(word)
    return is_ordinary(word) or (len(said) > 6 and said.endswith(_NOUNS)) or (len(said) > 7 and said.endswith(_LONGER))


def _stems(said: str, ending: str, instead: tuple[str, ...]) -> set[str]:
    """What a word may be made from; of "planned" that is "plan" too."""
    stem = said[: -len(ending)]
    if len(stem) < _STEM + (len(ending) == 1 and ending != "s"):
        return set()
    found = {stem + put for put in instead}
    if ending in _DOUBLING and stem[-1] == stem[-2]:
        found.add(stem[:-1])
    return found
