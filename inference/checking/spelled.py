"""Numbers in words, in English, German, French, Spanish and Italian: "three", "zweihundertfünf", "quatre-vingt-dix"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inference.checking.language import Language

__all__ = ["UNITS", "find_spelled"]

UNITS: dict[Language, str] = {
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ),
    "de": (
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
        "siebzehn achtzehn neunzehn"
    ),
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici",
}
_TENS: dict[Language, str] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
}
_MORE: dict[Language, dict[str, int]] = {
    "en": {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12},
    "de": {"ein": 1, "eine": 1, "hundert": 100, "tausend": 1_000, "million": 1_000_000, "millionen": 1_000_000, "dutzend": 12},
    "fr": {"une": 1, "vingts": 20, "cent": 100, "cents": 100, "mille": 1_000, "million": 1_000_000, "millions": 1_000_000},
    "es": {"un": 1, "una": 1, "cien": 100, "ciento": 100, "mil": 1_000},
    "it": {"un": 1, "una": 1, "cento": 100, "mille": 1_000, "mila": 1_000},
}
_VALUES: dict[Language, dict[str, int]] = {
    language: {
        **{word: value for value, word in enumerate(units.split())},
        **{word: 10 * tens for tens, word in enumerate(_TENS[language].split(), 2)},
        **_MORE[language],
    }
    for language, units in UNITS.items()
}
_BETWEEN = {"en": "and", "de": "und", "fr": "et", "es": "y", "it": "e"}
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \u00a0-]{1,2}")
# German writes a number as one word; cut from the left, the longest part first.
_GERMAN = re.compile("|".join(sorted([*_VALUES["de"], "und"], key=len, reverse=True)))
_LONGEST = 60

Part = tuple[int, int, int]
"""Start, stop, value of one word."""


def find_spelled(text: str, language: Language, *, ones: bool) -> Iterator[tuple[int, int, str]]:
    """Start, stop and value of each number in words; without `ones` the words for 1, which are articles, are no numbers."""
    if language not in _VALUES:
        return
    run: list[Part] = []
    for word in _WORD.finditer(text):
        parts = _parts(word, language)
        linked = bool(run) and _is_link(text[run[-1][1] : word.start()], language)
        if run and not (parts and linked):
            yield from _numbers(run, language, ones=ones)
            run = []
        run += parts
    yield from _numbers(run, language, ones=ones)


def _parts(word: re.Match[str], language: Language) -> list[Part]:
    values, said = _VALUES[language], word[0].lower()
    if said in values:
        return [(word.start(), word.end(), values[said])]
    if language != "de" or len(said) > _LONGEST:
        return []
    pieces = _GERMAN.findall(said)
    if len(pieces) < 2 or sum(map(len, pieces)) != len(said):
        return []
    return [(word.start(), word.end(), value) for value in _turn([piece for piece in pieces if piece != "und"], values)]


def _turn(pieces: Sequence[str], values: dict[str, int]) -> list[int]:
    """fünfundzwanzig says the five first."""
    found = [values[piece] for piece in pieces]
    for at in range(len(found) - 1):
        if 0 < found[at] < 10 and 20 <= found[at + 1] < 100:
            found[at], found[at + 1] = found[at + 1], found[at]
    return found


def _is_link(gap: str, language: Language) -> bool:
    words = gap.split()
    return bool(_GAP.fullmatch(gap)) or (len(words) == 1 and words[0] == _BETWEEN[language] and len(gap) < 8)


def _numbers(run: Sequence[Part], language: Language, *, ones: bool) -> Iterator[tuple[int, int, str]]:
    """Those of words that stand together: "two hundred six" is one, "two six" are two, "nineteen ninety" may be a year."""
    start = stop = total = current = 0
    made: list[tuple[int, int, int]] = []
    open_ = False
    for begin, end, value in run:
        if open_ and value >= 1_000 and current:
            total, current = total + current * value, 0
        elif open_ and value == 100 and 0 < current < 100:
            current *= 100
        elif open_ and value == 20 and current == 4:
            current = 80
        elif open_ and (_follows(total if current == 0 else current, value) or _is_french_teen(current, value, language)):
            current += value
        else:
            if open_:
                made.append((start, stop, total + current))
            start, total, current, open_ = begin, 0, value, True
        stop = end
    if open_:
        made.append((start, stop, total + current))
    for at, (begin, end, value) in enumerate(made):
        if ones or value > 1:
            yield begin, end, str(value)
        if at + 1 < len(made) and 10 <= value <= 20 and 10 <= made[at + 1][2] < 100 and ones:
            yield begin, made[at + 1][1], str(value * 100 + made[at + 1][2])


def _is_french_teen(before: int, value: int, language: Language) -> bool:
    return language == "fr" and before % 20 == 10 and 7 <= value <= 9


def _follows(before: int, value: int) -> bool:
    """Whether a value goes on with a number: 20 then 5, 60 then 15 (French), 300 then 42."""
    if value <= 0:
        return False
    if before % 100 == 0 and before:
        return value < 100
    return (before in (60, 80) and value < 20) or (before % 100 >= 20 and before % 10 == 0 and value < 10)
