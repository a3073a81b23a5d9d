"""Terminals and code as no training screen has them: a prompt of two lines, a numbered settings file, a log, a change."""

from __future__ import annotations

from collections.abc import Callable

from inference.evaluation import world
from inference.evaluation.drawing import Colour
from inference.evaluation.screens.names import entries, proper, value
from inference.evaluation.screens.page import NoRoom, Page, tint
from inference.evaluation.world import held_out

__all__ = ["change", "function", "log", "prompt", "settings_file"]

_COMMANDS = ("make", "tail -n 20", "grep -c TODO", "ssh", "ping -c 3", "cat", "rm -r", "curl -O", "which", "du -sh", "touch",
             "chmod +x")  # fmt: skip
_ENDINGS = ("", ".log", ".txt", ".c", ".tar", ".md", ".cfg")
_WORDS = {"def", "return", "if", "fn", "let", "function", "const", "while", "pass", "elif", "ERROR", "FATAL"}
_LOOSEST = 1.9  # from line to line, in sizes of the text
_KINDS = ("number", "code", "words", "time", "date")


def prompt(page: Page) -> None:
    """A shell whose prompt takes two lines: who and where above, what is typed below; then what came of it."""
    rng, look = page.rng, page.look
    user, folder = _lower(page), _held(lambda: f"~/{world.word(rng)}")
    branch = _held(lambda: f"{world.word(rng)}-{rng.randint(1, 99)}")
    command = _held(lambda: f"{rng.choice(_COMMANDS)} {world.word(rng)}{rng.choice(_ENDINGS)}")
    asked, mark = entries(rng, page.rows(1, 6, beside=2.4), kinds=_KINDS), rng.choice("$>%")
    above = [(user, look.accent), ("in", look.faint), (folder, look.ink), ("on", look.faint), (branch, look.accent)]
    out = [f"{entry.name}: {entry.value}" for entry in asked]
    again = len(asked) < 5 and rng.random() < 0.4
    size = page.size(len(out) + 2.3 + 2 * again, [" ".join(text for text, _ in above), f"{mark} {command}", *out])
    face, x, y, step = page.face(size), size * 0.7, size * 1.4, size * 1.4
    page.words((x, y), above, face)
    page.words((x, y + step), [(mark, look.accent), (command, look.ink)], face)
    for i, (entry, text) in enumerate(zip(asked, out, strict=True)):
        page.say((x, y + step * (i + 2)), text, face, ink=look.faint)
        page.note(entry.questions, entry.value)
    if again:
        y += step * (len(out) + 2)
        page.words((x, y), above, face)
        page.say((x, y + step), mark, face, ink=look.accent)
        page.box((x + size * 1.2, y + step - size, x + size * 1.8, y + step + size * 0.2), fill=look.ink)
    page.ask(command=command, branch=branch, folder=folder, user=user)


def settings_file(page: Page) -> None:
    """A file of settings (INI or YAML) with line numbers in a margin."""
    rng, look = page.rng, page.look
    asked, yaml = entries(rng, page.rows(1, 7, beside=0.5)), rng.random() < 0.5
    head, joint, first = _lower(page), ": " if yaml else " = ", rng.randint(1, 90)
    rows = [f"{head}:" if yaml else f"[{head}]"] if rng.random() < 0.7 else []
    before, inset = len(rows), 2 if rows and yaml else 0
    rows += [f"{entry.key}{joint}{entry.value}" for entry in asked]
    size = page.size(len(rows) + 0.5, ["m" * (inset + 4) + max(rows, key=len)])
    face, step, wide = page.face(size), min(page.height / len(rows), size * _LOOSEST), page.face(size).width("000") + size * 0.6
    page.box((0, 0, wide, page.height), fill=tint(look.ground, look.ink, 0.06))
    for i, row in enumerate(rows):
        x, y = wide + size * 0.5, step * (i + 0.5) + size * 0.35
        page.say((wide - size * 0.4, y), str(first + i), face, ink=look.faint, side="right")
        if i < before:
            page.say((x, y), row, face, ink=look.accent)
            continue
        entry = asked[i - before]
        mark = entry.key + (":" if yaml else " =")
        warm = (240, 190, 120) if look.dark else (150, 60, 10)
        page.words((x + face.width(" " * inset), y), [(mark, look.ink), (entry.value, warm)], face)
        page.ask(entry.name, setting=entry.value)
    if before:
        page.ask(section=head)


