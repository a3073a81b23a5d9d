"""What fills documents for training: people, places, things, dates, amounts; none twice in one paper, none held out."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from inference.starter.synthesis.labels import LABELS, Label
from inference.starter.synthesis.paper_words import (
    ADJECTIVES,
    CAPITALS,
    COLOURS,
    DAYS,
    EVENTS,
    FIRMS,
    FIRST,
    FOODS,
    LAST,
    MATERIALS,
    MONTHS,
    NUMBERS,
    PARTS,
    STREETS,
    TASTES,
    THINGS,
    TOPICS,
    TOWN_ENDS,
    TOWN_STARTS,
    VERBS,
)
from inference.starter.synthesis.themes import WORDS
from inference.starter.world import digits, held_out, name, value, word

__all__ = ["KINDS", "Draw"]

_TRIES = 100


class Draw:
    """Values for one paper, each of them new to it and none held out."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._used: set[str] = set()

    def __call__(self, kind: str) -> str:
        """A value of `kind`, one of KINDS. Raises KeyError for another one."""
        make = KINDS[kind]
        for _ in range(_TRIES):
            if self.take(text := make(self.rng)):
                return text
        return self("name")  # a small kind is used up

    def take(self, text: str) -> bool:
        """Use `text` in this paper; False if it is held out, empty or already used."""
        key = text.lower()
        if not key or key in self._used or held_out(key):
            return False
        self._used.add(key)
        return True


def _person(rng: random.Random) -> str:
    last = rng.choice(LAST) if rng.random() < 0.6 else word(rng).capitalize()
    if (style := rng.random()) < 0.12:
        return f"{rng.choice(('Dr', 'Mr', 'Ms', 'Mrs', 'Prof.'))} {last}"
    first = rng.choice(FIRST) if rng.random() < 0.8 else word(rng).capitalize()
    return f"{first[0]}. {last}" if style < 0.17 else f"{first} {last}"


def _company(rng: random.Random) -> str:
    first = rng.choice((rng.choice(LAST), word(rng).capitalize(), f"{rng.choice(LAST)} {rng.choice(TOPICS).capitalize()}"))
    return f"{first} {rng.choice(FIRMS)}"


def _town(rng: random.Random) -> str:
    if rng.random() < 0.7:
        return rng.choice(TOWN_STARTS) + rng.choice(TOWN_ENDS)
    return (word(rng) + rng.choice(TOWN_ENDS)).capitalize()


def _street(rng: random.Random) -> str:
    return f"{rng.randint(1, 180)} {rng.choice((word(rng).capitalize(), rng.choice(TOWN_STARTS)))} {rng.choice(STREETS)}"


def _thing(rng: random.Random) -> str:
    thing = rng.choice(THINGS) if rng.random() < 0.85 else word(rng)
    return f"{rng.choice(ADJECTIVES)} {thing}" if rng.random() < 0.6 else thing


def _product(rng: random.Random) -> str:
    return f"{rng.choice((word(rng).capitalize(), _thing(rng)))} {rng.choice(CAPITALS)}{digits(rng, rng.randint(1, 3))}"


def _room(rng: random.Random) -> str:
    return rng.choice(
        (
            f"room {rng.randint(1, 499)}",
            f"room {rng.choice(CAPITALS[:8])}{rng.randint(1, 30)}",
            f"hall {rng.choice(CAPITALS[:12])}",
            f"building {rng.randint(2, 40)}",
            f"the {rng.choice(TOPICS)} room",
            f"office {rng.randint(1, 99)}",
        )
    )


def _day(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2019, 2033)
    said, weekday = MONTHS[month - 1], rng.choice(DAYS)
    written = (f"{day} {said}", f"{day} {said} {year}", f"{said} {day}", f"{said} {day}, {year}", f"{day} {said[:3]} {year}")
    figures = (f"{day:02}/{month:02}/{year}", f"{year}-{month:02}-{day:02}", f"{day}.{month}.{year}")
    return rng.choice((*written, *figures, f"{weekday}, {day} {said}", f"{weekday} {day} {said}"))


def _time(rng: random.Random) -> str:
    hour, minute = rng.randint(0, 23), rng.choice((0, 5, 10, 15, 20, 30, 40, 45, 50, rng.randint(0, 59)))
    return rng.choice(
        (
            f"{hour}:{minute:02}",
            f"{hour:02}:{minute:02}",
            f"{hour % 12 + 1}:{minute:02} {rng.choice(('am', 'pm'))}",
            f"{hour % 12 + 1} {rng.choice(('am', 'pm'))}",
        )
    )


def _money(rng: random.Random) -> str:
    cents = int(digits(rng, rng.randint(3, 6)))
    exact, whole = f"{cents / 100:,.2f}", f"{cents // 100 + 1:,}"
    before = (f"${exact}", f"€{exact}", f"£{exact}", f"EUR {exact}", f"CHF {exact}", f"${whole}")
    return rng.choice((*before, f"{exact} EUR", f"{exact} USD", f"{whole} euros", f"{whole} dollars"))


