"""Held-out screens: dialogs, forms, tables, menus, terminals, slips and code, in layouts, fonts and words of their own; and what
a person first tries on a model that reads a little, a short line in whatever font the screen has.

1 to 8 lines of text of 14 to 48 pixels, dark and light, at the size at which a person would crop them.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from inference.evaluation.documents.accounts import Supply
from inference.evaluation.drawing import Screen, Sheet
from inference.evaluation.screens import controls, notices, tables, terminals
from inference.evaluation.screens.names import BUTTONS, COMMANDS, PLACES
from inference.evaluation.screens.page import MONO, SANS, SERIF, Family, NoRoom, Page, random_look

__all__ = ["BUDGET", "BUDGETS", "LAYOUTS", "Layout", "random_line", "random_screen"]

BUDGETS = (70, 140, 280)
"""Soft tokens a screen may be read at."""

_PATCH = 24  # pixels a side of a soft token
_LINES = 8
_TRIES = 400
_STUBBORN = 80  # tries before another number of soft tokens may do


@dataclass(frozen=True)
class Layout:
    """What draws a screen: in which shapes (width / height), in which fonts, and dark always, never or either way."""

    draw: Callable[[Page], None]
    narrowest: float = 1.3
    widest: float = 3.2
    families: tuple[Family, ...] = (SANS, SANS, SERIF)
    dark: bool | None = None


LAYOUTS = (
    Layout(notices.notification, 1.5, 3.2),
    Layout(notices.wizard, 1.3, 2.6),
    Layout(notices.strip, 2.2, 7.0),
    Layout(notices.alert, 1.0, 2.0),
    Layout(controls.fields, 1.0, 3.0),
    Layout(controls.switches, 1.1, 2.6),
    Layout(controls.choices, 1.8, 3.6),
    Layout(controls.details, 1.2, 2.6),
    Layout(tables.pairs, 1.1, 2.8),
    Layout(tables.tiles, 1.4, 3.6),
    Layout(tables.board, 1.4, 3.2, (MONO, SANS), dark=True),
    Layout(tables.results, 1.2, 3.0),
    Layout(tables.till_slip, 0.9, 2.2, (MONO, SANS, SERIF), dark=False),
    Layout(tables.boarding_pass, 1.8, 3.2),
    Layout(tables.parcel, 1.3, 2.2, (SANS, MONO), dark=False),
    Layout(controls.context_menu, 1.0, 2.2),
    Layout(controls.crumbs, 3.5, 8.0, (SANS, SERIF, MONO)),
    Layout(controls.tabs, 1.6, 4.0),
    Layout(controls.status_bar, 1.8, 4.5, (SANS, SERIF, MONO)),
    Layout(terminals.prompt, 1.6, 3.6, (MONO,)),
    Layout(terminals.settings_file, 1.3, 3.2, (MONO,)),
    Layout(terminals.log, 2.0, 4.5, (MONO,)),
    Layout(terminals.change, 1.3, 3.2, (MONO,)),
    Layout(terminals.function, 1.4, 2.8, (MONO,)),
)


def random_screen(rng: random.Random) -> tuple[Screen, int]:
    """A screen with its facts, and the budget in soft tokens it is to be read at: one of `BUDGETS`.

    Its area is 0.55 to 1.05 times what the soft tokens hold at their own size. Raises FileNotFoundError if a font is missing.
    """
    layout, budget = rng.choice(LAYOUTS), rng.choice(BUDGETS)
    for attempt in range(_TRIES):
        if attempt >= _STUBBORN:
            budget = rng.choice(BUDGETS)
        area = budget * _PATCH**2 * rng.uniform(0.58, 1.02)
        aspect = math.exp(rng.uniform(math.log(layout.narrowest), math.log(layout.widest)))
        size = round(math.sqrt(area * aspect)), round(math.sqrt(area / aspect))
        page = Page(rng, size, random_look(rng, rng.choice(layout.families), dark=layout.dark))
        try:
            layout.draw(page)
        except NoRoom:
            continue
        screen = page.screen()
        if len(screen.lines) <= _LINES:
            return screen, budget
    raise AssertionError(f"{layout.draw.__name__} never fits its page")


BUDGET = 70
"""Soft tokens a line is read at: what a picture is given unless a person chooses more."""

_LONGEST = 16  # characters
_SIZES = (22, 40)  # pixels
_KINDS = ("place", "person", "thing", "goods", "firm", "sum", "date", "hour", "code", "share", "number")


def random_line(rng: random.Random) -> Screen:
    """One line of 2 to 16 characters at 22 to 40 pixels on a plain ground. Raises FileNotFoundError if a font is missing."""
    look = random_look(rng, rng.choice((SANS, SANS, SERIF, MONO)))
    face = look.family.face(rng.randint(*_SIZES), bold=rng.random() < 0.25)
    text = _text(rng)
    ground = rng.choice((look.ground, look.panel))
    left, above = rng.uniform(0.2, 1.5) * face.size, rng.uniform(0.1, 0.8) * face.size
    right, below = rng.uniform(0.2, 1.5) * face.size, rng.uniform(0.1, 0.8) * face.size
    sheet = Sheet(round(left + face.width(text) + right), round(above + face.height + below), ground, look.smoothing)
    sheet.write((left, above), text, face, look.ink)
    return sheet.screen()


def _text(rng: random.Random) -> str:
    supply = Supply(rng)
    while True:
        text = rng.choice((*BUTTONS, *COMMANDS, *PLACES)) if rng.random() < 0.4 else supply(rng.choice(_KINDS))
        if 2 <= len(text) <= _LONGEST:
            return text
