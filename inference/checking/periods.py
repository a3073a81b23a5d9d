"""So much each: for every month of a year, for each of a few people, for half of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from inference.checking.arithmetic import Why, about, equals
from inference.checking.measures import Value, exponent

__all__ = ["for_each"]

_PERIODS = [
    (re.compile(rf"\b(?:{cue})", re.IGNORECASE), tuple(map(Decimal, factors)))
    for cue, factors in (
        (
            r"year|annual|per annum|Jahr|jährlich|ans?\b|année|año|anual|anno|months?\b|mensuel|Monat|mois",
            (12,),
        ),
        ("year|annual|Jahr|week|Woche|semaine|semana", (52,)),
        ("week|Woche|wöchentlich|semaine|semana|hebdo|settimana", (7,)),
        ("year|annual|Jahr|année|día|day|daily|Tag|täglich|jour", (365,)),
        ("day|daily|Tag|jour|hour|Stunde|heure", (24,)),
        ("hour|Stunde|heure|minute", (60,)),
        ("month|Monat|mois|day|Tag|jour", (30, 31)),
        (r"half|hälfte|moitié|mitad|metà|two|pair|both|twice|double|doppelt|zwei|deux|dos\b|beide", (2,)),
        ("third|drittel|tiers|three|triple", (3,)),
        ("quarter|viertel|four", (4,)),
        ("per 100|100 km", (100,)),
    )
]
"""What is said of so much each, and how many of the one are in the other."""
_EACH = re.compile(
    r"\b(?:each|every|per|apiece|equally|divided|split|shared?|everyone|everybody|je|jede[rsmn]?|pro|jeweils"
    r"|chacun\w*|par|cada|ciascun\w*|ogni|a piece)\b",
    re.IGNORECASE,
)
_LEAST, _FIGURES = 10, 2
_PEOPLE = tuple(map(Decimal, range(2, 13)))


def for_each(said: Decimal, numbers: Sequence[Value], setting: str, *, hedged: bool) -> Why | None:
    """How many months, days or people one of the numbers is for, or is divided among, as the words around say."""
    exact = about(said) if hedged else equals(said)
    if not hedged and exponent(said) == 0 and len(said.as_tuple().digits) <= _FIGURES:
        exact = said.__eq__  # so short a number is easily met by rounding
    factors = {factor for cue, factors in _PERIODS for factor in factors if cue.search(setting)}
    for times in sorted(factors):
        for n in numbers:
            if n.value not in (0, 1) and exact(n.value * times):
                return f"{n.text} × {times}"
            if n.value > 1 and exact(n.value / times):
                return f"{n.text} / {times}"
    for people in _PEOPLE if _EACH.search(setting) else ():
        for n in numbers:
            if n.value >= _LEAST and exact(n.value / people):
                return f"{n.text} / {people}"
    return None
