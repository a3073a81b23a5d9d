"""Dates in a text, whole or in part: 2026-12-14, 14/12/26, "14 December", "Dec 2026", "Monday", in seven languages.

Promises each reading a date may have (3/4 is in March or in April) and none that no calendar has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inference.checking.folding import fold

__all__ = ["Day", "Reading", "as_date", "days", "months_in", "ordinals", "weekday_of", "words_for"]

Reading = tuple[int | None, int | None, int | None]
"""Year, month, day; None for what is not said."""

_MONTHS = """
january jan janvier janv januar jänner enero ene gennaio gen janeiro januari января stycznia
february feb février févr fév februar febrero febbraio fevereiro fev februari февраля lutego
march mar mars märz mär marzo março maart mrt марта marca
april apr avril avr abril abr aprile апреля kwietnia
may mai mayo maggio mag maio mei мая maja
june jun juin juni junio giugno giu junho июня czerwca
july jul juillet juil juli julio luglio lug julho июля lipca
august aug août agosto ago augustus августа sierpnia
september sep sept septembre septiembre settembre set setembro сентября września
october oct octobre oktober okt octubre ottobre ott outubro out октября października
november nov novembre noviembre novembro ноября listopada
december dec décembre déc dezember dez diciembre dic dicembre dezembro декабря grudnia
"""
_WEEKDAYS = """
monday mon lundi lun mo montag lunes lunedì segunda maandag понедельник poniedziałek
tuesday tue tues mardi di dienstag martes martedì terça dinsdag вторник wtorek
wednesday wed mercredi mer mi mittwoch miércoles mercoledì quarta woensdag среда środa
thursday thu thur thurs jeudi jeu do donnerstag jueves giovedì quinta donderdag четверг czwartek
friday fri vendredi ven fr freitag viernes venerdì sexta vrijdag пятница piątek
saturday sat samedi sam sa samstag sonnabend sábado sabato zaterdag суббота sobota
sunday sun dimanche dim so sonntag domingo domenica zondag воскресенье niedziela
"""


_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
seventeenth eighteenth nineteenth twentieth
twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth
thirtieth thirty-first
ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten elften zwölften dreizehnten vierzehnten
fünfzehnten sechzehnten siebzehnten achtzehnten
neunzehnten zwanzigsten einundzwanzigsten zweiundzwanzigsten dreiundzwanzigsten vierundzwanzigsten fünfundzwanzigsten
sechsundzwanzigsten siebenundzwanzigsten
achtundzwanzigsten neunundzwanzigsten dreißigsten einunddreißigsten
premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt
vingt-et-un vingt-deux vingt-trois vingt-quatre
vingt-cinq vingt-six vingt-sept vingt-huit vingt-neuf trente trente-et-un
"""


def _number(table: str) -> dict[str, int]:
    lines = [line.split() for line in table.strip().splitlines()]
    return {fold(word): number for number, words in enumerate(lines, 1) for word in words}


