"""Menus and bars as no training screen has them: a context menu with small pictures, a path, a strip of tabs, a status bar."""

from __future__ import annotations

from inference.evaluation.screens import shapes
from inference.evaluation.screens.look import tint
from inference.evaluation.screens.names import COMMANDS, KEYS, PARTS, entries, proper, sentence
from inference.evaluation.screens.page import Page

__all__ = ["context_menu", "crumbs", "status_bar", "tabs"]


def context_menu(page: Page) -> None:
    """Commands with a small picture before each, keys at the right of some; the pointer rests on one."""
    rng, look = page.rng, page.look
    rows = page.rows(2, 8, beside=0.5)
    commands, keys = rng.sample(COMMANDS, rows), rng.sample(KEYS, rows)
    size = page.size(rows + 0.5, ["mmmmm" + max(commands, key=len) + max(keys, key=len)])
    face, step = page.face(size), (page.height - size * 0.9) / rows
    margin = size * 0.25
    page.box((margin, margin, page.width - margin, page.height - margin), fill=look.panel, outline=look.line, radius=size * 0.5)
    marked, rule = rng.randrange(rows), rng.randrange(1, rows)
    for i, (command, key) in enumerate(zip(commands, keys, strict=True)):
        top, now = size * 0.45 + i * step, i == marked
        if now:
            page.box((margin * 2.4, top, page.width - margin * 2.4, top + step), fill=look.accent, radius=size * 0.3)
        ink, y = look.on_accent if now else look.ink, top + step / 2 + size * 0.33
        if i == rule and marked not in (i, i - 1):
            page.rule(margin * 2.4, page.width - margin * 2.4, top)
        page.icon(rng.choice(shapes.ICONS), (size, y - size * 0.75), size=size * 0.85, ink=ink if now else look.faint)
        page.say((size * 2.5, y), command, face, ink=ink)
        if rng.random() < 0.65:
            page.say((page.width - size, y), key, face, ink=ink if now else look.faint, side="right")
            page.ask(
                (f"What is the shortcut for {command}?", f"Which keys are for {command}?", f"What do I press for {command}?"), key
            )
        elif rng.random() < 0.3:
            page.icon("more", (page.width - size * 1.6, y - size * 0.62), size=size * 0.6, ink=ink)
    page.ask(("Which entry is highlighted?", "Which command is selected?", "What is the pointer on?"), commands[marked])


def crumbs(page: Page) -> None:
    """A single line: the way from the start to the page that is open."""
    rng, look = page.rng, page.look
    names = [*rng.sample(PARTS, rng.randint(1, 2)), proper(rng)]
    size = page.size(1.2, ["mmm".join(["", *names, ""])])
    face, bold, y = page.face(size), page.face(size, bold=True), page.height / 2 + size * 0.33
    if rng.random() < 0.5:
        page.box(
            (size * 0.3, y - size * 1.2, page.width - size * 0.3, y + size * 0.55),
            fill=look.panel,
            outline=look.line,
            radius=size,
        )
    page.icon(rng.choice(("house", "folder", "star")), (size * 0.8, y - size * 0.8), size=size * 0.9, ink=look.accent)
    x = size * 2.2
    for name in names:
        if name != names[0]:
            page.icon("more", (x - size * 1.05, y - size * 0.6), size=size * 0.5)
        x = (
            page.say((x, y), name, bold if name == names[-1] else face, ink=look.ink if name == names[-1] else look.faint)
            + size * 1.6
        )
    page.ask(("Which page is open?", "Where does the path end?", "What is the last part of the path?"), names[-1])
    page.ask(("Where does the path start?", "What is the first part of the path?"), names[0])


def tabs(page: Page) -> None:
    """A strip of tabs, of which one is open, over a line or two of what it shows."""
    rng, look = page.rng, page.look
    names, rows = rng.sample(PARTS, rng.randint(2, 4 if page.width > 400 else 3)), page.rows(1, 5, beside=2.5)
    asked = entries(rng, rows)
    lines = [f"{entry.title}mmm{entry.value}" for entry in asked]
    size = page.size(rows * 1.2 + 2, ["mmm".join([*names, ""]), *lines])
    face, bold, tall = page.face(size), page.face(size, bold=True), size * 2.3
    chosen, x, underlined = rng.randrange(len(names)), size * 0.6, rng.random() < 0.5
    page.box((0, 0, page.width, tall), fill=tint(look.ground, look.ink, 0.1))
    for i, name in enumerate(names):
        wide, now = bold.width(name) + size * 1.7, i == chosen
        if now and not underlined:
            page.box((x, size * 0.35, x + wide, tall + size * 0.5), fill=look.ground, radius=size * 0.4)
            page.box((0, tall, page.width, tall + size * 0.6), fill=look.ground)
        elif now:
            page.box((x, tall - 4, x + wide, tall), fill=look.accent)
        page.say(
            (x + wide / 2, tall / 2 + size * 0.35), name, bold if now else face, ink=None if now else look.faint, side="middle"
        )
        x += wide
    step = (page.height - tall) / rows
    for i, entry in enumerate(asked):
        y = tall + step * (i + 0.5) + size * 0.33
        page.say((size, y), entry.title, face, ink=look.faint)
        page.say((page.width - size, y), entry.value, face, side="right")
        page.ask(entry.questions, entry.value)
    page.ask(("Which tab is open?", "Which tab is selected?", "Which tab is active?"), names[chosen])


def status_bar(page: Page) -> None:
    """The end of a text, and below it a bar that says how things stand."""
    rng, look = page.rng, page.look
    rows = page.rows(1, 6, beside=2)
    asked = entries(rng, 2 if page.width > 300 else 1, kinds=("number", "share", "code", "words", "time"), longest=9)
    body, said = [sentence(rng) for _ in range(rows)], [f"{entry.title}: {entry.value}" for entry in asked]
    mode = rng.choice(PARTS)
    size = page.size(rows + 2, ["mmm".join([*said, mode]), *body])
    face, small, tall = page.face(size), page.face(size * 0.9), size * 1.8
    step, top = (page.height - tall) / rows, page.height - tall
    for i, text in enumerate(body):
        page.say((size * 0.8, step * (i + 0.5) + size * 0.33), text, face)
    coloured = rng.random() < 0.5
    page.box((0, top, page.width, page.height), fill=look.accent if coloured else tint(look.ground, look.ink, 0.14))
    ink, x, y = look.on_accent if coloured else look.ink, size * 0.8, top + tall / 2 + small.size * 0.33
    for text, entry in zip(said, asked, strict=True):
        if x > size:
            page.sheet.pen.line((round(x - size), top + size * 0.4, round(x - size), page.height - size * 0.4), fill=ink)
        x = page.say((x, y), text, small, ink=ink) + size * 2
        page.ask(entry.questions, entry.value)
    page.say((page.width - size * 0.8, y), mode, small, ink=ink, side="right")
    page.ask(("Which word is at the end of the status bar?", "What does the status bar say at the right?"), mode)
