"""Times, dates and lengths of time of an answer that follow from others, of its pages or its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

from inference.checking.clocks import Clock, Length
from inference.checking.cues import LASTS, SUPPOSED, speaks_of_a_total, speaks_of_later
from inference.checking.days import Day, as_date, weekday_of
from inference.checking.later import Span, later_clock, later_day, pair, spans, sum_of_lengths, sum_of_spans
from inference.checking.markup import Answer
from inference.checking.page import Page
from inference.checking.units import time_between

__all__ = ["Moments"]

_NEAR = 12
"""Times or lengths of time of one sentence that are looked at."""
_DAYS = 64
"""Dates of a page of which two may be the ends of a stretch."""
_TO = re.compile(r"(?: \d{1,2}\.?)?,? ?(?:[-–—]|to|until|till|through|bis|à|au|al?) ?(?:the )?")
_FEW = 4
"""Lengths of time of a page that may be added to a time of the answer's own sentence."""
_HOURS_AND_MINUTES = re.compile(r"(\d{1,2})\s?[h:]\s?(\d\d)")
T = TypeVar("T", Clock, Day, Span)


class Moments:
    """Those of one answer, `said` being the answer as a page, `days` its dates."""

    def __init__(self, answer: Answer, said: Page, days: Sequence[Day]) -> None:
        self.answer = answer
        self.said = said
        self._days = days
        self._spans_of = cache(_spans)

    def why(self, meant: Length | Clock | Day, pages: Sequence[Page]) -> str | None:
        """How it comes about, for people; None if it does not, as far as can be told."""
        match meant:
            case Length():
                return self._length(meant.seconds, meant.start, pages)
            case Clock():
                return self._clock(meant, pages)
            case Day():
                return self._weekday(meant, pages) if meant.weekday else self._day(meant, pages)

    def between(self, value: Decimal, size: Decimal, pages: Sequence[Page], *, hedged: bool = False) -> str | None:
        """The two times or dates so far apart, of a page or of the answer; `size` is that of the unit, in seconds."""
        return next((why for page in [*pages, self.said] if (why := time_between(value, size, page, hedged=hedged))), None)

    def made_of(self, minutes: int, start: int, pages: Sequence[Page]) -> str | None:
        """Two lengths of time that are so long together: said before this one, or the few of a page."""
        begin, _ = self.answer.sentence(start)
        every = self._spans_of(self.said)
        told = every[: bisect_left(every, start, key=attrgetter("start"))][-_NEAR:]
        held = [
            [span for span in told if span.start >= begin or span.size <= 60],
            *(few for page in pages if len(few := self._spans_of(page)) <= _FEW),
        ]
        return next((why for some in held if (why := sum_of_spans(minutes, some))), None)

    def _length(self, seconds: int, start: int, pages: Sequence[Page]) -> str | None:
        setting = self.answer.setting(start)
        summed = pages if speaks_of_a_total(setting) or LASTS.search(setting) else ()
        if why := next((why for page in summed if (why := sum_of_lengths(seconds, page))), None):
            return why
        if seconds % 60:
            return None
        return self.between(Decimal(seconds // 60), Decimal(60), pages) or self.made_of(seconds // 60, start, pages)

    def _clock(self, meant: Clock, pages: Sequence[Page]) -> str | None:
        """A length of time that looks like one of day ("1 h 58"); or a time so long after another."""
        said = _HOURS_AND_MINUTES.fullmatch(meant.text)
        start, stop = self.answer.sentence(meant.start)
        if said is not None and LASTS.search(self.answer.plain, start, stop):
            whole = int(said[1]) * 60 + int(said[2])
            return self._length(whole * 60, meant.start, pages) or self._length(whole, meant.start, pages)
        if SUPPOSED.search(self.answer.plain, start, stop):
            return "supposed"
        if not speaks_of_later(self.answer.setting(meant.start)):
            return None
        own = self._in_sentence(self._clocks, meant.start)
        pairs = ([*pair(page.clocks, self._spans_of(page), page), *self._with(own, meant.start, page)] for page in pages)
        return next((why for some in pairs if (why := later_clock(meant, some))), None)

    def _day(self, meant: Day, pages: Sequence[Page]) -> str | None:
        """A date so long after another, of a page or of the answer's sentence."""
        if not speaks_of_later(self.answer.setting(meant.start)):
            return None
        own = self._in_sentence(self._dates, meant.start)
        pairs = ([*pair(_whole(page), self._spans_of(page), page), *self._with(own, meant.start, page)] for page in pages)
        return next((why for some in pairs if (why := later_day(meant, some))), None)

    def _with(self, own: Sequence[T], start: int, page: Page) -> list[tuple[T, Span]]:
        """Those of a sentence with the lengths of time there, and the few of the page."""
        held = self._spans_of(page)
        near = [*self._in_sentence(self._spans_of(self.said), start), *(held if len(held) <= _FEW else ())]
        return [(one, span) for one in own for span in near]

    def _in_sentence(self, every: Sequence[T], start: int) -> list[T]:
        """Those of them, in order of their places, in the sentence that holds a place; not what begins there itself."""
        begin, stop = self.answer.sentence(start)
        first, last = (bisect_left(every, place, key=attrgetter("start")) for place in (begin, stop))
        return [one for one in every[first:last][: _NEAR + 1] if one.start != start][:_NEAR]

    @cached_property
    def _clocks(self) -> list[Clock]:
        return sorted(self.said.clocks, key=attrgetter("start"))

    @cached_property
    def _dates(self) -> list[Day]:
        return sorted(self.said.days, key=attrgetter("start"))

    def _weekday(self, meant: Day, pages: Sequence[Page]) -> str | None:
        """The date that the answer names, of a day of the week; one without a year, in a year of the page, beside it."""
        if why := self._weekdays.get(meant.weekday):
            return why
        years = {reading[0] for page in pages for day in page.days for reading in day.readings if reading[0]}
        for day in self._in_sentence(self._dates, meant.start):
            for _, month, number in day.readings:
                if any(weekday_of((year, month, number)) == meant.weekday for year in years):
                    return day.text
        return next((why for page in pages if (why := _within(meant.weekday, page))), None)

    @cached_property
    def _weekdays(self) -> dict[int, str]:
        return {weekday_of(reading): day.text for day in self._days for reading in day.readings if as_date(reading)}


def _within(weekday: int, page: Page) -> str | None:
    """The stretch of days of a page that has a day of the week in it: Thursday to Sunday."""
    for first, last in pairwise(sorted(page.days, key=attrgetter("start"))[:_DAYS]):
        a, b = (day.weekday or next((weekday_of(r) for r in day.readings if as_date(r)), 0) for day in (first, last))
        if a and b and _TO.fullmatch(page.text, first.stop, last.start) and (weekday - a) % 7 <= (b - a) % 7:
            return page.text[first.start : last.stop]
    return None


def _spans(page: Page) -> list[Span]:
    return sorted(spans(page), key=attrgetter("start"))


def _whole(page: Page) -> list[Day]:
    """Its dates with a day."""
    return [day for day in page.days if any(reading[2] for reading in day.readings)]
