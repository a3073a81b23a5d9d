"""What held-out screens say: names and values that are kept for evaluation, questions about them, captions and sentences.

Whatever may be an answer is held out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from inference.evaluation import world
from inference.evaluation.world import held_out, lists

__all__ = ["ALERTS", "BUTTONS", "CHOICES", "COMMANDS", "GOODS", "KEYS", "KINDS", "NAMES", "PARTS", "PLACES", "SUMS", "SWITCHES",
           "THANKS", "Entry", "amount", "entries", "proper", "sentence", "value", "wordings"]  # fmt: skip

_LISTS = lists("screens")
NAMES: dict[str, list[str]] = _LISTS["names"]
"""By kind of value, in lower case; every one is held out."""
KINDS = tuple(NAMES)
CHOICES: dict[str, list[str]] = _LISTS["choices"]
SUMS: dict[str, list[str]] = _LISTS["sums"]
"""What a till slip calls its sum, and how that is asked for."""
_CAPTIONS = ("buttons", "switches", "commands", "keys", "parts", "places", "goods", "alerts", "thanks")
BUTTONS, SWITCHES, COMMANDS, KEYS, PARTS, PLACES, GOODS, ALERTS, THANKS = (tuple[str, ...](_LISTS[name]) for name in _CAPTIONS)

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
        return _draw(partial(_person, rng), re.compile(rf".{{5,{max(longest, 9)}}}"))
    if kind == "share":
        return _draw(lambda: f"{rng.randint(1, 99)}{rng.choice(('', f'.{rng.randint(1, 9)}'))}%")
    if kind == "span":
        units = ("min", "h", "days", "seconds")
        return _draw(lambda: f"{rng.randint(1, 89)} {rng.choice(units)}", re.compile(rf".{{1,{longest}}}"))
    return _draw(partial(world.value, rng, longest=longest), _PATTERNS[kind])


def amount(rng: random.Random, least: float, most: float, *, currency: str = "") -> str:
    """A held-out amount of money with two decimals."""
    return _draw(lambda: f"{currency}{rng.uniform(least, most):.2f}")


def proper(rng: random.Random, *, longest: int = 9) -> str:
    """A held-out word with a capital, such as things and places are called by."""
    return _draw(lambda: world.word(rng).capitalize(), re.compile(rf".{{4,{longest}}}"))


def sentence(rng: random.Random) -> str:
    """A short sentence such as dialogs say, about something with a held-out name."""
    return rng.choice(_LISTS["sentences"]).format(proper(rng))


def wordings(name: str, kind: str) -> tuple[str, ...]:
    """How the value of `name` is asked for."""
    forms = (*_LISTS["forms"][kind], "Tell me the {}.", "What does it say for {}?")
    if name.startswith("last "):
        forms = tuple(form.replace("When is", "When was").replace("date is", "date was") for form in forms)
    return tuple(form.format(name) for form in forms)


def _person(rng: random.Random) -> str:
    return f"{rng.choice(_LISTS['given'])} {world.word(rng).capitalize()}"


def _draw(make: Callable[[], str], pattern: re.Pattern[str] = re.compile(".*")) -> str:
    while True:
        text = make()
        if pattern.fullmatch(text) and held_out(text):
            return text
