"""The characters of a run as text: from left to right, or, in Arabic and Hebrew, from right to left; raised figures as such.

Programs draw such text in either order, so the places decide. It is the Unicode bidirectional algorithm backwards, as far as one
line needs it: https://www.unicode.org/reports/tr9/
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from inference.media.pdf.characters import Character

__all__ = ["in_order"]

_LEFTWARDS = frozenset(("R", "AL"))
_NUMBERS = frozenset(("EN", "AN"))
_RAISED = 0.2
"""Of the height of a line: figures that stand so far above it are raised."""
_EXPONENTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def in_order(run: Sequence[Character]) -> str:
    """The text of a run as it is read and written, not as it is drawn."""
    if not any(unicodedata.bidirectional(sign) in _LEFTWARDS for one in run for sign in one.text):
        return "".join(_with_exponents(run))
    seen = sorted(run, key=lambda one: (one.left + one.right) / 2)
    kinds = _kinds(seen)
    leftwards = sum(kind == "R" for kind in kinds) >= sum(kind == "L" for kind in kinds)
    parts = ["".join(_parts(list(group), kind)) for kind, group in _grouped(seen, kinds)]
    return "".join(reversed(parts) if leftwards else parts)


def _with_exponents(run: Sequence[Character]) -> Iterator[str]:
    """10 to the power of 6 is not 106, nor is a price with a footnote: raised figures are written so."""
    base: Character | None = None
    for one in run:
        is_figure = one.text in "0123456789+-"
        raised = (
            is_figure and base is not None and base.foot - one.foot > _RAISED * max(base.bottom - base.top, one.bottom - one.top)
        )
        if raised:
            yield one.text.translate(_EXPONENTS)
            continue
        yield one.text
        base = one if one.text.isascii() and (one.text.isalnum() or one.text in ")]%") else None


def _grouped(seen: Sequence[Character], kinds: Sequence[str]) -> list[tuple[str, list[Character]]]:
    return [(kind, [one for one, _ in group]) for kind, group in groupby(zip(seen, kinds, strict=True), key=lambda both: both[1])]


def _kinds(seen: Sequence[Character]) -> list[str]:
    """L or R for each: what has no direction of its own, a space, takes that of both its neighbours, or that of the line."""
    found = [_kind(one.text[0]) for one in seen]
    for index, kind in enumerate(found):
        if kind == "$":  # a currency or a per cent sign goes with its number
            found[index] = "L" if "L" in found[max(0, index - 1) : index + 2] else "?"
    main = "R" if found.count("R") >= found.count("L") else "L"
    after, following = main, list[str]()
    for kind in reversed(found):
        after = after if kind == "?" else kind
        following.append(after)
    before, kinds = main, list[str]()
    for kind, after in zip(found, reversed(following), strict=True):
        before = before if kind == "?" else kind
        kinds.append(kind if kind != "?" else before if before == after else main)
    return kinds


def _kind(sign: str) -> str:
    direction = unicodedata.bidirectional(sign)
    if direction in _LEFTWARDS or direction == "NSM":
        return "R"
    return "L" if direction == "L" or direction in _NUMBERS else "$" if direction == "ET" else "?"


def _parts(group: Sequence[Character], kind: str) -> list[str]:
    """The characters of a part in their order. A mark above a letter follows its letter."""
    if kind == "L":
        return [one.text for one in group]
    return [one.text.translate(_MIRRORED) if len(one.text) == 1 else one.text for one in reversed(group)]
