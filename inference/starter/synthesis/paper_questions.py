"""How people put a question about a document, and questions that it does not answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inference.starter.synthesis.draw import Draw
from inference.starter.synthesis.labels import LABELS
from inference.starter.synthesis.paper_lists import NAMED
from inference.starter.synthesis.phrases import FUNCTION_WORDS
from inference.starter.synthesis.themes import THEMES
from inference.starter.synthesis.told import Told
from inference.starter.world import held_out

__all__ = ["Missing", "absent", "asked_of"]

_TRIES = 30
_CUE = re.compile(r"[a-z]{4,}")
_BEGINNINGS = {"Who", "Whose", "Where", "When"}
"""Words that ask for one kind of thing: a person's answer to one is in doubt where another question with it has one."""
_FRAMES = ("According to {file}, {lower}", "Hi, {lower}", "Quick question: {lower}", "{upper} Thanks.", "Please: {lower}",
           "I would like to know: {lower}", "{upper} Just the answer.", "In {file}: {lower}", "{upper} Look it up.",
           "Question: {upper}", "{upper} On which page?", "Look in {file}: {lower}")  # fmt: skip
_ATTRIBUTES: Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "person": (("phone", "phone", ("What is the phone number of {}?", "Which phone number has {}?")),
               ("money", "salary", ("What is the salary of {}?",)),
               ("day", "birthday", ("When is the birthday of {}?", "What is the birthday of {}?")),
               ("code", "passport", ("What is the passport number of {}?",))),
    "thing": (("money", "price", ("What is the price of the {}?",)), ("weight", "weight", ("What is the weight of the {}?",)),
              ("colour", "colour", ("What colour is the {}?", "What is the colour of the {}?")),
              ("duration", "warranty", ("How long is the warranty of the {}?", "What is the warranty of the {}?")),
              ("size", "size", ("What is the size of the {}?",)), ("code", "serial", ("What is the serial number of the {}?",))),
    "town": (("heat", "temperature", ("What is the temperature in {}?",)),
             ("count", "population", ("What is the population of {}?",)),
             ("person", "mayor", ("Who is the mayor of {}?",))),
    "event": (("money", "fee", ("What is the fee for the {}?",)), ("duration", "how long", ("How long is the {}?",)),
              ("email", "contact", ("Who is the contact for the {}?",))),
    "company": (("phone", "phone", ("What is the phone number of {}?",)), ("site", "website", ("What is the website of {}?",)),
                ("count", "employees", ("How many employees does {} have?",))),
    "dish": (("weight", "salt", ("How much salt is in the {}?",)), ("person", "who makes", ("Who makes the {}?",))),
    "train": (("count", "platform", ("What is the platform of {}?",)), ("money", "fare", ("What is the fare of {}?",))),
}  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """A question that is not answered, and what it names that is on no page."""

    question: str
    asked: str


def asked_of(draw: Draw, told: Told, file: str) -> str:
    """A question that `told` answers; `file` may be named in it, unless it is empty."""
    return _put(draw, draw.rng.choice(told.wordings), told.asked, file, lower=told.kind in ("name", "thing") or ":" in told.kind)


def absent(draw: Draw, told: Sequence[Told], text: str, file: str) -> Missing | None:
    """A question that `text`, in lower case, does not answer, though it is one that suits it. None if there is none at hand.

    Mostly what is asked of something else is asked of a name that is not there; else something that is not said of one that is.
    """
    named = [one for one in told if one.asked and any("{}" in wording for wording in one.wordings)]
    style = draw.rng.random()
    if style < 0.1 and (found := _attribute(draw, told, text, file)):
        return found
    if style < 0.17 and (found := _unsaid(draw, told, text, file)):
        return found
    if style < 0.3 and (found := _label(draw, told, text, file)):
        return found
    for _ in range(_TRIES if named else 0):
        like = draw.rng.choice(named)
        fresh = _fresh(draw, like)
        if fresh.lower() in text or held_out(fresh):
            continue
        wording = draw.rng.choice([wording for wording in like.wordings if "{}" in wording])
        return Missing(_put(draw, wording, fresh, file, lower=like.kind == "name" or ":" in like.kind), fresh)
    return None


