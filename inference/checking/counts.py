"""Numbers of things that were counted: "three files", "2 columns". What a page says of them itself goes before."""

from __future__ import annotations

import re

from inference.checking.cues import SUPPOSED
from inference.checking.figures import Figure
from inference.checking.folding import fold
from inference.checking.language import is_small
from inference.checking.markup import Answer
from inference.checking.ordinary import is_ordinary
from inference.checking.page import Page

__all__ = ["count_things"]

_AFTER = re.compile(r"[\s*_]{1,4}(?:of (?:the|these|them|which)|(?:[^\W\d_]+[ -]){0,2}?[^\W\d_]{3,})")
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNITS = re.compile(
    r"[\s-]?(?:%|°|€|\$|£|percent|per cent|Prozent|pour cent|euros?|dollars?|pounds?|cents?|EUR|USD|GBP|CHF|francs?"
    r"|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?"
    r"|Sekunden?|Minuten?|Stunden?|Tage?n?|Wochen?|Monate?n?|Jahre?n?|secondes?|heures?|jours?|semaines?|mois|ans"
    r"|degrees?|Grad|degrés|[kMGT]i?B|bytes?|megabytes?|gigabytes?|[kmc]?m|[mk]?g|[mcd]?l"
    r"|met(?:er|re)s?|kilomet(?:er|re)s?|miles?|kilos?|grams?|Gramm|kilograms?|lit(?:er|re)s?|pixels?|px|points?|Uhr"
    r"|o'clock|am|pm|a\.m|p\.m|[kM]?W|k?Wh|[kMG]?Hz|V|A)(?![^\W_])",
    re.IGNORECASE,
)
_OF_A_UNIT = re.compile(r"[\s*_]{1,3}[^\W\d_]+ (?!is\b|was\b|this\b|has\b|as\b|does\b)[^\W\d_]{3,}s\b")
_LABEL = re.compile(
    r"\b(?:step|option|line|row|column|item|point|number|example|part|rule|tip|Schritt|Zeile|Spalte|Punkt|Teil|étape"
    r"|ligne|colonne)s?[\s*_]{1,3}(?:\d{1,3} ?(?:and|und|et|to|bis|à|,|-|–) ?)?$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b|(?:\.|er|e|ème)[ *_]")
_DAYS = re.compile(r"[\s*_]{1,4}(?:days|Tage|jours)\b")
_MONTHS = re.compile(r"[\s*_]{1,4}(?:months|Monat|mois|meses|mesi)")
_OF_THEM = re.compile(
    r"\b(?:of the|of these|of those|of|all|the|both|von|der|den|alle|des|les|de los|los|todos)[\s*_]{1,4}$", re.IGNORECASE
)
_FROM = re.compile(r" ?(?:[-–—]|to|bis|à|a) ?\d", re.IGNORECASE)
_OF_WHICH = re.compile(r" (?:on|via|are|were|have|had)\b")
_BY = re.compile(
    r"\b(?:divided by|multiplied by|times|geteilt durch|mal|divisé par|multiplié par|fois|dividido por|por)[\s*_]{1,4}$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag"
    r"|Mittwoch|Mo|Di|Mi|Do|Fr|Sa|So"
    r"|(?:lun|mar|mer|jeu|ven|sam|dim)(?:\.|(?:cre|ven|e)?di|manche)?)\b",
    re.IGNORECASE,
)
_NO_THINGS = frozenset("to into via or but nor than goes leaves nach ab fährt kommt part va puis dans".split())
_FEW, _SMALL = 12, 200


def count_things(figure: Figure, answer: Answer, pages: list[Page]) -> str | None:
    """How the number was counted, as far as that can be told; None where it is none that is counted, or a page says another."""
    value = _value(figure)
    if value is None or value > _SMALL:
        return None
    after = answer.plain[figure.stop : figure.stop + 60]
    before = answer.plain[max(0, figure.start - 30) : figure.start]
    if value <= _FEW and SUPPOSED.search(answer.plain[slice(*answer.sentence(figure.start))]):
        return "supposed"
    if _LABEL.search(before):
        return "its place" if any(value <= len(page.lines) for page in pages) else None
    if (why := _in_order(value, after, pages)) is not None:
        return why
    if _of_the_page(value, before, after, pages):
        return "counted"
    if _FROM.match(after) and value - 1 in _before(figure, answer):
        return "goes on"
    return "supposed" if _BY.search(before) else _of_things(value, figure.spelled, figure.stop, before, answer, pages)


