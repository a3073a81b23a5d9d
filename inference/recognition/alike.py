"""Characters that look alike in many fonts, told apart by what stands beside them where the network is in doubt.

Only among what the network itself thinks possible: a character it is sure of stays, however odd its word. Reference numbers and
names of files mix letters and digits, and nobody but the picture knows which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

__all__ = ["ALIKE", "settled"]

_GROUPS = ("lI1|", "O0o")
ALIKE: dict[str, tuple[str, ...]] = {character: tuple(group) for group in _GROUPS for character in group}
"""Each such character with all of its group."""

Kind = Literal["upper", "lower", "digit", "none"]
_FITS: dict[tuple[Kind, Kind], float] = {
    ("upper", "lower"): 0.7,
    ("lower", "upper"): 0.05,
    ("digit", "upper"): 0.05,
    ("digit", "lower"): 0.05,
    ("upper", "digit"): 0.05,
    ("lower", "digit"): 0.05,
}
"""How usual it is, beside 1, that the one kind stands before the other in a word. A rule of thumb."""


def settled(text: Sequence[str], others: Sequence[Mapping[str, float]]) -> list[str]:
    """The characters of a line, the doubtful ones as they are likeliest between their neighbours.

    `others` are for each character those it may be, itself included, with their chances; nothing for one that is sure.
    """
    found = list(text)
    for place, chances in enumerate(others):
        if chances:
            before: Kind = _kind(found[place - 1]) if place else "none"
            after: Kind = _kind(found[place + 1]) if place + 1 < len(found) else "none"
            found[place] = _likeliest(text[place], chances, before, after)
    return found


def _likeliest(old: str, chances: Mapping[str, float], before: Kind, after: Kind) -> str:
    weighed = {new: chance * _fit(before, _kind(new)) * _fit(_kind(new), after) for new, chance in chances.items()}
    new = max(weighed, key=weighed.__getitem__)
    return new if _may_change(old, new, before, after) else old


def _may_change(old: str, new: str, before: Kind, after: Kind) -> bool:
    """A digit at the end of a small word often belongs there, as in item1; a 0 behind capitals mostly is an O."""
    return not old.isdigit() or new.isdigit() or after != "none" or (before == "upper" and new == "O")


def _fit(first: Kind, second: Kind) -> float:
    return _FITS.get((first, second), 0.5 if "none" in (first, second) else 1.0)


def _kind(character: str) -> Kind:
    if character.isdigit():
        return "digit"
    if not character.isalpha():
        return "none"
    return "upper" if character.isupper() else "lower"
