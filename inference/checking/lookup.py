"""Where a text has what a piece of an answer means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from inference.checking.addresses import Address, find_address
from inference.checking.claims import Meant
from inference.checking.clocks import Clock, Length
from inference.checking.days import Day, Reading, months_in, weekday_of, words_for
from inference.checking.figures import Figure, reading_of
from inference.checking.folding import fold, fold_signs
from inference.checking.measures import unit_behind
from inference.checking.names import Name, find_name
from inference.checking.page import Hit, Page
from inference.checking.quotes import Quote, find_quote

__all__ = ["find"]

_DIGITS = 5
_AT = re.compile(
    r"\b(?:at|until|till|by|from|to|after|before|around|about|between|and|um|bis|ab|von|gegen|nach|vor|zwischen|und"
    r"|à|jusqu['’]à|dès|vers|de"
    r"|entre|et|y|a) $",
    re.IGNORECASE,
)


_END_OF = re.compile(r"\b(?:end of|last day of|ende|fin(?: de)?|fine|finales de)[ \n](?:the )?$", re.IGNORECASE)
_POINTED = re.compile(
    r"(?<![€$£])(?<![€$£] )\d{1,2}\.[0-5]\d(?! ?(?:[%€$£]|(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?)\b))", re.IGNORECASE
)
_WATCH = re.compile(r"(\d{1,3}):([0-5]\d)", re.ASCII)
_STRETCH = re.compile(r"(?<![\d.,:/-])\d{1,2} ?[-–] ?\d{1,2}(?![\d.,:/-]\d|\d)")


def find(meant: Meant, page: Page) -> Hit | None:
    """The place, as it is written there if it is anywhere, else in another form; None if it is not there."""
    match meant:
        case Quote():
            return find_quote(meant.text, page)
        case Address():
            return find_address(meant.text, page)
        case Name():
            return find_name(meant, page)
        case Figure():
            return _figure(meant, page)
        case Day():
            return _day(meant, page)
        case Clock():
            return _clock(meant, page)
        case Length():
            return _length(meant, page)


def _figure(wanted: Figure, page: Page) -> Hit | None:
    there = [figure for reading in sorted(wanted.readings) for figure in page.by_reading.get(reading, ())]
    there = [figure for figure in there if _same_letter(wanted.letter, page.text[figure.stop : figure.stop + 2])]
    if hit := _choose(wanted.text, there, _bare):
        return hit
    place = None if wanted.spelled or wanted.text.isdecimal() else page.signs.find(fold_signs(wanted.text))
    if not place and wanted.text.isdecimal() and len(wanted.text) >= _DIGITS:
        place = page.letters.find(fold(wanted.text))  # digit by digit, as one says a telephone's number
    return Hit(*place) if place else None


def _choose(text: str, there: Sequence[Figure | Day | Clock], form: Callable[[str], str]) -> Hit | None:
    """The one of these that is written as the text is, else the first."""
    said = form(text)
    same = next((one for one in there if form(one.text) == said), None)
    best = same or next(iter(there), None)
    return Hit(best.start, best.stop, other=same is None) if best else None


def _same_letter(letter: str, behind: str) -> bool:
    """Whether a number that has a letter right behind it, as seat 17C, has no other there on the page."""
    other = re.match(r"[A-Za-z](?![^\W_])", behind)
    return not letter or other is None or fold(other[0]) == fold(letter)


def _day(wanted: Day, page: Page) -> Hit | None:
    if wanted.weekday:
        return _weekday(wanted.weekday, page)
    there = [day for reading in sorted(wanted.readings, key=str) for day in _days_with(reading, page)]
    if hit := _choose(wanted.text, there, fold):
        return hit
    said = fold(wanted.text)
    place = page.letters.find(said) if any(c.isalpha() for c in wanted.text) else page.signs.find(fold_signs(wanted.text))
    if place:
        return Hit(*place)
    ways = (_in_calendar, _in_month, _month, _end_of_month)
    return next((hit for reading in wanted.readings for way in ways if (hit := way(reading, page))), None)


def _weekday(number: int, page: Page) -> Hit | None:
    for day in page.days:
        if day.weekday == number:
            return Hit(day.start, day.stop)
    for day in page.days:
        if any(weekday_of(reading) == number for reading in day.readings):
            return Hit(day.start, day.stop, other=True)
    for word in words_for(number):
        for start, stop in page.words.get(word, ()):
            if len(word) > 2 or page.text[start].isupper():  # "so" and "do" are no days
                return Hit(start, stop, other=True)
    return None


def _days_with(reading: Reading, page: Page) -> Iterator[Day]:
    """The dates of a page that say no other day. A year that only the answer says has to stand somewhere on the page."""
    year, month, day = reading
    if not month:
        return
    for there in page.by_day.get((month, day), ()) if day else (one for one in page.by_month.get(month, ()) if _is_plain(one)):
        for other in there.readings:
            if other[1] == month and (not day or other[2] == day):
                known = not year or other[0] == year or (other[0] is None and str(year) in page.by_reading)
                if known:
                    yield there
                    break


def _is_plain(day: Day) -> bool:
    """Whether it hardly is a number: its year is there."""
    return day.sure or all(year for year, _, _ in day.readings)


def _month(reading: Reading, page: Page) -> Hit | None:
    """A month alone that a page has short: Jan."""
    year, month, day = reading
    place = page.months.get(month or 0) if year is None and day is None else None
    return Hit(*place, other=True) if place else None


def _end_of_month(reading: Reading, page: Page) -> Hit | None:
    """The last day of a month, of which a page says its end."""
    year, month, day = reading
    if not month or not day or day != monthrange(year or 2026, month)[1] or not (year is None or str(year) in page.by_reading):
        return None
    for start, stop, named in months_in(page.text):
        if named == month and (before := _END_OF.search(page.text[max(0, start - 16) : start])):
            return Hit(start - len(before[0]), stop, other=True)
    return None


def _in_month(reading: Reading, page: Page) -> Hit | None:
    """A day said by its number alone, "until the 11th", of a month that the page names."""
    year, month, day = reading
    if not day or not page.by_month.get(month or 0) or not (year is None or str(year) in page.by_reading):
        return None
    for start, stop, number in page.ordinals:
        if number == day:
            return Hit(start, stop, other=True)
    return None


def _in_calendar(reading: Reading, page: Page) -> Hit | None:
    """A day in a sheet whose heading alone names the month."""
    year, month, day = reading
    heads = [head for head in page.by_month.get(month or 0, ()) if head.sure]
    numbers = page.by_reading.get(str(day), ())
    whole = any(other[2] for head in heads for other in head.readings)
    if not day or not heads or not numbers or whole or not (year is None or str(year) in page.by_reading):
        return None
    return Hit(numbers[0].start, numbers[0].stop, other=True)


def _clock(wanted: Clock, page: Page) -> Hit | None:
    there = [clock for minute in sorted(wanted.readings) for clock in page.by_minute.get(minute, ())]
    there = [clock for clock in there if wanted.seconds is None or clock.seconds in (None, wanted.seconds)]
    if hit := _choose(wanted.text, there, _bare):
        return hit
    place = page.signs.find(fold_signs(wanted.text)) if len(wanted.text) > 2 else None
    return Hit(*place) if place else _full_hour(wanted, page) or _on_a_watch(wanted, page) or _with_point(wanted, page)


def _on_a_watch(wanted: Clock, page: Page) -> Hit | None:
    """A length of time that is written as a stopwatch has it: 2:14 for "2m 14s"."""
    found = _WATCH.fullmatch(wanted.text)
    seconds = {int(found[1]) * 60 + int(found[2]), (int(found[1]) * 60 + int(found[2])) * 60} if found else set[int]()
    return next((Hit(one.start, one.stop, other=True) for one in page.lengths if one.seconds in seconds), None)


def _with_point(wanted: Clock, page: Page) -> Hit | None:
    """9.30 for 9:30, as a recording is written down, where it is no amount."""
    for minute in sorted(wanted.readings) if wanted.seconds is None else ():
        for figure in page.by_reading.get(reading_of(Decimal(f"{minute // 60}.{minute % 60:02}")), ()):
            found = _POINTED.match(page.text, figure.start)
            if found and found.end() == figure.stop and not unit_behind(page.text, figure.stop):
                return Hit(figure.start, figure.stop, other=True)
    return None


def _full_hour(wanted: Clock, page: Page) -> Hit | None:
    """A full hour that is said as a plain number: "until six"."""
    for minute in sorted(wanted.readings):
        for hour in {minute // 60, minute // 60 % 12 or 12} if minute % 60 == 0 else ():
            for figure in page.by_reading.get(str(hour), ()):
                if _AT.search(page.text[max(0, figure.start - 12) : figure.start]) or _is_stretch(figure, page.text):
                    return Hit(figure.start, figure.stop, other=True)
    return None


def _is_stretch(figure: Figure, text: str) -> bool:
    """Whether a number is an end of opening hours: "Sat 8-21"."""
    return any(_STRETCH.match(text, max(0, figure.start - before)) for before in (0, 2, 3, 4, 5))


def _length(wanted: Length, page: Page) -> Hit | None:
    for length in page.lengths:
        if length.seconds == wanted.seconds:
            return Hit(length.start, length.stop, other=_bare(length.text) != _bare(wanted.text))
    if place := page.letters.find(fold(wanted.text)):
        return Hit(*place)
    for clock in page.clocks if wanted.seconds % 60 else ():
        if clock.seconds is not None and clock.seconds == wanted.seconds % 60 and wanted.seconds // 60 in clock.readings:
            return Hit(clock.start, clock.stop, other=True)
    size = 3_600 if wanted.seconds >= 3_600 or wanted.seconds % 60 == 0 else 60
    written = f"{wanted.seconds // size}:{wanted.seconds % size * 60 // size:02}"
    place = page.signs.find(fold_signs(written))
    return Hit(*place, other=True) if place else None


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).casefold()
