"""What held-out screens are asked about: names that training never writes, values that it never writes, questions about them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from inference.starter import world
from inference.starter.world import held_out

__all__ = ["KINDS", "NAMES", "Entry", "amount", "entries", "proper", "value", "wordings"]

NAMES: dict[str, tuple[str, ...]] = {
    "price": ("service charge", "shipping cost", "refund", "daily limit", "booking fee", "donation", "commission", "net pay",
              "security deposit"),
    "date": ("end date", "issue date", "next appointment", "last update", "statement date", "closing day", "print date",
             "last change"),
    "time": ("opening time", "tea break", "kick-off", "curfew"),
    "span": ("lap time", "prep time", "time limit", "duration", "transfer"),
    "code": ("serial number", "booking code", "claim number", "pairing code", "access code", "promo code", "bank code",
             "till number", "parking bay", "box number", "folder number", "locker", "bill number", "store number", "door number",
             "departure hall", "exit row"),
    "number": ("page count", "word count", "heart rate", "fan speed", "port number", "line width", "gas reading"),
    "share": ("zoom level", "memory usage"),
    "person": ("author", "tutor", "waiter", "reviewer", "composer", "landlord", "director", "trainer"),
    "words": ("street", "league", "theme", "paper type", "ingredient", "vessel", "airline", "meeting point", "brand", "genre",
              "painting", "exhibit"),
}  # fmt: skip
"""By kind of value, in lower case; every one is held out."""
KINDS = tuple(NAMES)

_GIVEN = ("Ada", "Daria", "Greta", "Hana", "Hazel", "Hector", "Heidi", "Ida", "Igor", "Imogen", "Isaac", "Juno", "Klaus", "Mabel",
          "Ravi", "Rita", "Ruth", "Sabine", "Werner", "Xenia")  # fmt: skip
_FORMS: dict[str, tuple[str, str, str]] = {
    "price": ("How much is the {}?", "What amount is given as the {}?", "What is the {}?"),
    "date": ("What date is the {}?", "When is the {}?", "What is the {}?"),
    "time": ("When is the {}?", "At what time is the {}?", "What time is the {}?"),
    "span": ("How long is the {}?", "What {} is given?", "What is the {}?"),
    "code": ("What is the {}?", "Which {} is shown?", "Read me the {}."),
    "number": ("What {} is shown?", "What is the {}?", "What number is the {}?"),
    "share": ("How high is the {}?", "What {} is shown?", "What is the {}?"),
    "person": ("Who is the {}?", "Who is named as the {}?", "What is the name of the {}?"),
    "words": ("Which {} is it?", "Which {} is named?", "What is the {}?"),
}
_PATTERNS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}"),
    "time": re.compile(r"\d\d:\d\d"),
    "code": re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{2,4}([-/:.][A-Z0-9]{2,4})*"),
    "number": re.compile(r"[1-9][\d,]*"),
    "words": re.compile(r"[A-Z]?[a-z]{2,}( [a-zA-Z]{2,})?"),
}


@dataclass(frozen=True)
class Entry:
    """A name in lower case, its kind and its value; both held out."""

    name: str
    kind: str
    value: str

    @property
    def title(self) -> str:
        """The name as a label is written."""
        return self.name[0].upper() + self.name[1:]

    @property
    def key(self) -> str:
        """The name as a program's setting is written."""
        return re.sub(r"\W", "_", self.name)

    @property
    def questions(self) -> tuple[str, ...]:
        return wordings(self.name, self.kind)


def entries(
    rng: random.Random, count: int, *, kinds: Sequence[str] = KINDS, among: Sequence[str] = (), longest: int = 14
) -> list[Entry]:
    """`count` entries with different names, all or those `among` them, and different values of at most `longest` characters."""
    found: dict[str, Entry] = {}
    names = rng.sample([(name, kind) for kind in kinds for name in NAMES[kind] if not among or name in among], count)
    while len(found) < count:
        name, kind = names[len(found)]
        said = value(rng, kind, longest=longest)
        found.setdefault(said.lower(), Entry(name, kind, said))
    return list(found.values())


def value(rng: random.Random, kind: str, *, longest: int = 14) -> str:
    """A held-out value of one of `KINDS`, of at most `longest` characters."""
    if kind == "price":
        return amount(rng, 1, 900, currency=rng.choice(("$", "$", "€", "£", "")))
    if kind == "person":
        return _drawn(partial(_person, rng), re.compile(rf".{{5,{max(longest, 9)}}}"))
    if kind == "share":
        return _drawn(lambda: f"{rng.randint(1, 99)}{rng.choice(('', f'.{rng.randint(1, 9)}'))}%", re.compile(r".*"))
    if kind == "span":
        return _drawn(
            lambda: f"{rng.randint(1, 89)} {rng.choice(('min', 'h', 'days', 'seconds'))}", re.compile(rf".{{1,{longest}}}")
        )
    return _drawn(partial(world.value, rng, longest=longest), _PATTERNS[kind])


def amount(rng: random.Random, least: float, most: float, *, currency: str = "") -> str:
    """A held-out amount of money with two decimals."""
    return _drawn(lambda: f"{currency}{rng.uniform(least, most):.2f}", re.compile(r".*"))


def proper(rng: random.Random, *, longest: int = 9) -> str:
    """A held-out word with a capital, such as things and places are called by."""
    return _drawn(lambda: world.word(rng).capitalize(), re.compile(rf".{{4,{longest}}}"))


def wordings(name: str, kind: str) -> tuple[str, ...]:
    """How the value of `name` is asked for."""
    forms = (*_FORMS[kind], "Tell me the {}.", "What does it say for {}?")
    if name.startswith("last "):
        forms = tuple(form.replace("When is", "When was").replace("date is", "date was") for form in forms)
    return tuple(form.format(name) for form in forms)


def _person(rng: random.Random) -> str:
    return f"{rng.choice(_GIVEN)} {world.word(rng).capitalize()}"


def _drawn(make: Callable[[], str], pattern: re.Pattern[str]) -> str:
    while True:
        text = make()
        if pattern.fullmatch(text) and held_out(text):
            return text