_MONTH, _WEEKDAY = _number(_MONTHS), _number(_WEEKDAYS)
_ORDINAL = {fold(word): at % 31 + 1 for at, word in enumerate(_ORDINALS.split())}
_SPELLED = re.compile(r"(?<![^\W_-])([^\W\d_]{3,20}(?:[- ][^\W\d_]{2,8}){0,2}?) (?:of )?$")
_ALONE = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:st|nd|rd|th)\b|\b(?:am|bis|zum|vom|den|dem) (\d{1,2})\.(?! ?\d)"
    r"|\b(?:le|au|du|el|al|del|il|dal) (\d{1,2})\b(?![.,:]\d)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"\b({'|'.join(sorted((word.replace('-', '[- ]') for word in _ORDINALS.split()[:31]), key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_SHORT = frozenset(map(fold, "mar out set gen mag ago may sun sat sam mon mer dim lun wed ven jun jan mars".split()))
"""Too short or too usual to be a date by themselves, without a number beside."""
_WORD = re.compile(r"[^\W\d_]{3,14}")
_MISREAD = re.compile(r"(?<![^\W_])(?=[^\W\d_]*[01|])(?:[^\W\d_]|[01|]){3,14}(?![^\W_])")
"""A month in which letters were read as digits: 0ctober, Ju1y."""
_BEFORE = re.compile(
    r"(?<!\d)(?:(\d{1,2})\.?(?:st|nd|rd|th)? ?(?:[-–—/+&]|to|and|until|bis|und|au|et|y|al) ?)?(\d{1,2})(?:st|nd|rd|th"
    r"|er|\.|º|ª)?[ \u00a0-]?(?:of |de |d['’]|di )?$"
)
_AFTER_DAY = re.compile(
    r"\.?[ \u00a0-]?(?:the )?(\d{1,2})(?!\d|[.:,]\d)(?:st|nd|rd|th)?(?: ?[-–—] ?(\d{1,2})(?!\d))?(?:,? ?((?:19|20)\d{2})(?!\d))?"
)
_AFTER_YEAR = re.compile(r"\.?,?[ \u00a0-]?(?:of |de |del )?((?:19|20)\d{2})(?!\d)|\.? ?['’]?(\d{2})(?![\d:.,]|[^\W_])")
_BIG_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})([-/.年]) ?(\d{1,2})(?:[-/.月] ?(\d{1,2}))?(?!\d)")
_BIG_LAST = re.compile(r"(?<![\d.,/])(\d{1,2})([./-]) ?(\d{1,2})\2 ?((?:19|20)\d{2}|['’]?\d{2})(?!\d)")
_NO_DAY = re.compile(r"(?<![\d.,/:-])(0?[1-9]|1[0-2])([ ./-])((?:19|20)\d{2})(?![\d]|[./:-]\d)")
_RANGE = re.compile(r"(?<![\d.,/])(\d{1,2})\. ?[-–—/] ?(?=(\d{1,2})\. ?(\d{1,2})\.)")
_NO_YEAR = re.compile(r"(?<![\d.,/])(\d{1,2})([./])(\d{1,2})(?![\d/]|[.,]\d)")
_SOLID = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")


@dataclass(frozen=True)
class Day:
    """A date at `start` to `stop`; `weekday` is 1 for Monday where only that is said, else 0.

    `sure` is False for what may as well be a plain number or fraction: 14.12, 3/4.
    """

    start: int
    stop: int
    text: str
    readings: frozenset[Reading]
    weekday: int = 0
    sure: bool = True


def days(text: str) -> Iterator[Day]:
    """The dates of a text; some may overlap, the longer ones come first."""
    yield from _in_numbers(text)
    yield from _in_words(text)


def months_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, stop and number of months by their names, with a capital or among digits: also those too short to be a date."""
    for word in _WORD.finditer(text):
        if (month := _MONTH.get(fold(word[0]), 0)) and word[0][0].isupper():
            yield word.start(), word.end(), month


def ordinals(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, stop and number of days that are said by their number alone: "the 11th", "the twenty fourth", "am 3."."""
    for found in _ALONE.finditer(text):
        number = int(found[1] or found[2] or found[3])
        if 1 <= number <= 31:
            yield found.start(), found.end(), number
    for found in _NUMBERED.finditer(text):
        yield found.start(), found.end(), _ORDINAL[fold(re.sub(r"\s", "-", found[1]))]


def as_date(reading: Reading) -> date | None:
    """A whole reading as a date."""
    year, month, day = reading
    try:
        return date(year, month, day) if year and month and day else None
    except ValueError:  # 29 February, of which the year came from elsewhere
        return None


def weekday_of(reading: Reading) -> int:
    """1 for Monday to 7; 0 if the date is not whole."""
    whole = as_date(reading)
    return whole.isoweekday() if whole else 0


def words_for(weekday: int) -> Iterator[str]:
    """What 1 for Monday to 7 may be called, in full or short, folded."""
    return (word for word, number in _WEEKDAY.items() if number == weekday)


def _in_numbers(text: str) -> Iterator[Day]:
    for found in _BIG_LAST.finditer(text):
        a, b, year = int(found[1]), int(found[3]), _year(found[4])
        yield from _day(text, *found.span(), (year, b, a), (year, a, b))
    for found in _BIG_FIRST.finditer(text):
        yield from _day(text, *found.span(), (int(found[1]), int(found[3]), int(found[4]) if found[4] else None))
    for found in _SOLID.finditer(text):
        yield from _day(text, *found.span(), (int(found[1]), int(found[2]), int(found[3])), sure=False)
    for found in _NO_DAY.finditer(text):
        yield from _day(text, *found.span(), (int(found[3]), int(found[1]), None), sure=found[2] == "/")
    for found in _RANGE.finditer(text):
        yield from _day(text, *found.span(), (None, int(found[3]), int(found[1])))
    for found in _NO_YEAR.finditer(text):
        a, b = int(found[1]), int(found[3])
        readings: list[Reading] = [(None, b, a)] if found[2] == "." else [(None, b, a), (None, a, b)]
        yield from _day(text, *found.span(), *readings, sure=False)


def _in_words(text: str) -> Iterator[Day]:
    for word in (*_WORD.finditer(text), *_MISREAD.finditer(text)):
        said = fold(word[0])
        if said in _WEEKDAY and said not in _SHORT:
            yield Day(word.start(), word.end(), word[0], frozenset(), weekday=_WEEKDAY[said])
        if (month := _MONTH.get(said, 0)) and not (word[0] == "out" and text.startswith(" of", word.end())):
            yield from _around(text, word, month, alone=said not in _SHORT)


def _around(text: str, word: re.Match[str], month: int, *, alone: bool) -> Iterator[Day]:
    """The date that a month's name belongs to: its day before or behind, its year behind."""
    near = max(0, word.start() - 24)
    before = _BEFORE.search(text[near : word.start()])
    after = None if before else _AFTER_DAY.match(text, word.end())
    if after and not 1 <= int(after[1]) <= 31:
        after = None
    follows = None if after else _AFTER_YEAR.match(text, word.end())
    year = (
        _year(after[3]) if after and after[3] else _year(follows[1] or follows[2]) if follows and (follows[1] or before) else None
    )
    stop = after.end() if after else follows.end() if follows and year else word.end()
    ordinal = None if before or after else _SPELLED.search(text[near : word.start()])
    if ordinal and (day := _ORDINAL.get(fold(ordinal[1].rpartition(" ")[2]), 0)):
        yield from _day(text, near + ordinal.end(1) - len(ordinal[1].rpartition(" ")[2]), stop, (year, month, day))
    elif before:
        yield from _day(text, near + before.start(2), stop, (year, month, int(before[2])))
        if before[1]:
            yield from _day(text, near + before.start(1), near + before.end(1), (year, month, int(before[1])))
    elif after:
        yield from _day(text, word.start(), stop, (year, month, int(after[1])))
        if after[2]:
            yield from _day(text, after.start(2), after.end(2), (year, month, int(after[2])))
    elif year or (alone and word[0][0].isupper()) or (alone and not word[0].isascii()):
        yield from _day(text, word.start(), stop, (year, month, None))


def _day(text: str, start: int, stop: int, *readings: Reading, sure: bool = True) -> Iterator[Day]:
    real = frozenset(filter(_is_real, readings))
    if real:
        yield Day(start, stop, text[start:stop], real, sure=sure)


def _is_real(reading: Reading) -> bool:
    year, month, day = reading
    if 0 in reading:
        return False
    try:
        date(year or 2024, month or 1, day or 1)
    except ValueError:
        return False
    return True


def _year(digits: str) -> int:
    year = int(digits.strip("'’"))
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year
