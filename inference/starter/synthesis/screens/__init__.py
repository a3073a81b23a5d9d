"""Screens for training: what they show, what they say in reading order, and what can be asked about them.

`random_screen` draws one of `KINDS`, whichever fits the canvas; `full_page` fills a canvas with text. Every character is
printable ASCII or the sign of euro or pound, lies within the picture whole, and stands out from its ground; nothing is held out
but single words of code.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from inference.starter.scene import Screen
from inference.starter.synthesis.screens import code, dialogs, forms, lines, menus, receipts, tables, terminals
from inference.starter.synthesis.screens.full import full_page
from inference.starter.synthesis.screens.stage import Family, largest, stage
from inference.starter.world import held_out

__all__ = ["KINDS", "full_page", "random_screen"]

_FAMILIES: dict[str, Family] = {
    "lines": lines.FAMILY,
    "dialogs": dialogs.FAMILY,
    "forms": forms.FAMILY,
    "tables": tables.FAMILY,
    "menus": menus.FAMILY,
    "terminals": terminals.FAMILY,
    "receipts": receipts.FAMILY,
    "code": code.FAMILY,
}
KINDS: tuple[str, ...] = tuple(_FAMILIES)

_TRIES = 6
_OLD = (24, 32)  # text sizes of the small world
_OLD_SHARE = 0.25


def random_screen(
    rng: random.Random,
    width: int,
    height: int,
    *,
    kinds: Sequence[str] | None = None,
    size: tuple[int, int] = (14, 48),
    invented: float = 0.25,
) -> Screen:
    """A screen of exactly `width` x `height` pixels, 120 x 36 at least, of one of `kinds` (of all: None), with 1 to 8 lines.

    size: text sizes in pixels, the smaller ones more often; where not even the smallest fits, less. Plain lines take the place of
    families that do not fit the canvas. All families but plain lines have at least one fact. invented: how many of the names
    that are asked about are made up on the spot, 0 to 1; questions about those are not in `topics.SPOKEN`, all others are.
    """
    fitting = [kind for kind in kinds or KINDS if largest(_FAMILIES[kind], width, height) >= size[0]]
    for _ in range(_TRIES):
        kind = rng.choice(fitting or ["lines"])
        if kind == "lines" and size[0] <= _OLD[1] and size[1] >= _OLD[0] and rng.random() < _OLD_SHARE:
            return lines.small_world(rng, width, height)
        page = stage(rng, (width, height), _FAMILIES[kind], size=size, invented=invented)
        _FAMILIES[kind].draw(page)
        screen = page.sheet.screen()
        if not screen.lines or (len(screen.lines) == 1 and held_out(screen.text)):
            continue
        if screen.facts or kind == "lines":
            return screen
    return lines.small_world(rng, width, height)
