"""Answers about made-up papers, right or with an error planted.

What is planted stands nowhere on the page: a digit changed or two exchanged, another person, a name changed in more than a
letter, a file that was invented. A number of the page under the wrong label is none of these.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from inference.checking.values import Source, SourceKind
from tests.inference.checking.abroad import ABROAD, ABROAD_SPOKEN
from tests.inference.checking.cases import Case
from tests.inference.checking.more_papers import MORE
from tests.inference.checking.noise import noisy
from tests.inference.checking.papers import ENGLISH, FIRST, LAST, Maker
from tests.inference.checking.spoken import SPOKEN

__all__ = ["cases"]

_SLOT = re.compile(r"<([a-z]):([^<>]*)>")
_WRITTEN = {**ENGLISH, **MORE, **ABROAD}
_SAID = {**SPOKEN, **ABROAD_SPOKEN}
_FILES = (
    "summary-final.pdf",
    "holiday_plan.docx",
    "/var/log/nginx/error.log",
    "helpdesk@nowhere.example",
    "https://portal.nowhere.example/login",
    "setup.exe",
)


def cases(count: int, seed: int) -> list[Case]:
    """So many, over two papers of each kind, read with a recogniser's noise; every other has an error or two."""
    rng = random.Random(seed)
    kinds: list[tuple[SourceKind, dict[str, Maker]]] = [("picture", _WRITTEN), ("recording", _SAID)]
    papers: list[tuple[str, SourceKind, str, list[str]]] = [
        (name, kind, *maker(rng)) for _ in range(2) for kind, makers in kinds for name, maker in makers.items()
    ]
    found: list[Case] = []
    for number in range(count):
        name, kind, text, statements = papers[number % len(papers)]
        source = Source(f"{name}.png", kind, noisy(text, rng) if kind == "picture" else text)
        chosen = rng.sample(statements, min(len(statements), rng.randint(2, 5)))
        errors = number // len(papers) % 2 and rng.choice([1, 1, 2])
        found.append(planted_in(name, (source,), _joined(chosen, rng), text, rng, errors=errors))
    return found


def planted_in(name: str, sources: tuple[Source, ...], marked_up: str, text: str, rng: random.Random, *, errors: int) -> Case:
    """The answer without its marks, with so many of what is marked changed."""
    slots = list(_SLOT.finditer(marked_up))
    wrong = set(rng.sample(range(len(slots)), min(errors, len(slots))))
    pieces: list[str] = []
    planted: list[tuple[int, int]] = []
    end = length = 0
    for number, slot in enumerate(slots):
        said = slot[2]
        if number in wrong and (changed := changed_in(slot[1], said, text, rng)):
            said = changed
        before = marked_up[end : slot.start()]
        length += len(before)
        if said != slot[2]:
            planted.append((length, length + len(said)))
        pieces += [before, said]
        length += len(said)
        end = slot.end()
    return Case(name, sources, "".join([*pieces, marked_up[end:]]), tuple(planted))


def changed_in(kind: str, said: str, text: str, rng: random.Random) -> str | None:
    """Something else of the kind that the text does not have; None if none was found."""
    for _ in range(40):
        new = (
            _other_name(said, rng)
            if kind == "p"
            else rng.choice(_FILES)
            if kind == "f" and rng.random() < 0.6
            else _other_digits(said, rng)
        )
        if new != said and _is_new(new, said, text, kind):
            return new
    return None


def _joined(statements: Sequence[str], rng: random.Random) -> str:
    style = rng.randrange(5)
    if style == 0:
        return "\n".join(f"- {said}" if "\n" not in said else said for said in statements)
    if style == 1:
        return "\n".join(f"{number}. {said}" if "\n" not in said else said for number, said in enumerate(statements, 1))
    if style == 2:
        return "\n\n".join(statements)
    return "".join(f"\n\n{said}\n\n" if "\n" in said else f"{said} " for said in statements).strip()


def _other_name(said: str, rng: random.Random) -> str:
    words = said.split()
    if rng.random() < 0.5:
        return " ".join(
            [
                rng.choice(FIRST) if len(words) > 1 or said in FIRST else rng.choice(LAST),
                *([rng.choice(LAST)] if len(words) > 1 else []),
            ]
        )
    at = rng.randrange(len(words))
    word = list(words[at])
    for place in rng.sample(range(1, len(word)), min(2, len(word) - 1)):
        word[place] = rng.choice("abekmnrstuvz")
    return " ".join([*words[:at], "".join(word), *words[at + 1 :]])


def _other_digits(said: str, rng: random.Random) -> str:
    places = [i for i, c in enumerate(said) if c.isdigit()]
    if not places:
        return said
    new = list(said)
    at = rng.choice(places)
    if rng.random() < 0.35 and at + 1 in places:
        new[at], new[at + 1] = new[at + 1], new[at]
    else:
        new[at] = rng.choice("0123456789")
    return "".join(new)


def _is_new(new: str, said: str, text: str, kind: str) -> bool:
    """Whether it is wrong: not there, not the same in another form, and a date or time that there is."""
    if kind == "p":
        words = [word for word in new.split() if word.lower() not in text.lower()]
        differ = max(
            (
                sum(a != b for a, b in zip(x, y, strict=False)) + abs(len(x) - len(y))
                for x, y in zip(new.split(), said.split(), strict=False)
            ),
            default=2,
        )
        return bool(words) and differ > 1
    if kind == "d" and not _is_date(new):
        return False
    if kind == "t" and not all(int(part) < 60 for part in re.findall(r"\d+", new)):
        return False
    digits = re.findall(r"\d+", new)
    if any(len(d) > 1 and d[0] == "0" and s[:1] != "0" for d, s in zip(digits, re.findall(r"\d+", said), strict=False)):
        return False
    new, text = new.replace(" h ", "h").replace("h", ":"), text.replace("h", ":")
    there = {_value(number) for number in re.findall(r"\d[\d.,:]*", text)}
    return new.replace(" ", "") not in text.replace(" ", "") and _value(new) not in there and _value(new) != _value(said)


def _value(number: str) -> str:
    """Its digits, without noughts for cents."""
    return re.sub(r"[.,]00$", "", re.sub(r"[^\d.,]", "", number).strip(".,")).replace(",", "").replace(".", "")


def _is_date(said: str) -> bool:
    if year := re.search(r"\d{4}", said):
        if not 2000 <= int(year[0]) <= 2039:
            return False
        said = said.replace(year[0], "")
    return all(1 <= int(number) <= 28 for number in re.findall(r"\d+", said))