def _in_order(value: int, after: str, pages: list[Page]) -> str | None:
    """Of an ordinal: a day that a page names, or a place."""
    if not _ORDINAL.match(after):
        return None
    dated = any(reading[2] == value for page in pages for day in page.days for reading in day.readings)
    if dated or any(number == value for page in pages for _, _, number in page.ordinals):
        return "a day"
    return "its place" if value <= _FEW else None


def _of_the_page(value: int, before: str, after: str, pages: list[Page]) -> bool:
    """Whether a page names so many days or months; or has so many lines, where it is said of "all five" or "of the five"."""
    return (
        bool(_DAYS.match(after) and value in map(_weekdays, pages))
        or bool(_MONTHS.match(after) and any(value == len(page.months) for page in pages))
        or bool(_OF_THEM.search(before) and any(value in page.counts for page in pages))
    )


def _of_things(value: int, spelled: bool, stop: int, before: str, answer: Answer, pages: list[Page]) -> str | None:
    """A number of things that the answer lists, or a page has; a small one is one if no page says another."""
    after = answer.plain[stop : stop + 60]
    if spelled and value <= _FEW and _OF_WHICH.match(after):
        return "a count"
    things = _AFTER.match(after)
    measured = _UNITS.match(after) and not _OF_A_UNIT.match(after)
    if measured or not things or _is_no_thing(things[0]) or re.search(r"[-/.:€$£]$", before):
        return None
    words = [word for word in _WORD.findall(things[0]) if word not in ("of", "the", "these", "them", "which")]
    if _is_listed(value, stop, answer) or any(value in _counts(page, words) for page in pages):
        return "counted"
    if any(_says_another(page, words) for page in pages) or value > _FEW:
        return None
    return "a count"


def _before(figure: Figure, answer: Answer) -> set[int]:
    """The numbers right before one, of which it may be the next: months 1-12, 13-24."""
    return {int(number) for number in re.findall(r"\d{1,3}", answer.plain[max(0, figure.start - 100) : figure.start])}


def _value(figure: Figure) -> int | None:
    whole = [int(reading) for reading in figure.readings if reading.isdecimal() and len(reading) < 4]
    return whole[0] if whole else None


def _is_no_thing(after: str) -> bool:
    """Whether what follows a number is a verb or a preposition: bus 11 to the station."""
    first = _WORD.search(after)
    return first is not None and first[0] != "of" and (is_small(first[0]) or first[0] in _NO_THINGS)


def _weekdays(page: Page) -> int:
    return len({found[0][:3].casefold() for found in _WEEKDAY.finditer(page.text)})


def _is_listed(value: int, stop: int, answer: Answer) -> bool:
    """Whether the answer goes on with so many items: as a list, or between commas."""
    if answer.items == value:
        return True
    sentence = answer.plain[stop : answer.sentence(stop)[1]]
    listed = sentence.partition(":")[2] or sentence
    return value == 1 + len(re.findall(r", (?:and |und |et )?|;| and | und | et ", listed)) and value > 1


def _counts(page: Page, words: list[str]) -> set[int]:
    """Lines and rows, and how often the words stand there."""
    return {*page.counts} | {len(places) for word in words for stem in _stems(word) if (places := page.words.get(stem))}


def _says_another(page: Page, words: list[str]) -> bool:
    """Whether a number stands beside these things on the page, which then is how many there are."""
    for word in words:
        if is_ordinary(word) and len(word) < 4:
            continue
        for stem in _stems(word):
            for start, stop in page.words.get(stem, ()):
                if re.search(r"\d[^\W\d_]{0,2}[ \t]{1,2}$", page.text[max(0, start - 8) : start]) or re.match(
                    r"s?[):]{0,2}[ \t]{1,3}\(?\d", page.text[stop : stop + 8]
                ):
                    return True
    return False


def _stems(word: str) -> set[str]:
    said = fold(word)
    found = {said, said + "s"}
    for ending, put in (("s", ""), ("es", ""), ("ies", "y"), ("en", ""), ("n", ""), ("e", "")):
        ending = fold(ending)
        if said.endswith(ending) and len(said) > len(ending) + 2:
            found.add(said[: -len(ending)] + put)
    return found
