"""What of an answer follows from its sources: rounded, in another unit, worked out, counted, so much later."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from operator import attrgetter, itemgetter

from inference.checking.arithmetic import Value, converted, known
from inference.checking.claims import Wanted
from inference.checking.clocks import Clock, Length
from inference.checking.common import common_knowledge, in_words, of_years
from inference.checking.counts import counted
from inference.checking.cues import GENERAL, HEDGE, LASTS, PERCENT, SUPPOSED, gives_a_reason, names_a_thing, speaks_of_a_share, speaks_of_a_total, speaks_of_average, speaks_of_later, speaks_of_reckoning
from inference.checking.days import Day, as_date, weekday_of
from inference.checking.figures import Figure
from inference.checking.later import Span, later_clock, later_day, paired, spans, sum_of_lengths, sum_of_spans
from inference.checking.markup import Answer
from inference.checking.page import Page
from inference.checking.scaled import Scale, scale_of
from inference.checking.slips import Slips
from inference.checking.sums import by_expression, is_rounded, page_values, worked_out
from inference.checking.tables import worked_out_from_lines, worked_out_from_page
from inference.checking.units import in_other_unit, time_between, unit_behind, value_of

__all__ = ["Reckoning"]

_NEAR = 12
"""Numbers of an answer that one of them may come from."""
_SHORT = 4
"""Characters of a number that is advised."""
_FEW = 4
"""Lengths of time of a page that may be added to a time of the answer's own sentence."""
_HOURS_AND_MINUTES = re.compile(r"(\d{1,2})\s?[h:]\s?(\d\d)")


