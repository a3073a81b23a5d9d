"""What held-out documents are filled with: people, places, things and figures that training never asks about or answers with."""

from __future__ import annotations

import random

from inference.evaluation import world
from inference.evaluation.screens.names import NAMES
from inference.evaluation.world import held_out, lists

__all__ = ["LABELS", "Supply"]

_LISTS: dict[str, list[str]] = lists("documents")
_MONTHS = "January February March April May June July August September October November December".split()
_WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"

LABELS = tuple((name, kind) for kind, names in NAMES.items() for name in names)
"""Names of values, and kinds of values that suit them."""

_TRIES = 500
_LABEL_KINDS = {"price": "sum", "date": "date", "time": "hour", "span": "span", "code": "code", "number": "number",
                "share": "share", "person": "person", "words": "term"}  # fmt: skip


class Supply:
    """Values for one document: ASCII, each held out and new to it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._used: set[str] = set()

    def __call__(self, kind: str) -> str:
        """A value of `kind`: of one of `names.KINDS` or of those of documents alone. Raises AttributeError for another one."""
        make = getattr(self, f"_{_LABEL_KINDS.get(kind, kind)}")
        tries = 0
        while True:
            text: str = make() if tries < _TRIES else self._word()  # a small kind is used up
            tries += 1
            if held_out(text) and text.lower() not in self._used:
                self._used.add(text.lower())
                return text

    def _any(self, name: str) -> str:
        return self.rng.choice(_LISTS[name])

    def _person(self) -> str:
        first, last = self._any("given"), self._any("family")
        return self.rng.choice((f"{first} {last}", f"{first} {last}", f"{first} {self._word().capitalize()}"))

    def _place(self) -> str:
        return self._any("place_begins") + self._any("place_ends")

    def _firm(self) -> str:
        return f"{self.rng.choice((self._any('family'), self._word().capitalize()))} {self._any('firm')}"

    def _thing(self) -> str:
        thing = self._any("object")
        return f"{self._any('finish')} {thing}" if self.rng.random() < 0.7 else thing

    def _gathering(self) -> str:
        return f"{self.rng.choice((self._place(), self._word(), self.rng.choice(_MONTHS)))} {self._any('occasion')}"

    def _goods(self) -> str:
        return f"{self._any('quality')} {self._any('goods')}"

    def _spot(self) -> str:
        return self.rng.choice((f"cellar {self._figures(2)}", f"hangar {self.rng.choice(_CAPITALS)}", f"bay {self._figures(3)}",
                                f"barn {self._figures(1)}", f"shed {self._figures(2)}", f"the {self._word()} wing"))  # fmt: skip

    def _date(self) -> str:
        day, month, year = self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(2018, 2034)
        said = _MONTHS[month - 1]
        return self.rng.choice((f"{day} {said} {year}", f"{said} {day}, {year}", f"{day} {said}", f"{year}-{month:02}-{day:02}",
                                f"{day}/{month}/{year}", f"{self.rng.choice(_WEEK)}, {day} {said}"))  # fmt: skip

    def _hour(self) -> str:
        hour, minute = self.rng.randint(0, 23), self.rng.randint(0, 59)
        return self.rng.choice((f"{hour:02}:{minute:02}", f"{hour % 12 + 1}:{minute:02} pm", f"{hour}:{minute:02}"))

    def _sum(self) -> str:
        amount = self.rng.randint(50, 999_999) / 100
        forms = f"${amount:.2f}", f"{amount:.2f} EUR", f"EUR {amount:,.2f}", f"{round(amount)} euros", f"${amount:,.2f}"
        return self.rng.choice(forms)

    def _span(self) -> str:
        return f"{self.rng.randint(2, 120)} {self.rng.choice(('minutes', 'hours', 'days', 'weeks', 'months', 'years'))}"

    def _weight(self) -> str:
        return f"{self.rng.randint(2, 900)} {self.rng.choice(('kg', 'g', 'pounds'))}"

    def _number(self) -> str:
        return str(self.rng.randint(2, self.rng.choice((60, 900, 20_000))))

    def _share(self) -> str:
        return f"{self.rng.randint(1, 999) / 10:.1f}%"

    def _code(self) -> str:
        letters = "".join(self.rng.choices(_CAPITALS, k=self.rng.randint(1, 4)))
        return self.rng.choice((f"{letters}{self._figures(3)}", f"{self._figures(2)}-{letters}-{self._figures(3)}",
                                f"{letters}/{self._figures(4)}", self._figures(8)))  # fmt: skip

    def _phone(self) -> str:
        here = f"0{self._figures(2)} {self._figures(3)} {self._figures(4)}"
        return self.rng.choice((here, f"+{self._figures(2)} {self._figures(9)}"))

    def _name(self) -> str:
        return world.name(self.rng)

    def _value(self) -> str:
        return world.value(self.rng)

    def _term(self) -> str:
        return f"{self._word()} {self._word()}" if self.rng.random() < 0.4 else self._word()

    def _label(self) -> str:
        return self.rng.choice(LABELS)[0]

    def _word(self) -> str:
        return world.word(self.rng)

    def _figures(self, count: int) -> str:
        return world.digits(self.rng, count)
