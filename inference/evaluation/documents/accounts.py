"""What held-out documents tell: notices, memos, data sheets, lists, receipts, tables and logs, and questions about each."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from inference.evaluation.screens.names import NAMES
from inference.evaluation.world import digits, held_out, lists, name, value, word

__all__ = ["LABELS", "Fact", "Piece", "Supply", "grid", "lines", "log", "memo", "notice", "receipt", "sheet"]


@dataclass(frozen=True)
class Fact:
    """`answer` is what is told of `name`, a value of `kind`. ``{}`` stands for a name in the questions.

    `familiar` questions are worded as training words some of its own, `own` ones are not.
    """

    familiar: tuple[str, ...]
    own: tuple[str, ...]
    name: str
    kind: str
    answer: str


@dataclass(frozen=True)
class Piece:
    """A part of a page, `running` text or lines as they are, and its facts."""

    text: str
    facts: tuple[Fact, ...] = ()
    running: bool = False


_Question = tuple[str, str, list[str], list[str]]  # what is named, what is asked of it, familiar and own wordings
_LISTS = lists("documents")
_TOLD: list[tuple[str, list[_Question]]] = _LISTS["told"]
_GRIDS: list[tuple[str, list[_Question]]] = _LISTS["grids"]
_LABELLED: tuple[tuple[str, ...], tuple[str, ...]] = tuple(_LISTS["label_familiar"]), tuple(_LISTS["label_own"])
_LOGS = ("{date}: {person} {did} the {thing}.", "{date} - {thing} {did} by {person}", "* {thing}: {did} on {date}, {person}")
_ITEMS = 18
_SLOT = re.compile(r"\{(\w+)\}")
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


def notice(supply: Supply, room: int) -> list[Piece]:
    """A title and sentences, each with things that can be asked."""
    pieces = [Piece(supply.rng.choice(("NOTICE", "For your information", "Bulletin", "Circular")))]
    return [*pieces, *_told(supply, room - len(pieces[0].text))]


def memo(supply: Supply, room: int) -> list[Piece]:
    """Who writes to whom about what, and sentences."""
    head = (("Memo to", supply("person")), ("Written by", supply("person")), ("Re", supply("gathering")))
    return [Piece("\n".join(f"{title} {name}" for title, name in head)), *_told(supply, max(60, room - 70))]


def sheet(supply: Supply, room: int) -> list[Piece]:
    """Labels with values, a leader or a mark in between."""
    rng = supply.rng
    between = rng.choice((": ", ": ", " ..... ", " = ", " - ", ":\n", " | "))
    case = rng.choice((str.capitalize, str.title, str))
    pieces: list[Piece] = []
    for label, kind in rng.sample(LABELS, rng.randint(3, 14)):
        said = supply(kind)
        fact = Fact(*_LABELLED, label, "label", said)
        pieces.append(Piece(f"{case(label)}{between}{said}", (fact,)))
        room -= len(pieces[-1].text) + 1
        if room <= 0 and len(pieces) > 1:
            break
    return pieces


def lines(supply: Supply, room: int) -> list[Piece]:
    """``name: value`` lines of words that nobody knows: what training has a fifth of."""
    pieces: list[Piece] = []
    for _ in range(supply.rng.randint(2, 8)):
        name, said = supply("name"), supply("value")
        pieces.append(Piece(f"{name}: {said}", (Fact(*_LABELLED, name, "name", said),)))
        room -= len(pieces[-1].text)
    return pieces


def receipt(supply: Supply, room: int) -> list[Piece]:
    """What was bought, how much of it and for how much."""
    rng = supply.rng
    pieces = [Piece(f"{supply('firm')}\n{supply('place')}")]
    marked = rng.random() < 0.5
    while len(pieces) < 3 or (room > 0 and len(pieces) < _ITEMS):
        goods, price = supply("goods"), supply("sum")
        familiar = ("How much is the {}?", "What does the {} cost?", "What is the price of the {}?", "How much are the {}?")
        fact = Fact(familiar, ("What is charged for the {}?", "What did they take for the {}?"), goods, "goods", price)
        pieces.append(Piece(f"{rng.randint(1, 9)} x {goods} {price}" if marked else f"{goods} {price}", (fact,)))
        room -= len(pieces[-1].text) + 1
    return pieces


def grid(supply: Supply, room: int) -> list[Piece]:
    """A table of people or of things."""
    rng = supply.rng
    kind, columns = rng.choice(_GRIDS)
    chosen = rng.sample(columns, rng.randint(1, 3))
    between = rng.choice((" | ", " ", " / ", "; "))
    pieces = [Piece(between.join((kind.capitalize(), *(title.capitalize() for title, *_ in chosen))))]
    while room > 0 or len(pieces) < 3:
        name = supply(kind)
        cells = [supply(gives) for _, gives, _, _ in chosen]
        facts = tuple(
            Fact((*familiar, f"What is the {title} of {{}}?"), tuple(own), name, kind, cell)
            for (title, _, familiar, own), cell in zip(chosen, cells, strict=True)
        )
        pieces.append(Piece(between.join((name, *cells)), facts))
        room -= len(pieces[-1].text) + 1
    return pieces


def log(supply: Supply, room: int) -> list[Piece]:
    """A diary: days, and who did what with which thing."""
    rng = supply.rng
    form = rng.choice(_LOGS)
    pieces: list[Piece] = []
    while room > 0 or len(pieces) < 2:
        date, person, thing = supply("date"), supply("person"), supply("thing")
        did = rng.choice(("mended", "sold", "lent", "moved"))
        facts = (
            Fact((f"When was the {{}} {did}?",), (f"On what date was the {{}} {did}?",), thing, "thing", date),
            Fact((f"Who {did} the {{}}?",), (f"By whom was the {{}} {did}?",), thing, "thing", person),
        )
        pieces.append(Piece(form.format(date=date, person=person, thing=thing, did=did), facts))
        room -= len(pieces[-1].text) + 1
    return pieces


def _told(supply: Supply, room: int) -> list[Piece]:
    """Paragraphs of one to three sentences."""
    rng = supply.rng
    pieces: list[Piece] = []
    while room > 0:
        sentences = [_sentence(supply) for _ in range(rng.randint(1, 3))]
        if rng.random() < 0.4:
            sentences.insert(rng.randint(0, len(sentences)), Piece(rng.choice(_LISTS["asides"])))
        text = " ".join(sentence.text for sentence in sentences)
        pieces.append(Piece(text, tuple(fact for sentence in sentences for fact in sentence.facts), running=True))
        room -= len(text)
    return pieces


def _sentence(supply: Supply) -> Piece:
    template, questions = supply.rng.choice(_TOLD)
    said = {slot: supply(slot.rstrip("2")) for slot in _SLOT.findall(template)}
    facts = tuple(
        Fact(tuple(familiar), tuple(own), said[named], named.rstrip("2"), said[answer])
        for named, answer, familiar, own in questions
    )
    return Piece(template.format_map(said), facts)