class Reckoning:
    """That of one answer. `said` and `asked` are the answer and the question, indexed as pages are."""

    def __init__(self, answer: Answer, said: Page, asked: Page, wanted: Sequence[Wanted]) -> None:
        self.answer = answer
        self.said = said
        self.asked = asked
        self.wanted = wanted
        self.scale: Scale | None = None
        self._known: list[tuple[int, Value]] = []
        """Numbers of the answer that are found, or reckoned, by their place."""
        self._held: dict[Page, dict[int, list[Value]]] = {}
        self._spans: dict[Page, list[Span]] = {}
        self._slips: dict[Page, Slips] = {}

    def take(self, found: Sequence[Wanted], missing: Sequence[Wanted], pages: Sequence[Page]) -> None:
        """What stands on a page, from which the rest may come; and that rest."""
        figures = [one.figure for one in found if one.figure and not one.entry]
        self._known = [(one.start, value) for one in figures if (value := known(one, self.answer.plain))]
        rest = [one.figure for one in missing if one.figure]
        self.scale = scale_of(rest, self.answer.plain, pages, self.asked)

    def why(self, one: Wanted, pages: list[Page]) -> str | None:
        """How it comes about, for people; None if it does not, as far as can be told."""
        for meant in one.meant:
            match meant:
                case Length():
                    why = self._length(meant.seconds, one.start, pages)
                case Clock():
                    why = self._clock(meant, pages)
                case Day():
                    why = self._weekday(meant, pages) if meant.weekday else self._day(meant, pages)
                case Figure():
                    why = self._number(meant, pages)
                case _:
                    why = None
            if why is not None:
                return why
        return None

    def _number(self, figure: Figure, pages: list[Page]) -> str | None:
        sentence = self.answer.plain[slice(*self.answer.sentence(figure.start))]
        why = (
            self._rounded(figure, pages)
            or by_expression(figure, sentence)
            or self._amount(figure, pages)
            or self._follows(figure, pages)
            or (self.scale.why(figure, pages) if self.scale else None)
            or of_years(figure, sentence, pages)
            or in_words(figure, self.answer.plain, pages)
            or common_knowledge(figure, self.answer.plain, pages)
            or counted(figure, self.answer, pages)
            or self._in_general(figure, sentence, pages)
            or self._cut_off(figure, pages)
        )
        if why and (value := known(figure, self.answer.plain)):
            insort(self._known, (figure.start, value), key=itemgetter(0))
        return why

    def _in_general(self, figure: Figure, sentence: str, pages: list[Page]) -> str | None:
        """Said of the world, or advised; no slip for a number of a page, and none that names a thing."""
        if not GENERAL.search(sentence) or len(figure.text) > _SHORT or self._is_name(figure):
            return None
        value = known(figure, self.answer.plain)
        slip = value and any(self._slips_of(page).has(figure.text, value.unit) for page in pages)
        return None if slip else "said in general"

    def _cut_off(self, figure: Figure, pages: list[Page]) -> str | None:
        """The beginning of a number at the end of an answer that was cut short."""
        if self.answer.plain[figure.stop :].strip():
            return None
        held = (other for page in pages for other in page.figures)
        return next((f"{other.text}, cut short" for other in held if other.text.startswith(figure.text)), None)

    def _follows(self, figure: Figure, pages: list[Page]) -> str | None:
        """Worked out; not where it may as well be a number of a page with a digit wrong, unless the sentence gives a reason."""
        value = known(figure, self.answer.plain)
        if self._is_name(figure) or value is None:
            return None
        if any(self._slips_of(page).has(figure.text, value.unit) for page in pages) and not gives_a_reason(self.answer.setting(figure.start)):
            return None
        return self._of_spans(figure, pages) or self._worked_out(figure, pages)

    def _is_name(self, figure: Figure) -> bool:
        """Whether it is the number of a room, an order or a train, which nobody reckons."""
        return names_a_thing(self.answer.plain[max(0, figure.start - 40) : figure.start])

    def _rounded(self, figure: Figure, pages: list[Page]) -> str | None:
        before = self.answer.plain[max(0, figure.start - 24) : figure.start]
        return is_rounded(figure, before, (other for page in [*pages, self.asked] for other in page.figures))

    def _amount(self, figure: Figure, pages: list[Page]) -> str | None:
        """In another unit, or as the time between two times."""
        unit, value = unit_behind(self.answer.plain, figure.stop), value_of(figure)
        if unit is None or value is None:
            return None
        for page in pages:
            if why := in_other_unit(figure, unit, page):
                return why
        hedged = bool(HEDGE.search(self.answer.plain[max(0, figure.start - 24) : figure.start]))
        return self._between(value, unit.size, pages, hedged=hedged) if unit.kind == "time" else None

    def _of_spans(self, figure: Figure, pages: list[Page]) -> str | None:
        """A length of time that two others make."""
        unit, value = unit_behind(self.answer.plain, figure.stop), value_of(figure)
        if unit is None or value is None or unit.kind != "time":
            return None
        minutes = value * unit.size / 60
        return self._spans_make(int(minutes), figure.start, pages) if minutes == int(minutes) else None

    def _length(self, seconds: int, start: int, pages: list[Page]) -> str | None:
        if speaks_of_a_total(self.answer.setting(start)) or LASTS.search(self.answer.setting(start)):
            if why := next((why for page in pages if (why := sum_of_lengths(seconds, page))), None):
                return why
        if seconds % 60:
            return None
        why = self._between(Decimal(seconds // 60), Decimal(60), pages)
        return why or self._spans_make(seconds // 60, start, pages)

    def _between(self, value: Decimal, size: Decimal, pages: list[Page], *, hedged: bool = False) -> str | None:
        """The two times or dates so far apart, of a page or of the answer."""
        return next((why for page in [*pages, self.said] if (why := time_between(value, size, page, hedged=hedged))), None)

    def _spans_make(self, minutes: int, start: int, pages: list[Page]) -> str | None:
        """Two lengths of time that are so long together: said before this one, or the few of a page."""
        begin, stop = self.answer.sentence(start)
        told = [span for span in self._spans_of(self.said) if span.start < start and (begin <= span.start < stop or span.size <= 60)]
        held = [told, *(few for page in pages if len(few := self._spans_of(page)) <= _FEW)]
        return next((why for some in held if (why := sum_of_spans(minutes, some))), None)

    def _clock(self, meant: Clock, pages: list[Page]) -> str | None:
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
        own = [clock for clock in self.said.clocks if start <= clock.start < stop and clock.start != meant.start]
        for page in pages:
            held = self._spans_of(page)
            near = [span for span in self._spans_of(self.said) if start <= span.start < stop] + (held if len(held) <= _FEW else [])
            pairs = [*paired(page.clocks, held, page), *((clock, span) for clock in own[:_NEAR] for span in near[:_NEAR])]
            if why := later_clock(meant, pairs):
                return why
        return None

    def _day(self, meant: Day, pages: list[Page]) -> str | None:
        """A date so long after another, of a page or of the answer's sentence."""
        if not speaks_of_later(self.answer.setting(meant.start)):
            return None
        start, stop = self.answer.sentence(meant.start)
        own = [day for day in self.said.days if start <= day.start < stop and day.start != meant.start]
        for page in pages:
            held = self._spans_of(page)
            near = [span for span in self._spans_of(self.said) if start <= span.start < stop] + (held if len(held) <= _FEW else [])
            dated = [day for day in page.days if any(reading[2] for reading in day.readings)]
            pairs = [*paired(dated, held, page), *((day, span) for day in own[:_NEAR] for span in near[:_NEAR])]
            if why := later_day(meant, pairs):
                return why
        return None

    def _slips_of(self, page: Page) -> Slips:
        if page not in self._slips:
            self._slips[page] = Slips(page)
        return self._slips[page]

    def _spans_of(self, page: Page) -> list[Span]:
        if page not in self._spans:
            self._spans[page] = list(spans(page))
        return self._spans[page]

    def _worked_out(self, figure: Figure, pages: list[Page]) -> str | None:
        start, stop = self.answer.sentence(figure.start)
        sentence, setting = self.answer.plain[start:stop], self.answer.setting(figure.start)
        before = self.answer.plain[max(0, figure.start - 24) : figure.start]
        percent, mean = bool(PERCENT.match(self.answer.plain, figure.stop)), speaks_of_average(setting)
        hedged = bool(HEDGE.search(before))
        if not hedged and not (speaks_of_a_share(setting) if percent else speaks_of_reckoning(setting)):
            return None
        first, own, last = (bisect_left(self._known, place, key=itemgetter(0)) for place in (start, figure.start, stop))
        value = known(figure, self.answer.plain)
        unit = value.unit if value else ""
        near = [value for _, value in self._known[max(first, last - _NEAR) : last]]
        near += [*self._asked, *converted(near, unit)]
        earlier, after = self._known[max(0, own - _NEAR) : own], self._known[own : own + _NEAR]
        lists = [[value for _, value in some] for some in (earlier, after)]
        lists[0] += converted(lists[0][-_FEW:], unit)
        ends = [self._line_ends(some) for some in (earlier, after)]
        if why := worked_out(figure, near, lists[0], [*lists, *ends], setting, percent=percent, mean=mean, hedged=hedged):
            return why
        for page in pages:
            rows = self._rows(page)
            spoken_of = [rows[line] for line in page.lines_of(sentence) if line in rows]
            why = worked_out_from_lines(figure, spoken_of, near, page, rows, percent=percent)
            if why := why or worked_out_from_page(figure, unit, page, rows, near, setting, percent=percent, mean=mean):
                return why
        return None

    @cached_property
    def _asked(self) -> list[Value]:
        """The numbers of the question."""
        return [value for figure in self.asked.figures[:_NEAR] if (value := known(figure, self.asked.text))]

    def _line_ends(self, found: Sequence[tuple[int, Value]]) -> list[Value]:
        """The last number of each line."""
        lines = [self.answer.line_of(place) for place, _ in found]
        return [value for (_, value), line, below in zip(found, lines, [*lines[1:], -1], strict=False) if line != below]

    def _rows(self, page: Page) -> dict[int, list[Value]]:
        if page not in self._held:
            self._held[page] = page_values(page)
        return self._held[page]

    def _weekday(self, meant: Day, pages: Sequence[Page]) -> str | None:
        """The date that the answer names, of a day of the week; one without a year, in a year of the page, beside it."""
        if why := self._weekdays.get(meant.weekday):
            return why
        start, stop = self.answer.sentence(meant.start)
        years = {reading[0] for page in pages for day in page.days for reading in day.readings if reading[0]}
        for day in self._days:
            for _, month, number in day.readings if start <= day.start < stop else ():
                if any(weekday_of((year, month, number)) == meant.weekday for year in years):
                    return day.text
        return None

    @cached_property
    def _weekdays(self) -> dict[int, str]:
        return {weekday_of(reading): day.text for day in self._days for reading in day.readings if as_date(reading)}

    @cached_property
    def _days(self) -> list[Day]:
        return [day for one in self.wanted for day in one.meant if isinstance(day, Day)]
