"""Whether what an answer has from a text stands there for what was asked: a price that is another boat's is found, and is wrong.

No model is asked: the words of the question are looked for in the text, and where the answer stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from inference.checking.check import check
from inference.checking.folding import fold
from inference.checking.language import is_small
from inference.checking.measures import unit_behind
from inference.checking.page import Page
from inference.checking.question import Term, Wordings, are_forms, find_terms
from inference.checking.values import Claim, Source

__all__ = ["Fit", "find_fit"]

_WORD = re.compile(r"[^\W_]+")
_LINE = re.compile(r"\S[^\n]*")
_TABLE = re.compile(r"^(?:[^\t\n]*\t[^\n]*\n?)+", re.MULTILINE)
_ENDS = re.compile(r"[.!?;](?=\s)")
_COUNTED = re.compile(r"\b(?:how many|wie ?viele|combien d['’e] ?|cuánt[oa]s) ?([^\W\d_]+)(?: ([^\W\d_]+))?", re.IGNORECASE)
_CHOICE = re.compile(r"\b(?:or|which|oder|welch\w+|ou|quel\w*|o|cuál\w*)\b", re.IGNORECASE)
_BEHIND = re.compile(r"[ \t]?([^\W\d_]+)")
_SAME_LINE, _HEADING, _BESIDE, _CLOSE = 0.8, 0.7, 0.3, 160
"""How near a word counts: on the line of the answer, in the heading of its table or block, within so many characters; 1 is the
same sentence."""
_NEAR = 0.5
"""How near the nearest place of a word has to be, or it stands apart."""
_WEAK = 0.4
"""How much a weak word counts beside one for a thing."""
_WEIGHTS = (2.5, 3.2, 0.4, 2.9, 2.0, 0.7, 2.0)
"""Log odds, in the order of `Fit`: for each name, thing and weak word, for a place that none is near to, and so on; fitted as
tests/bench/first_model.py tells."""
_MANY = 2
_PIECES, _PLACES = 32, 16
"""Pieces of an answer, and places of each, that are looked at."""


@dataclass(frozen=True)
class Fit:
    """What of a question stands nowhere, or not where its answer does.

    `names` (numbers, dates and the like as well), `things` and `weak` are its words that stand nowhere; `apart` those that stand
    elsewhere; `near` is the share of its words that stand where the answer does, from 0 to 1, None where the answer has no
    place; `counts` is what its number counts there, where the answer counts something else; `uncounted` is a number beside which
    the page does not have what the question wants counted; `echo` says that the answer only repeats the question.
    """

    names: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    near: float | None = None
    counts: str = ""
    uncounted: str = ""
    echo: bool = False

    @property
    def odds(self) -> float:
        """Log odds that this adds to those that the answer was made up."""
        apart = 0.0 if self.near is None else 1 - self.near
        values = (
            len(self.names),
            min(len(self.things), _MANY),
            len(self.weak),
            apart,
            bool(self.counts),
            bool(self.uncounted),
            self.echo,
        )
        return sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))


def find_fit(question: str, answer: str, claims: Sequence[Claim], sources: Sequence[Source]) -> Fit:
    """How `answer`, of which `claims` were looked up in `sources`, fits `question`."""
    asked = check(question, sources)
    names = tuple(claim.text for claim in asked if claim.verdict == "not found")
    terms = find_terms(question, [(claim.start, claim.stop) for claim in asked if claim.verdict == "not found"])
    texts, claims = [_Text(source, terms) for source in sources], claims[:_PIECES]
    missing = [term for term in terms if not any(text.places[term] or term in text.named for text in texts)]
    places = islice(_find_places(question, answer, claims, texts), _PIECES * _PLACES)
    best = max((text.rate(place) for text, place in places), key=lambda rated: rated[0], default=None)
    counts, uncounted = _count(question, answer, claims, texts)
    return Fit(
        names,
        tuple(term.text for term in missing if term.kind == "thing"),
        tuple(term.text for term in missing if term.kind == "weak"),
        best[1] if best else (),
        best[0] if best else None,
        counts,
        uncounted,
        _echoes(question, answer),
    )


class _Text:
    """One source, and where the words of the question stand in it."""

    def __init__(self, source: Source, terms: Sequence[Term]) -> None:
        self.page, self.text = Page(source.text), source.text
        self.title = next((found.span() for found in _LINE.finditer(self.text)), (0, 0))
        self._tables = [found.start() for found in _TABLE.finditer(self.text)]
        wordings, name = Wordings(self.page), [fold(found[0]) for found in _WORD.finditer(source.name)]
        self.places = {term: wordings.places(term) for term in terms}
        self.named = {term for term in terms if any(are_forms(fold(term.text), word) for word in name)}

    def rate(self, place: tuple[int, int]) -> tuple[float, tuple[str, ...]]:
        """How many of the question's words that stand here stand near a place, the rare ones counting more; and which do not.

        All do where none of them stands here.
        """
        sentence, line = self._around(place)
        heads = [self.title, *self._headings(place[0])]
        got = whole = 0.0
        apart: list[str] = []
        for term, places in self.places.items():
            if not places:
                continue
            weight = (1.0 if term.kind == "thing" else _WEAK) / (1 + len(places)) ** 0.5
            near = max(self._near(at, place[0], sentence, line, heads) for at, _ in places)
            near = max(near, _HEADING) if term in self.named else near
            got, whole = got + weight * near, whole + weight
            if near < _NEAR and term.kind == "thing":
                apart.append(term.text)
        return (got / whole if whole else 1.0), tuple(apart)

    def words_around(self, place: tuple[int, int]) -> Iterator[str]:
        """Those of its sentence and of its headings, folded."""
        for begin, end in (self._around(place)[0], *self._headings(place[0])):
            yield from (fold(found[0]) for found in _WORD.finditer(self.text, begin, end))

    @staticmethod
    def _near(at: int, place: int, sentence: tuple[int, int], line: tuple[int, int], heads: Sequence[tuple[int, int]]) -> float:
        if sentence[0] <= at < sentence[1]:
            return 1.0
        if line[0] <= at < line[1]:
            return _SAME_LINE
        if any(begin <= at < end for begin, end in heads):
            return _HEADING
        return _BESIDE if abs(at - place) < _CLOSE else 0.0

    def _around(self, place: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
        """The sentence and the line that hold a place."""
        begin, end = self._line(place[0])[0], self._line(max(place[0], place[1] - 1))[1]
        first, last = begin, end
        for found in _ENDS.finditer(self.text, begin, end):
            if found.end() <= place[0]:
                first = found.end()
            elif found.start() >= place[1]:
                last = found.end()
                break
        return (first, last), (begin, end)

    def _line(self, at: int) -> tuple[int, int]:
        end = self.text.find("\n", at)
        return self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end

    def _headings(self, at: int) -> Iterator[tuple[int, int]]:
        """The line above, and of a row of a table the table's first."""
        begin, end = self._line(at)
        if begin:
            yield self._line(begin - 1)
        if "\t" in self.text[begin:end]:
            yield self._line(self._tables[bisect(self._tables, at) - 1])