def log(page: Page) -> None:
    """Lines of a log, each with its time, its weight and who says it; one of them is an error."""
    rng, look = page.rng, page.look
    rows = page.rows(2, 8, beside=0.5)
    bad, entry = rng.randrange(rows), entries(rng, 1, kinds=("code", "number", "person", "words"))[0]
    times = sorted(_held(lambda: f"{rng.randint(9, 11):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}") for _ in range(rows))
    parts = list({_lower(page): None for _ in range(rows)})
    if len(parts) < rows:
        raise NoRoom
    said = [_held(lambda: f"{world.word(rng)} {rng.choice(('ready', 'closed', 'found', 'sent'))}") for _ in range(rows)]
    said[bad] = f"{entry.name} {entry.value}"
    size = page.size(rows + 0.5, [f"00:00:00 ERROR {part}: {text}" for part, text in zip(parts, said, strict=True)])
    face, step = page.face(size), min(page.height / rows, size * _LOOSEST)
    red = (255, 120, 105) if look.dark else (190, 20, 20)
    for i, (time, part, text) in enumerate(zip(times, parts, said, strict=True)):
        y, level = step * (i + 0.5) + size * 0.35, "ERROR" if i == bad else rng.choice(("INFO", "DEBUG", "NOTE"))
        ink = red if i == bad else look.ink
        page.words((size * 0.7, y), [(time, look.faint), (level, ink), (f"{part}: {text}", ink)], face)
        if i != bad:
            page.ask(part, part_said=text)
    page.ask(error_time=times[bad], error_part=parts[bad])
    page.note(entry.questions, entry.value)


def change(page: Page) -> None:
    """What was taken out of a file and what was put in, in red and green."""
    rng, look = page.rng, page.look
    asked = entries(rng, page.rows(1, 6, beside=1.4), kinds=("number", "code", "words", "share"))
    at = rng.randrange(len(asked))
    old, new = asked[at], value(rng, asked[at].kind)
    if new == old.value:
        raise NoRoom
    rows = [(" ", f"{entry.key} = {entry.value}") for entry in asked]
    rows[at : at + 1] = [("-", f"{old.key} = {old.value}"), ("+", f"{old.key} = {new}")]
    size = page.size(len(rows) + 0.4, ["mmmm" + text for _, text in rows])
    face, step = page.face(size), min(page.height / len(rows), size * _LOOSEST)
    backs: dict[str, Colour] = {"-": (200, 40, 40), "+": (30, 150, 60)}
    for i, (mark, text) in enumerate(rows):
        y = step * (i + 0.5) + size * 0.35
        if mark in backs:
            page.box((0, step * i, page.width, step * (i + 1)), fill=tint(look.ground, backs[mark], 0.25))
        marked = "" if mark == " " else f"{mark} "
        page.say((size * 2.2 - face.width(marked), y), marked + text, face)
    page.ask(old.name, new=new, old=old.value)
    for entry in asked:
        if entry is not old:
            page.ask(entry.name, setting=entry.value)


def function(page: Page) -> None:
    """A short function with its words in colour."""
    rng, look = page.rng, page.look
    name, given = _held(lambda: f"{world.word(rng)}_{world.word(rng)}"), _lower(page)
    entry = entries(rng, 1, kinds=("number", "share", "code"))[0]
    limit, other = value(rng, "number", longest=4), proper(rng).lower()
    quoted = entry.value if entry.kind == "number" else f'"{entry.value}"'
    python = rng.random() < 0.5
    if python:
        rows = [(0, f"def {name}({given}):"), (1, f"{entry.key} = {quoted}"), (1, f"if {given} > {limit}:"),
                (2, f"return {other}"), (1, f"return {entry.key}")]  # fmt: skip
    else:
        rows = [(0, f"function {name}({given}) {{"), (1, f"const {entry.key} = {quoted};"), (1, f"while ({given} > {limit})"),
                (2, f"{other}({given});"), (1, f"return {entry.key};"), (0, "}")]  # fmt: skip
    if page.height < 150:
        rows = [*rows[:2], *rows[4:]]
    else:
        page.ask(given, limit=limit)
    size = page.size(len(rows) + 0.5, ["mm" * inset + "m" + text for inset, text in rows])
    face, step = page.face(size), min(page.height / len(rows), size * _LOOSEST)
    for i, (inset, text) in enumerate(rows):
        inks = [(word, look.accent if word in _WORDS else look.ink) for word in text.split(" ")]
        page.words((size * 0.8 + face.width("  " * inset), step * (i + 0.5) + size * 0.35), inks, face)
    page.ask(function=name)
    page.ask(entry.name, setting=entry.value)


def _held(make: Callable[[], str]) -> str:
    while True:
        text = make()
        if held_out(text):
            return text


def _lower(page: Page) -> str:
    return proper(page.rng, longest=8).lower()
