"""What of an answer follows from its sources: rounded, in another unit, worked out, counted, so much later."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from functools import cache, cached_property
from operator import itemgetter

from inference.checking.arithmetic import Pairs, convert, from_pairs
from inference.checking.claims import Wanted
from inference.checking.clocks import Clock, Length
from inference.checking.common import common_knowledge, in_words, of_a_hundred, of_age, of_years
from inference.checking.counts import count_things
from inference.checking.cues import (
    GENERAL,
    HEDGE,
    PERCENT,
    SUPPOSED,
    asks_how_much,
    gives_a_reason,
    names_a_thing,
    speaks_of_a_share,
    speaks_of_a_total,
    speaks_of_average,
    speaks_of_reckoning,
)
from inference.checking.days import Day
from inference.checking.figures import Figure
from inference.checking.markup import Answer
from inference.checking.measures import Value, measure, unit_behind, value_of
from inference.checking.moments import Moments
from inference.checking.page import Page
from inference.checking.scaled import Scale, scale_of
from inference.checking.slips import Slips
from inference.checking.sums import by_expression, find_exact, work_out
from inference.checking.tables import Table, work_out_from_lines, work_out_from_page
from inference.checking.units import in_other_unit

__all__ = ["Reckoning"]

_NEAR = 12
"""Numbers of an answer that one of them may come from."""
_FIGURES = 2
_SHORT = 4
"""Characters of a number that is advised."""
_FEW = 4
"""Numbers said before that may have been said in another unit."""


class Reckoning:
    """That of one answer. `said` and `asked` are the answer and the question, indexed as pages are."""

    def __init__(self, answer: Answer, said: Page, asked: Page, wanted: Sequence[Wanted]) -> None:
        self.answer = answer
        self.asked = asked
        self.scale: Scale | None = None
        self._known: list[tuple[int, Value]] = []
        """Numbers of the answer that are found, or reckoned, by their place."""
        self._again: dict[frozenset[str], str] = {}
        """How numbers came about that may be said once more."""
        self._table_of, self._slips_of = cache(Table), cache(Slips)
        self._moments = Moments(answer, said, [day for one in wanted for day in one.meant if isinstance(day, Day)])

    def take(self, found: Sequence[Wanted], missing: Sequence[Wanted], pages: Sequence[Page]) -> None:
        """What stands on a page, from which the rest may come; and that rest."""
        figures = [one.figure for one in found if one.figure and not one.entry]
        self._known = [(one.start, value) for one in figures if (value := measure(one, self.answer.plain))]
        rest = [one.figure for one in missing if one.figure]
        self.scale = scale_of(rest, self.answer.plain, pages, self.asked)

    def why(self, one: Wanted, pages: list[Page]) -> str | None:
        """How it comes about, for people; None if it does not, as far as can be told."""
        for meant in one.meant:
            if isinstance(meant, Figure):
                why = self._number(meant, pages)
            else:
                why = self._moments.why(meant, pages) if isinstance(meant, Length | Clock | Day) else None
            if why is not None:
                return why
        return None

    def _number(self, figure: Figure, pages: list[Page]) -> str | None:
        sentence = self.answer.plain[slice(*self.answer.sentence(figure.start))]
        why = (
            (find_exact(figure, [*pages, self.asked]) if self._is_hedged(figure) else None)
            or by_expression(figure, sentence)
            or self._amount(figure, pages)
            or self._follows(figure, pages)
            or (self.scale.why(figure, pages) if self.scale else None)
            or of_years(figure, sentence, pages)
            or of_age(figure, self.answer.plain, pages)
            or of_a_hundred(figure, pages)
            or in_words(figure, self.answer.plain, pages)
            or common_knowledge(figure, self.answer.plain, pages)
            or self._again.get(figure.readings)
        )
        if why and len(figure.text) > 1:
            self._again[figure.readings] = why
        why = why or (
            count_things(figure, self.answer, pages) or self._in_general(figure, sentence, pages) or self._cut_off(figure, pages)
        )
        if why and (value := measure(figure, self.answer.plain)):
            insort(self._known, (figure.start, value), key=itemgetter(0))
        return why

    def _in_general(self, figure: Figure, sentence: str, pages: list[Page]) -> str | None:
        """Said of the world, or advised; no slip for a number of a page, and none that names a thing."""
        long = not figure.spelled and len(figure.text) > _SHORT
        supposed = SUPPOSED.search(sentence) and re.fullmatch(r"\d{1,2}0+|\d,000", figure.text)
        if not (GENERAL.search(sentence) or supposed) or long or self._is_name(figure):
            return None
        value = measure(figure, self.answer.plain)
        unit = value.unit if value and (value.places < 0 or len(value.value.as_tuple().digits) <= _FIGURES) else None
        slip = any(self._slips_of(page).has(figure.text, unit) for page in pages)
        return None if slip else "said in general"

    def _cut_off(self, figure: Figure, pages: list[Page]) -> str | None:
        """The beginning of a number at the end of an answer that was cut short."""
        if self.answer.plain[figure.stop :].strip():
            return None
        held = (other for page in pages for other in page.figures)
        return next((f"{other.text}, cut short" for other in held if other.text.startswith(figure.text)), None)

    def _follows(self, figure: Figure, pages: list[Page]) -> str | None:
        """Worked out; not where it may as well be a number of a page with a digit wrong, unless the sentence gives a reason."""
        value = measure(figure, self.answer.plain)
        if self._is_name(figure) or value is None:
            return None
        if not any(self._slips_of(page).has(figure.text, value.unit) for page in pages):
            return self._of_spans(figure, pages) or self._work_out(figure, pages)
        if not gives_a_reason(self.answer.setting(figure.start)):
            return None
        telling = value.unit or len(value.value.as_tuple().digits) > _FIGURES
        if telling and not speaks_of_a_total(self.answer.setting(figure.start)):
            return self._of_its_sentence(figure, value)
        return self._work_out(figure, pages)

    def _of_its_sentence(self, figure: Figure, value: Value) -> str | None:
        """As two numbers of the same sentence make it."""
        start, stop = self.answer.sentence(figure.start)
        first, last = (bisect_left(self._known, place, key=itemgetter(0)) for place in (start, stop))
        near = [value for _, value in self._known[max(first, last - _NEAR) : last]]
        before = [value for _, value in self._known[max(0, first - _FEW) : first]]
        if PERCENT.match(self.answer.plain, figure.stop):
            return from_pairs(value.value, near, percent=True)
        alike = [one for one in before if value.unit and one.unit == value.unit]
        held = (Pairs(some, mixed=True).rare(value.value) for some in (alike[-2:], before))
        return from_pairs(value.value, near, percent=False) or next(filter(None, held), None)

    def _is_name(self, figure: Figure) -> bool:
        """Whether it is the number of a room, an order or a train, which nobody reckons."""
        return names_a_thing(self.answer.plain[max(0, figure.start - 40) : figure.start])

    def _is_hedged(self, figure: Figure) -> bool:
        return bool(HEDGE.search(self.answer.plain[max(0, figure.start - 24) : figure.start]))

    def _amount(self, figure: Figure, pages: list[Page]) -> str | None:
        """In another unit, or as the time between two times."""
        unit, value = unit_behind(self.answer.plain, figure.stop), value_of(figure)
        if unit is None or value is None:
            return None
        for page in pages:
            if why := in_other_unit(figure, unit, page):
                return why
        hedged = self._is_hedged(figure)
        return self._moments.between(value, unit.size, pages, hedged=hedged) if unit.kind == "time" else None

    def _of_spans(self, figure: Figure, pages: list[Page]) -> str | None:
        """A length of time that two others make."""
        unit, value = unit_behind(self.answer.plain, figure.stop), value_of(figure)
        if unit is None or value is None or unit.kind != "time":
            return None
        minutes = value * unit.size / 60
        return self._moments.made_of(int(minutes), figure.start, pages) if minutes == int(minutes) else None

    def _work_out(self, figure: Figure, pages: list[Page]) -> str | None:
        start, stop = self.answer.sentence(figure.start)
        sentence, setting = self.answer.plain[start:stop], self.answer.setting(figure.start)
        percent, mean = bool(PERCENT.match(self.answer.plain, figure.stop)), speaks_of_average(setting)
        hedged = self._is_hedged(figure)
        told = hedged or (speaks_of_a_share(setting) if percent else speaks_of_reckoning(setting))
        if not told and not asks_how_much(self.asked.text):
            return None
        first, own, last = (bisect_left(self._known, place, key=itemgetter(0)) for place in (start, figure.start, stop))
        value = measure(figure, self.answer.plain)
        unit = value.unit if value else ""
        near = [value for _, value in self._known[max(first, last - _NEAR) : last]]
        near += [*self._asked, *convert(near, unit)]
        earlier, after = self._known[max(0, own - _NEAR) : own], self._known[own : own + _NEAR]
        lists = [[value for _, value in some] for some in (earlier, after)]
        lists[0] += convert(lists[0][-_FEW:], unit)
        ends = [self._line_ends(some) for some in (earlier, after)]
        if why := work_out(figure, near, lists[0], [*lists, *ends], setting, percent=percent, mean=mean, hedged=hedged):
            return why
        for page in pages:
            table = self._table_of(page)
            why = work_out_from_lines(figure, sentence, near, table, percent=percent)
            if why := why or work_out_from_page(figure, unit, table, near, setting, percent=percent, mean=mean):
                return why
        return None

    @cached_property
    def _asked(self) -> list[Value]:
        """The numbers of the question."""
        return [value for figure in self.asked.figures[:_NEAR] if (value := measure(figure, self.asked.text))]

    def _line_ends(self, found: Sequence[tuple[int, Value]]) -> list[Value]:
        """The last number of each line."""
        lines = [self.answer.line_of(place) for place, _ in found]
        return [value for (_, value), line, below in zip(found, lines, [*lines[1:], -1], strict=False) if line != below]
