"""What held-out documents are filled with: people, places, things and figures that training never asks about or answers with."""

from __future__ import annotations

import random
from collections.abc import Callable

from inference.evaluation.screens.names import NAMES
from inference.evaluation.world import digits, held_out, lists, name, value, word

__all__ = ["LABELS", "Supply"]

_LISTS: dict[str, list[str]] = lists("documents")
_MONTHS = "January February March April May June July August September October November December".split()
_WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"

LABELS = tuple((name, kind) for kind, names in NAMES.items() for name in names)
"""Names of values, and kinds of values that suit them."""

_TRIES = 500
_LABEL_KINDS = {"price": "sum", "time": "hour", "words": "term"}


class Supply:
    """Values for one document: ASCII, each held out and new to it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._used: set[str] = set()

    def __call__(self, kind: str) -> str:
        """A value of `kind`: of one of `names.KINDS` or of those of documents alone. Raises KeyError for another one."""
        make = _MAKERS[_LABEL_KINDS.get(kind, kind)]
        tries = 0
        while True:
            text = make(self.rng) if tries < _TRIES else word(self.rng)  # a small kind is used up
            tries += 1
            if held_out(text) and text.lower() not in self._used:
                self._used.add(text.lower())
                return text


def _one(rng: random.Random, name: str) -> str:
    return rng.choice(_LISTS[name])


def _person(rng: random.Random) -> str:
    first, last = _one(rng, "given"), _one(rng, "family")
    return rng.choice((f"{first} {last}", f"{first} {last}", f"{first} {word(rng).capitalize()}"))


def _place(rng: random.Random) -> str:
    return _one(rng, "place_begins") + _one(rng, "place_ends")


def _thing(rng: random.Random) -> str:
    thing = _one(rng, "object")
    return f"{_one(rng, 'finish')} {thing}" if rng.random() < 0.7 else thing


def _spot(rng: random.Random) -> str:
    return rng.choice((f"cellar {digits(rng, 2)}", f"hangar {rng.choice(_CAPITALS)}", f"bay {digits(rng, 3)}",
                       f"barn {digits(rng, 1)}", f"shed {digits(rng, 2)}", f"the {word(rng)} wing"))  # fmt: skip


def _date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2018, 2034)
    said = _MONTHS[month - 1]
    return rng.choice((f"{day} {said} {year}", f"{said} {day}, {year}", f"{day} {said}", f"{year}-{month:02}-{day:02}",
                       f"{day}/{month}/{year}", f"{rng.choice(_WEEK)}, {day} {said}"))  # fmt: skip


def _hour(rng: random.Random) -> str:
    hour, minute = rng.randint(0, 23), rng.randint(0, 59)
    return rng.choice((f"{hour:02}:{minute:02}", f"{hour % 12 + 1}:{minute:02} pm", f"{hour}:{minute:02}"))


def _sum(rng: random.Random) -> str:
    amount = rng.randint(50, 999_999) / 100
    forms = f"${amount:.2f}", f"{amount:.2f} EUR", f"EUR {amount:,.2f}", f"{round(amount)} euros", f"${amount:,.2f}"
    return rng.choice(forms)


def _code(rng: random.Random) -> str:
    letters = "".join(rng.choices(_CAPITALS, k=rng.randint(1, 4)))
    return rng.choice((f"{letters}{digits(rng, 3)}", f"{digits(rng, 2)}-{letters}-{digits(rng, 3)}",
                       f"{letters}/{digits(rng, 4)}", digits(rng, 8)))  # fmt: skip


def _phone(rng: random.Random) -> str:
    return rng.choice((f"0{digits(rng, 2)} {digits(rng, 3)} {digits(rng, 4)}", f"+{digits(rng, 2)} {digits(rng, 9)}"))


_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "person": _person, "place": _place, "thing": _thing, "spot": _spot, "date": _date, "hour": _hour, "sum": _sum, "code": _code,
    "phone": _phone, "name": name, "value": value,
    "firm": lambda rng: f"{rng.choice((_one(rng, 'family'), word(rng).capitalize()))} {_one(rng, 'firm')}",
    "gathering": lambda rng: f"{rng.choice((_place(rng), word(rng), rng.choice(_MONTHS)))} {_one(rng, 'occasion')}",
    "goods": lambda rng: f"{_one(rng, 'quality')} {_one(rng, 'goods')}",
    "span": lambda rng: f"{rng.randint(2, 120)} {rng.choice(('minutes', 'hours', 'days', 'weeks', 'months', 'years'))}",
    "weight": lambda rng: f"{rng.randint(2, 900)} {rng.choice(('kg', 'g', 'pounds'))}",
    "number": lambda rng: str(rng.randint(2, rng.choice((60, 900, 20_000)))),
    "share": lambda rng: f"{rng.randint(1, 999) / 10:.1f}%",
    "term": lambda rng: f"{word(rng)} {word(rng)}" if rng.random() < 0.4 else word(rng),
    "label": lambda rng: rng.choice(LABELS)[0],
}  # fmt: skip
