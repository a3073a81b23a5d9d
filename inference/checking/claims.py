"""What in an answer can be looked up: quotes, addresses, dates, times, numbers and names, none overlapping another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from inference.checking.addresses import Address, addresses
from inference.checking.clocks import Clock, Length, clocks, lengths
from inference.checking.days import Day, days
from inference.checking.figures import Figure, figures
from inference.checking.language import Language, language_of
from inference.checking.markup import BLANK, Answer
from inference.checking.names import Name, names
from inference.checking.quotes import Quote, quotes
from inference.checking.values import Kind

__all__ = ["Meant", "Wanted", "find_wanted", "in_block"]

Meant = Quote | Address | Day | Clock | Length | Figure | Name
_KINDS: dict[type, Kind] = {
    Quote: "quote", Address: "name", Name: "name", Day: "date", Clock: "time", Length: "time", Figure: "number"
}  # fmt: skip
_MONEY = re.compile(r"(?:EUR|USD|GBP|CHF|Rs|US|CA|AU)\W?\d|[a-z]{2,}-\d+$")


@dataclass(frozen=True)
class Wanted:
    """A piece of an answer and what it may mean: 14.12 is a date, a time or a number. `entry`: the number of a list."""

    start: int
    stop: int
    meant: tuple[Meant, ...]
    entry: bool = False

    @property
    def kind(self) -> Kind:
        """That of its first meaning; what may be a plain number is called one."""
        return "number" if self.figure else _KINDS[type(self.meant[0])]

    @property
    def figure(self) -> Figure | None:
        return next((one for one in self.meant if isinstance(one, Figure)), None)


class _Plain:
    """The answer's text, of which what is spoken for is blank."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, found: list[Wanted]) -> list[Wanted]:
        """Of these, in order, those that share no character with another; the longest of those that begin together."""
        kept: list[Wanted] = []
        pieces: list[str] = []
        end = 0
        for one in sorted(found, key=lambda one: (one.start, -one.stop)):
            if one.start >= end and BLANK not in self.text[one.start : one.stop]:
                kept.append(one)
                pieces += [self.text[end : one.start], BLANK * (one.stop - one.start)]
                end = one.stop
        self.text = "".join([*pieces, self.text[end:]])
        return kept


def find_wanted(answer: Answer, said: frozenset[str]) -> list[Wanted]:
    """All of them but what stands in blocks of code, by their place. `said` are words that are written small somewhere."""
    plain = _Plain(answer.plain)
    language = language_of(answer.plain)
    entries = [
        Wanted(a, b, (Figure(a, b, answer.raw[a:b], frozenset({answer.raw[a:b]})),), entry=True) for a, b in answer.entries
    ]
    found = [*entries, *_quotes(answer, plain, language)]
    found += plain.take([_wanted(one) for one in addresses(plain.text) if one.form != "digits" and not _is_amount(one)])
    moments = _moments(plain.text, language)
    found += plain.take([one for one in moments if one.figure is None])
    found += plain.take([_wanted(one) for one in addresses(plain.text) if one.form == "digits"])
    found += plain.take([*(one for one in moments if one.figure), *map(_wanted, figures(plain.text, language=language))])
    found += plain.take([_wanted(one) for one in names(answer, plain.text, said)])
    return sorted(found, key=lambda one: one.start)


def in_block(text: str, offset: int) -> Iterator[Wanted]:
    """What one line of code holds that can be looked up by itself."""
    plain = _Plain(text)
    found = plain.take(
        [_wanted(one) for one in addresses(text) if one.form in ("web", "mail", "file", "path", "reference", "iban")]
    )
    found += plain.take([_wanted(one) for one in figures(plain.text, language="")])
    for one in found:
        yield Wanted(one.start + offset, one.stop + offset, one.meant)


def _wanted(one: Meant) -> Wanted:
    return Wanted(one.start, one.stop, (one,))


def _quotes(answer: Answer, plain: _Plain, language: Language) -> list[Wanted]:
    """A number, a date or an address alone in quotes may have another form than on the page, and is none."""
    found: list[Wanted] = []
    for quote in quotes(answer):
        alone = [one for one in _singles(quote.text, language) if one.stop - one.start == len(quote.text)]
        if not alone:
            found.append(_wanted(quote))
        else:
            meant = tuple(replace(one, start=quote.start, stop=quote.stop) for one in alone)
            found.append(Wanted(quote.start, quote.stop, meant))
    code = [one for one in found if not plain.text[one.start : one.stop].strip(BLANK)]
    return code + plain.take([one for one in found if one not in code])


def _singles(text: str, language: Language) -> Iterator[Meant]:
    if len(text) <= 100:
        for one in addresses(text):
            if one.form in ("web", "mail", "file", "path", "site", "iban"):
                yield one
        yield from (meant for wanted in _moments(text, language) for meant in wanted.meant)
        yield from figures(text, language=language)


def _moments(text: str, language: Language) -> list[Wanted]:
    """Dates, times and lengths of time. What may as well be a plain number means that too."""
    found: dict[tuple[int, int], list[Meant]] = {}
    for one in (*lengths(text), *days(text), *clocks(text, language)):
        found.setdefault((one.start, one.stop), []).append(one)
    made: list[Wanted] = []
    for (start, stop), meant in found.items():
        if not all(_is_sure(one) for one in meant):
            meant += [
                Figure(start + f.start, start + f.stop, f.text, f.readings) for f in figures(text[start:stop], language=language)
            ][:1]
        made.append(Wanted(start, stop, tuple(meant)))
    return made


def _is_sure(one: Meant) -> bool:
    return one.sure if isinstance(one, Day | Clock) else True


def _is_amount(one: Address) -> bool:
    """EUR1299 is a number with its currency, mid-2026 one with a word before it."""
    return one.form == "reference" and bool(_MONEY.match(one.text))