def _find_places(
    question: str, answer: str, claims: Sequence[Claim], texts: Sequence[_Text]
) -> Iterator[tuple[_Text, tuple[int, int]]]:
    """Where what the answer says stands: what was looked up, else its words that the question does not have."""
    some = False
    for claim in claims:
        if claim.source is None or claim.begin is None or claim.end is None:
            continue
        some, text = True, texts[claim.source]
        yield text, (claim.begin, claim.end)
        yield from ((text, place) for place in _others(text, claim.begin, claim.end, claim.kind == "name"))
    asked = {fold(found[0]) for found in _WORD.finditer(question)}
    for found in _WORD.finditer(answer) if not some else ():
        said = fold(found[0])
        if said in asked or is_small(found[0]) or not find_terms(found[0]):
            continue
        for text in texts:
            yield from ((text, place) for place in text.page.words.get(said, ())[:_PLACES])


def _others(text: _Text, begin: int, end: int, name: bool) -> Iterator[tuple[int, int]]:
    """Where the same stands once more; of a name also one of its words alone."""
    said = text.text[begin:end]
    yield from islice(text.page.letters.each(fold(said)), _PLACES)
    for found in _WORD.finditer(said) if name else ():
        yield from text.page.words.get(fold(found[0]), ())[:_PLACES]


def _count(question: str, answer: str, claims: Sequence[Claim], texts: Sequence[_Text]) -> tuple[str, str]:
    """What the answer's number counts on the page, if the answer counts another thing, as 28 days; and `uncounted`."""
    asked = _COUNTED.search(question)
    wanted = [word for word in asked.groups() if word and (word == asked[1] or find_terms(word))] if asked else []
    uncounted = ""
    for claim in claims:
        if claim.kind not in ("number", "time") or claim.source is None or claim.begin is None or claim.end is None:
            continue
        text = texts[claim.source]
        there = [*_others(text, claim.begin, claim.end, name=False), (claim.begin, claim.end)]
        behind = _BEHIND.match(answer, claim.stop)
        said = [behind[1]] if behind and find_terms(behind[1]) else wanted
        units = [unit_behind(text.text, stop) for _, stop in there]
        if said and all(unit is not None and not any(_is_unit(word, unit.kind) for word in said) for unit in units):
            stop = units[0].stop if units[0] else claim.end
            return text.text[there[0][0] : stop], uncounted
        if any(unit is not None and any(_is_unit(word, unit.kind) for word in said) for unit in units):
            continue
        around = {word for place in there for word in text.words_around(place)}
        if wanted and not any(are_forms(fold(one), word) for one in wanted for word in around):
            uncounted = claim.text
    return "", uncounted


def _echoes(question: str, answer: str) -> bool:
    """Whether an answer has no word that tells and is not the question's; where that offers a choice, it may well."""
    if _CHOICE.search(question):
        return False
    asked = {fold(found[0]) for found in _WORD.finditer(question)}
    said = [fold(found[0]) for found in _WORD.finditer(answer)]
    return all(word in asked or is_small(word) for word in said) and any(word in asked for word in said)


def _is_unit(word: str, kind: str) -> bool:
    unit = unit_behind(f"1 {word}", 1)
    return unit is not None and unit.kind == kind
