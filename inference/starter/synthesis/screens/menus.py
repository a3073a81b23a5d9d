"""Menus: commands with their shortcuts, one of them highlighted; and rows of tabs, one of them open."""

from __future__ import annotations

import random

from inference.starter.synthesis import topics
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.shapes import check_box, icon
from inference.starter.synthesis.screens.stage import Family
from inference.starter.world import held_out

__all__ = ["FAMILY"]

_KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_NAMED = (
    "Del",
    "Esc",
    "Enter",
    "Tab",
    "Space",
    "Home",
    "End",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
)
_TABS = """General|Account|Privacy|Network|Display|Sound|About|Home|Files|Settings|Edit|View|Search|Inbox|Sent|Drafts|Chat|Calls
Today|Week|Month|Music|Photos|Videos|News|Profile|Orders|Users|Reports|Advanced|Colours|Fonts|Layout|History|Help|Tools|Insert"""
TABS = tuple(label for label in _TABS.replace("\n", "|").split("|") if not held_out(label))


def _draw(page: Page) -> None:
    if page.rng.random() < 0.2 and page.width > 14 * page.em:
        _tabs(page)
    if page.free:
        _entries(page)


def _entries(page: Page) -> None:
    icons, ruled = page.rng.random() < 0.35, page.rng.random() < 0.35
    shortcuts = page.rng.random() < 0.75 and page.width > 9 * page.em
    style = page.rng.choice((str.capitalize, str.capitalize, str.title))
    rows = page.free
    chosen = page.rng.randrange(rows) if page.rng.random() < 0.85 or not shortcuts else -1
    indent = page.em * (1.7 if icons else 0.4)
    used: set[str] = set()
    for at in range(rows):
        y = page.next_row()
        name = page.pick(topics.COMMANDS, page.width - indent - page.em * (5.8 if shortcuts else 1.6))
        if name is None:
            continue
        label = page.marked(style(name), ("", "", "", "", "", "..."))
        ink = page.look.on_accent if at == chosen else page.look.ink
        if at == chosen:
            page.box(page.left - 1, y, page.right, height=1, radius=page.rng.choice((0, 0, 4)), fill=page.look.accent)
            page.ask(topics.about("entry"), label)
        if icons and page.rng.random() < 0.8:
            _sign(page, y, ink)
        page.put(page.left + indent, y, label, ink=ink)
        if shortcuts and page.rng.random() < 0.8:
            _keys(page, y, name, used, ink=None if at == chosen else page.look.muted, on=at == chosen)
        if ruled and at < rows - 1 and page.rng.random() < 0.3:
            page.rule(page.y - 1)


def _keys(page: Page, y: float, name: str, used: set[str], *, ink: tuple[int, int, int] | None, on: bool) -> None:
    keys = page.fitting(_shortcut, page.em * 5)
    if keys is not None and keys not in used:
        used.add(keys)
        page.put_right(page.right - page.em * 0.4, y, keys, ink=page.look.on_accent if on else ink)
        page.ask(topics.shortcut(name), keys)


def _sign(page: Page, y: float, ink: tuple[int, int, int]) -> None:
    side = page.em * 0.75
    box = (page.left + page.em * 0.4, y + (page.pitch - side) / 2, side)
    if page.rng.random() < 0.2:
        check_box(page.rng, page.sheet.pen, box, look=page.look, on=True)
    else:
        icon(page.rng, page.sheet.pen, box, ink=ink)


def _tabs(page: Page) -> None:
    """A row of tabs, the open one underlined or filled."""
    labels: list[str] = []
    gap, used = page.em * page.rng.uniform(0.9, 1.4), 0.0
    for label in page.rng.sample(TABS, page.rng.randint(2, 5)):
        if used + page.measure(label) + gap <= page.width:
            labels.append(label)
            used += page.measure(label) + gap
    if len(labels) < 2:
        return
    chosen, y, x = page.rng.randrange(len(labels)), page.next_row(), page.left + gap / 2
    filled = page.rng.random() < 0.5
    for at, label in enumerate(labels):
        right = x + page.measure(label)
        on = at == chosen
        if on and filled:
            page.box(x - gap / 2, y, right + gap / 2, height=1, fill=page.look.accent)
        elif on:
            low = y + page.pitch - 1
            page.sheet.pen.rectangle((round(x), low - max(1, page.em // 10), round(right), low), fill=page.look.accent)
        ink = (page.look.on_accent if filled else page.look.ink) if on else page.look.muted
        page.put(x, y, label, ink=ink)
        x = right + gap
    page.ask(topics.about("tab"), labels[chosen])


def _shortcut(rng: random.Random) -> str:
    key = rng.choice(_KEYS) if rng.random() < 0.75 else rng.choice(_NAMED)
    hold = rng.choice(("Ctrl+", "Ctrl+", "Ctrl+", "Alt+", "Shift+", "Cmd+", "Ctrl+Shift+", "Ctrl-", "^"))
    return key if key in _NAMED and rng.random() < 0.6 else hold + key


FAMILY = Family(_draw, rows=1, ems=8, mono=0.04)
