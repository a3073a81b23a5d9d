"""Times of day and lengths of time in a text: 15:00, 3 pm, 15h30, halb vier, "quarter past three"; 1 h 45 min."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inference.checking.language import Language, language_of
from inference.checking.spelled import UNITS, find_spelled

__all__ = ["Clock", "Length", "clocks", "lengths"]

_HALF = r"(?:\s?([ap])\.?\s?m\b\.?)"
_HOURS = re.compile(
    rf"(?<![\d:.,])(\d{{1,2}})(?:([:.])|(?=\s?[ap]\.?\s?m\b)|(?=\s?(?:Uhr|o['’]clock|heures?)\b)|\s?h\s?(?![^\W\d_]))"
    rf"(?:([0-5]\d)(?::([0-5]\d))?)?(?![\d])(?:{_HALF}|\s?(Uhr|o['’]clock|heures?|h|hrs)\b)?",
    re.IGNORECASE,
)
_UHR = re.compile(r"(?<![\d:.,])(\d{1,2}) ?Uhr ([0-5]?\d)(?![\d:.,]\d|\d| ?(?:Uhr|Minuten?|€|Euro))", re.IGNORECASE)
_SPOKEN: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:(half|quarter|five|ten|twenty|\d{1,2})(?: minutes)? (past|to|after|before)|half) (\w+)\b", re.IGNORECASE
    ),
    "de": re.compile(r"\b(?:(halb|viertel|drei ?viertel|fünf|zehn|zwanzig|\d{1,2})(?: (vor|nach))? )(\w+)\b", re.IGNORECASE),
}
_TOLD = re.compile(r"(?:\b(?:at|by|until|till|around|about|before|after|is|was)|[:,(]) $", re.IGNORECASE)
_STEPS = frozenset(("5", "10", "15", "20", "25"))
_FRENCH = {"et demie": 30, "et quart": 15, "moins le quart": -15, "moins cinq": -5, "moins dix": -10, "moins vingt": -20}
_HOUR = re.compile(r" (?:heures?|Uhr|o['’]clock)\b(?: (et demie|et quart|moins (?:le quart|cinq|dix|vingt)))?", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:(noon|midday|mittags?|midi|mediodía|mezzogiorno)|(midnight|mitternacht|minuit|medianoche|mezzanotte))\b", re.IGNORECASE
)
_NUMBERS = {
    **{word: number for language in ("en", "de") for number, word in enumerate(UNITS[language].split()[:13])},
    "quarter": 15,
    "viertel": 15,
    "half": 30,
    "twenty": 20,
    "zwanzig": 20,
}
_AND = r"\.?,?\s?(?:and |und |et |y |e )?"
_MINUTES = r"\s?(?:m|mins?|minutes?|Min\.?|Minuten?|minutos?|minuti)\b"
_AND_SECONDS = rf"{_AND}(\d{{1,2}})\s?(?:s|secs?|seconds?|Sek\.?|Sekunden?|secondes?|segundos?|secondi)\b"
_LENGTH = re.compile(
    r"(?<![\d.,:])(\d{1,4})\s?(?:h|hrs?|hours?|Std\.?|Stunden?|heures?|horas?|ore)\b" + _AND + r"(\d{1,2})" + _MINUTES,
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\d.,:])(\d{1,3})" + _MINUTES + _AND_SECONDS, re.IGNORECASE)
_SECONDS = re.compile(_AND_SECONDS, re.IGNORECASE)
_WRITTEN = re.compile(r"(?<![\d.,:])(\d{1,3}):([0-5]\d)\s?(?:h|hrs?|hours?|Std\.?|Stunden?|heures?)\b", re.IGNORECASE)
_MIXED = re.compile(r"\b(\d{1,2}|[a-z]{2,6}) and (an?|three) (half|quarters?|third)[ -]hours?\b", re.IGNORECASE)
_PARTS = {"half": 30, "quarter": 15, "quarters": 45, "third": 20}
_DAY = 24 * 60


@dataclass(frozen=True)
class Clock:
    """A time at `start` to `stop`. `readings` are minutes since midnight: two if the half of the day is not said, none for 75:30.

    `sure` is False for what may as well be a plain number or a length of time: 15.30, 3 h, 1:25.
    """

    start: int
    stop: int
    text: str
    readings: frozenset[int]
    seconds: int | None = None
    sure: bool = True


@dataclass(frozen=True)
class Length:
    """Hours and minutes in one, or minutes and seconds."""

    start: int
    stop: int
    text: str
    seconds: int


def clocks(text: str, language: Language | None = None) -> Iterator[Clock]:
    """The times of day of a text."""
    for found in _UHR.finditer(text):
        if int(found[1]) <= 24:
            yield _either(found.start(), found.end(), text, int(found[1]) % 24 * 60 + int(found[2]), sure=True)
    for found in _HOURS.finditer(text):
        if clock := _clock(text, found):
            yield clock
    for found in _NAMED.finditer(text):
        yield Clock(found.start(), found.end(), found[0], frozenset({720 if found[1] else 0}))
    yield from _spoken(text, language or language_of(text))


def lengths(text: str) -> Iterator[Length]:
    """Lengths of time that are said in hours and minutes: "1 h 45 min", "4:15 h", "four and a half hours"."""
    for found in _MIXED.finditer(text):
        if hours := _number(found[1]):
            yield Length(found.start(), found.end(), found[0], (hours * 60 + _PARTS[found[3].lower()]) * 60)
    for found in (*_LENGTH.finditer(text), *_WRITTEN.finditer(text)):
        more = _SECONDS.match(text, found.end())
        stop = more.end() if more else found.end()
        seconds = (int(found[1]) * 60 + int(found[2])) * 60 + (int(more[1]) if more else 0)
        yield Length(found.start(), stop, text[found.start() : stop], seconds)
    for found in _SHORT.finditer(text):
        yield Length(found.start(), found.end(), found[0], int(found[1]) * 60 + int(found[2]))


def _clock(text: str, found: re.Match[str]) -> Clock | None:
    hour, sign, minute, second, half, named = int(found[1]), found[2], found[3], found[4], found[5], found[6]
    if (sign and minute is None) or (sign == "." and not (half or named)):
        return None
    if hour > 24 and sign != ":":
        return None
    total = hour % 24 * 60 + int(minute or 0)
    if hour > 24:
        readings: set[int] = set()
    elif half and 1 <= hour <= 12:
        readings = {hour % 12 * 60 + int(minute or 0) + (720 if half in "pP" else 0)}
    else:
        whole = found[1][0] == "0" or hour > 12 or "h" in found[0].lower().replace("uhr", "").replace("heure", "")
        readings = {total} if whole else {total, (total + 720) % _DAY}
    start, stop = found.start(), found.start() + len(found[0].rstrip())
    sure = bool(half or (named or "").lower() in ("uhr", "o'clock", "o’clock") or minute)
    return Clock(start, stop, text[start:stop], frozenset(readings), int(second) if second else None, sure)


def _spoken(text: str, language: Language) -> Iterator[Clock]:
    for found in _SPOKEN[language].finditer(text) if language in _SPOKEN else ():
        first, way, hour = (found[1] or "half").lower(), (found[2] or "").lower(), _hour(found[3])
        minutes = _number(first)
        if hour > 24 or (way == "to" and first.isdecimal() and not _is_told(text, found)):
            continue
        if hour and first in ("halb", "half") and not way:
            yield _either(found.start(), found.end(), text, hour * 60 + (30 if first == "half" else -30))
        elif hour and minutes and way:
            yield _either(
                found.start(), found.end(), text, hour * 60 + (minutes if way in ("past", "after", "nach") else -minutes)
            )
    yield from _in_words(text, language)


def _in_words(text: str, language: Language) -> Iterator[Clock]:
    """achtzehn Uhr dreißig, dix heures et demie, "three fifteen"."""
    numbers = [(start, stop, int(value)) for start, stop, value in find_spelled(text, language, ones=True)]
    starts = {start: (stop, value) for start, stop, value in numbers}
    for start, stop, hour in numbers:
        said = _HOUR.match(text, stop)
        end, minutes = starts.get((said.end() if said else stop) + 1, (0, -1))
        if said and hour <= 24 and not 0 < minutes < 60:
            yield _either(start, said.end(), text, hour * 60 + _FRENCH.get((said[1] or "").lower(), 0))
        elif 0 < hour <= 24 and 0 < minutes < 60 and (said or (hour <= 12 and minutes >= 10)):
            yield _either(start, end, text, hour * 60 + minutes)


def _either(start: int, stop: int, text: str, minutes: int, *, sure: bool = False) -> Clock:
    readings = {minutes % _DAY, (minutes + 720) % _DAY} if minutes < 780 else {minutes % _DAY}
    return Clock(start, stop, text[start:stop], frozenset(readings), sure=sure)


def _is_told(text: str, found: re.Match[str]) -> bool:
    """Whether "10 to 12" is ten minutes before twelve and no stretch of numbers."""
    return found[1] in _STEPS and bool(_TOLD.search(text[max(0, found.start() - 12) : found.start()]))


def _hour(word: str) -> int:
    return {"noon": 12, "midday": 12, "midnight": 24}.get(word.lower(), _number(word))


def _number(word: str) -> int:
    """1 to 59; 0 for any other word."""
    value = int(word) if word.isdecimal() and len(word) < 3 else _NUMBERS.get(word.lower(), 0)
    return value if value < 60 else 0