def _fresh(draw: Draw, like: Told) -> str:
    """Something of the same kind; often a person who shares a name with one who is there."""
    parts = like.asked.split()
    if like.kind == "person" and len(parts) == 2 and draw.rng.random() < 0.4:
        other = draw("person").split()
        return f"{parts[0]} {other[-1]}" if draw.rng.random() < 0.5 else f"{other[0]} {parts[1]}"
    return draw(like.kind)


def _attribute(draw: Draw, told: Sequence[Told], text: str, file: str) -> Missing | None:
    """What is not said of something that is there, where nothing of that kind is said of anything."""
    given = {one.gives for one in told}
    fit = [
        (one, cue, wordings)
        for one in told
        for gives, cue, wordings in _ATTRIBUTES.get(one.kind, ())
        if gives not in given and cue not in text and not held_out(cue) and not held_out(one.asked)
    ]
    if not fit:
        return None
    one, cue, wordings = draw.rng.choice(fit)
    return Missing(_put(draw, draw.rng.choice(wordings), one.asked, file, lower=False), cue)


def _label(draw: Draw, told: Sequence[Told], text: str, file: str) -> Missing | None:
    """A label such as other papers have, where nothing of that kind is said."""
    given = {one.gives for one in told}
    theme = draw.rng.choice(list(LABELS))
    fit = [label for label in LABELS[theme] if label.kind not in given and label.name not in text]
    if not fit:
        return None
    label = draw.rng.choice(fit)
    wordings = label.questions if label.questions and draw.rng.random() < 0.2 else NAMED
    return Missing(_put(draw, draw.rng.choice(wordings), label.name, file, lower=True), label.name)


def _unsaid(draw: Draw, told: Sequence[Told], text: str, file: str) -> Missing | None:
    """A question that suits something that is there, where no word of it is said and nothing of the kind it asks for."""
    given = {one.gives for one in told}
    named = [one for one in told if one.asked and one.kind in _ASKED and not held_out(one.asked)]
    if not named:
        return None
    one = draw.rng.choice(named)
    said = {wording.split()[0] for other in told if other.asked == one.asked for wording in other.wordings} & _BEGINNINGS
    for gives, wording in draw.rng.sample(_ASKED[one.kind], min(_TRIES, len(_ASKED[one.kind]))):
        cues = [cue for cue in _CUE.findall(wording.lower()) if cue not in FUNCTION_WORDS]
        if gives in given or wording.split()[0] in said or not cues or any(cue[:5] in text for cue in cues):
            continue
        if not held_out(cue := max(cues, key=len)):
            return Missing(_put(draw, wording, one.asked, file, lower=False), cue)
    return None


def _asked() -> dict[str, list[tuple[str, str]]]:
    """Every question of the themes that names nothing but one slot, with the kind it asks for, by the kind it names."""
    found: dict[str, list[tuple[str, str]]] = {}
    for ask in (ask for templates in THEMES.values() for template in templates for ask in template.asks):
        plain = [(ask.answer.rstrip("2"), wording) for wording in ask.wordings if wording.count("{") == 1]
        found.setdefault(ask.named.rstrip("2"), []).extend(plain)
    return found


_ASKED = _asked()


def _put(draw: Draw, wording: str, asked: str, file: str, *, lower: bool) -> str:
    """The question as somebody types it: now and then within a phrase, without a capital or a question mark."""
    rng = draw.rng
    question = wording.replace("{}", asked.lower() if lower and rng.random() < 0.6 else asked)
    style = rng.random()
    if style < 0.1 and file and not wording.startswith("{}"):
        frame = rng.choice(_FRAMES)
        return frame.format(file=file, upper=question, lower=question[0].lower() + question[1:])
    if style < 0.2 and not wording.startswith("{}"):
        question = question[0].lower() + question[1:]
    return question.rstrip("?.") if style > 0.94 or 0.1 < style < 0.14 else question
