"""What held-out documents tell: notices, memos, data sheets, lists, receipts, tables and logs, and questions about each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inference.starter.held_out.supply import LABELS, Supply

__all__ = ["Fact", "Piece", "grid", "lines", "log", "memo", "notice", "receipt", "sheet"]


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


_LABEL_FAMILIAR = ("What is the {}?", "What is the {}?", "Give me the {}.", "What does it say for {}?", "{}?", "Tell me the {}.")
_LABEL_OWN = ("Kindly look up the {}.", "I am after the {}.", "Have you got the {} for me?", "I wonder what the {} is.",
              "What did they put down as the {}?", "Which entry is there for the {}?", "How about the {}?",
              "Let me have the {}, will you?")  # fmt: skip
_Question = tuple[str, str, tuple[str, ...], tuple[str, ...]]
_TOLD: tuple[tuple[str, tuple[_Question, ...]], ...] = (
    ("The {gathering} in {place} opens on {date} at {hour}.", (
        ("gathering", "date", ("When is the {}?", "What is the date of the {}?"), ("On what date does the {} open?",)),
        ("gathering", "hour", ("At what time does the {} start?",), ("At what hour do the doors of the {} open?",)),
        ("gathering", "place", ("Where is the {}?", "Where does the {} take place?"), ("Which town hosts the {}?",)))),
    ("{person} bought the {thing} from {firm} and paid {sum}.", (
        ("thing", "person", ("Who bought the {}?", "Who paid for the {}?"), ("Whose purchase was the {}?",)),
        ("thing", "sum", ("How much is the {}?", "What was paid for the {}?"), ("What sum went on the {}?",)),
        ("thing", "firm", ("Where does the {} come from?",), ("Which dealer sold the {}?", "From which shop is the {}?")))),
    ("{firm} has its headquarters in {place} and employs {number} workers.", (
        ("firm", "place", ("Where is {}?", "In which town is {}?"), ("Where are the headquarters of {}?",)),
        ("firm", "number", ("How many people work for {}?",), ("How large is the staff of {}?",)))),
    ("{person} answers calls at {phone}.", (
        ("person", "phone", ("What is the phone number of {}?", "How can I call {}?"), ("At which number does {} answer?",)),)),
    ("The {thing} weighs {weight} and is kept in {spot}.", (
        ("thing", "weight", ("How heavy is the {}?", "What is the weight of the {}?"), ("What do the scales say for the {}?",)),
        ("thing", "spot", ("Where is the {}?", "Where can I find the {}?"), ("In what spot is the {} kept?",)))),
    ("Since {date}, {person} reports to {person2}.", (
        ("person", "person2", ("Who does {} report to?", "Who leads {}?"), ("To whom does {} report?",)),
        ("person", "date", ("Since when does {} report to somebody?",), ("From which date on has {} had a superior?",)))),
    ("Ferry {code} sails from {place} at {hour} and reaches {place2} at {hour2}.", (
        ("code", "hour", ("When does ferry {} leave?", "What is the departure time of {}?"),
         ("At what hour does ferry {} sail?",)),
        ("code", "place2", ("Where does {} go?", "What is the destination of {}?"), ("Which port does ferry {} reach?",)),
        ("place2", "hour2", ("When do we arrive in {}?",), ("At what hour is {} reached?",)))),
    ("{person} scored {number} points at the {gathering}.", (
        ("person", "number", ("How many points did {} get?", "How many points does {} have?"), ("What was the score of {}?",)),
        ("gathering", "person", ("Who got points at the {}?",), ("Who scored at the {}?",)))),
    ("The lock of the {thing} opens with {code}.", (
        ("thing", "code", ("What is the code of the {}?", "Which code opens the {}?"), ("What unlocks the {}?",)),)),
    ("{person} was born in {place} on {date}.", (
        ("person", "place", ("Where was {} born?", "What is the birthplace of {}?"), ("From which town is {}?",)),
        ("person", "date", ("When was {} born?", "What is the date of birth of {}?"),
         ("On what date did {} come into the world?",)))),
    ("Members of {firm} pay {sum} a year.", (
        ("firm", "sum", ("How much do members of {} pay?",),
         ("What is the yearly fee of {}?", "What does {} charge its members?")),)),
    ("The {gathering} lasts {span} and is run by {person}.", (
        ("gathering", "span", ("How long is the {}?", "How long does the {} take?"), ("For what time does the {} last?",)),
        ("gathering", "person", ("Who leads the {}?", "Who runs the {}?"), ("Whose job is it to run the {}?",)))),
)  # fmt: skip
_ASIDES = ("The board has taken note of this.", "A map hangs in the hall.", "Tea is free.", "No other changes are planned.",
           "Further details are with the clerk.", "Dogs must stay outside.", "This replaces last month's sheet.")  # fmt: skip
_ITEMS = 18
_SLOT = re.compile(r"\{(\w+)\}")


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
        fact = Fact(_LABEL_FAMILIAR, _LABEL_OWN, label, "label", said)
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
        pieces.append(Piece(f"{name}: {said}", (Fact(_LABEL_FAMILIAR, _LABEL_OWN, name, "name", said),)))
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
    kind, columns = rng.choice((
        ("person", (("extension", "phone", ("What is the phone number of {}?",), ("Which extension does {} have?",)),
                    ("desk", "spot", ("Where does {} sit?", "Where is {}?"), ("At what desk is {}?",)),
                    ("joined", "date", ("When did {} join?",), ("On what date did {} come to us?",)))),
        ("thing", (("lent to", "person", ("Who has the {}?",), ("To whom is the {} lent?",)),
                   ("worth", "sum", ("How much is the {}?", "What does the {} cost?"), ("What is the {} worth?",)),
                   ("mass", "weight", ("How heavy is the {}?", "What is the weight of the {}?"), ("What mass has the {}?",)))),
        ("place", (("opens", "hour", ("When does {} open?",), ("At what hour do they open in {}?",)),
                   ("visitors", "number", ("How many people come to {}?",), ("How many visitors does {} have?",)),
                   ("warden", "person", ("Who is in charge of {}?",), ("Who is the warden of {}?",)))),
    ))  # fmt: skip
    chosen = rng.sample(columns, rng.randint(1, 3))
    between = rng.choice((" | ", " ", " / ", "; "))
    pieces = [Piece(between.join((kind.capitalize(), *(title.capitalize() for title, *_ in chosen))))]
    while room > 0 or len(pieces) < 3:
        name = supply(kind)
        cells = [supply(gives) for _, gives, _, _ in chosen]
        facts = tuple(
            Fact((*familiar, f"What is the {title} of {{}}?"), own, name, kind, cell)
            for (title, _, familiar, own), cell in zip(chosen, cells, strict=True)
        )
        pieces.append(Piece(between.join((name, *cells)), facts))
        room -= len(pieces[-1].text) + 1
    return pieces


def log(supply: Supply, room: int) -> list[Piece]:
    """A diary: days, and who did what with which thing."""
    rng = supply.rng
    form = rng.choice(
        ("{date}: {person} {did} the {thing}.", "{date} - {thing} {did} by {person}", "* {thing}: {did} on {date}, {person}")
    )
    pieces: list[Piece] = []
    while room > 0 or len(pieces) < 2:
        date, person, thing, did = (
            supply("date"),
            supply("person"),
            supply("thing"),
            rng.choice(("mended", "sold", "lent", "moved")),
        )
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
            sentences.insert(rng.randint(0, len(sentences)), Piece(rng.choice(_ASIDES)))
        text = " ".join(sentence.text for sentence in sentences)
        pieces.append(Piece(text, tuple(fact for sentence in sentences for fact in sentence.facts), running=True))
        room -= len(text)
    return pieces


def _sentence(supply: Supply) -> Piece:
    template, questions = supply.rng.choice(_TOLD)
    said = {slot: supply(slot.rstrip("2")) for slot in _SLOT.findall(template)}
    facts = tuple(Fact(familiar, own, said[named], named.rstrip("2"), said[answer]) for named, answer, familiar, own in questions)
    return Piece(template.format_map(said), facts)