def _code(rng: random.Random) -> str:
    letters = "".join(rng.choices(CAPITALS, k=rng.randint(1, 3)))
    mixed = (f"{letters}-{digits(rng, rng.randint(2, 6))}", f"{letters}{digits(rng, rng.randint(2, 5))}")
    figures = (digits(rng, 7), f"{digits(rng, 4)}-{digits(rng, 3)}", f"{digits(rng, 4)}/{rng.randint(19, 33)}")
    return rng.choice((*mixed, *figures, f"{letters}-{digits(rng, 2)}-{digits(rng, 3)}"))


def _phone(rng: random.Random) -> str:
    return rng.choice(
        (
            f"0{digits(rng, 3)} {digits(rng, 6)}",
            f"+{rng.randint(20, 98)} {digits(rng, 3)} {digits(rng, 5)}",
            f"555-{digits(rng, 4)}",
            f"0{digits(rng, 2)}-{digits(rng, 7)}",
        )
    )


def _email(rng: random.Random) -> str:
    who = rng.choice((rng.choice(LAST).lower(), word(rng), f"{rng.choice(FIRST)}.{rng.choice(LAST)}".lower(), "info", "office"))
    return f"{who}@{word(rng)}.{rng.choice(('com', 'org', 'net', 'de', 'example'))}"


def _amount(units: str, most: int) -> Callable[[random.Random], str]:
    """Numbers up to `most`, now and then in words, with one of `units`."""
    names = units.split(";")

    def make(rng: random.Random) -> str:
        number = rng.choice(NUMBERS) if rng.random() < 0.12 else str(rng.randint(2, rng.choice((12, most))))
        return f"{number} {rng.choice(names)}"

    return make


def _size(rng: random.Random) -> str:
    a, b = rng.randint(2, 400), rng.randint(2, 400)
    return rng.choice((f"{a} cm", f"{a} x {b} mm", f"{a / 10:.1f} m", f"{a} x {b} cm", f"{a} m", f"{a} km", f"{a / 10:.1f} km"))


def _percent(rng: random.Random) -> str:
    return rng.choice(
        (
            f"{rng.randint(1, 99)}%",
            f"{rng.randint(1, 99)} %",
            f"{rng.randint(10, 999) / 10:.1f}%",
            f"{rng.randint(2, 99)} percent",
        )
    )


def _task(rng: random.Random) -> str:
    return f"{rng.choice(VERBS)} the {_thing(rng)}"


def _listed(*words: Sequence[str]) -> Callable[[random.Random], str]:
    return lambda rng: " ".join(rng.choice(part) for part in words)


def _label(labels: Sequence[Label]) -> Callable[[random.Random], str]:
    return lambda rng: rng.choice(labels).name


KINDS: Mapping[str, Callable[[random.Random], str]] = {
    "name": name,
    "value": value,
    "person": _person,
    "company": _company,
    "town": _town,
    "street": _street,
    "thing": _thing,
    "product": _product,
    "room": _room,
    "day": _day,
    "time": _time,
    "money": _money,
    "code": _code,
    "phone": _phone,
    "email": _email,
    "size": _size,
    "percent": _percent,
    "task": _task,
    "count": lambda rng: str(rng.randint(2, rng.choice((20, 99, 950)))),
    "year": lambda rng: str(rng.randint(1890, 2035)),
    "duration": _amount("minutes;hours;days;weeks;months;years;seconds", 90),
    "weight": _amount("kg;g;tons;kilograms", 500),
    "volume": _amount("litres;ml;l", 500),
    "heat": lambda rng: f"{rng.randint(-20, 240)} {rng.choice(('°C', 'degrees', '°C'))}",
    "event": _listed(TOPICS, EVENTS),
    "topic": lambda rng: (
        f"{rng.choice(ADJECTIVES)} {rng.choice(TOPICS)} {rng.choice(('plan', 'rules', 'report', 'list', 'project'))}"
    ),
    "button": _listed(COLOURS, PARTS),
    "colour": lambda rng: f"{rng.choice(('dark ', 'light ', 'pale ', ''))}{rng.choice(COLOURS)}",
    "dish": _listed(TASTES, FOODS),
    "material": _listed(MATERIALS),
    "word": word,
    "password": lambda rng: word(rng) + digits(rng, rng.randint(2, 4)),
    "site": lambda rng: f"www.{word(rng)}.{rng.choice(('com', 'org', 'net', 'example'))}",
    "train": lambda rng: f"{rng.choice(('train', 'bus', 'flight', 'tram', 'ferry'))} {rng.choice(CAPITALS)}{digits(rng, 3)}",
    "week": lambda rng: rng.choice(DAYS) + rng.choice(("s", " mornings", " afternoons", " evenings")),
    "step": lambda rng: f"step {rng.randint(2, 14)}",
    "error": lambda rng: rng.choice(("E", "F", "ERR-", "Error ")) + digits(rng, rng.randint(2, 3)),
    **{kind: _listed(*parts) for kind, parts in WORDS.items()},
    **{f"label:{theme}": _label(labels) for theme, labels in LABELS.items()},
}
"""What can be drawn, by the names that templates use; the labels of each kind of form as ``label:invoice``."""
