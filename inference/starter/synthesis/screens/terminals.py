"""Terminals: a prompt with a command, what it says, and what went wrong."""

from __future__ import annotations

import random

from inference.starter import world
from inference.starter.drawing import Colour
from inference.starter.synthesis import topics, values
from inference.starter.synthesis.screens.look import against
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.stage import Family

__all__ = ["FAMILY"]

_PLAIN = "ls pwd cat cd cp mv rm git make python3 grep head tail top df du ping ssh tar curl man echo chmod npm cargo pip".split()
_FLAGS = "-l -la -a -r -f -v -n -rf -h -x -p 80 --help --all -o out --version --verbose -m --force -i -s".split(" ")
_VERBS = "commit push pull status log add checkout clone build test run install clean list show start stop".split()
_WORDS_FOR_ERRORS = ("error", "Error", "fatal", "ERROR", "failed", "warning", "E")
_FAULTS = """no such file or directory|permission denied|command not found|out of memory|connection refused|disk full|timeout
invalid option|not a directory|file exists|syntax error|access denied|unknown host|bad address|division by zero|key not found
no space left|device is busy|missing argument|undefined variable|unexpected end|broken pipe|not found|is a directory|read only"""
_FAULT_LIST = tuple(fault for fault in _FAULTS.replace("\n", "|").split("|") if not world.held_out(fault))


def _draw(page: Page) -> None:
    prompt = page.fitting(_prompt, page.width * 0.5) or "$"
    tint = against(page.rng, page.look.ground) if page.rng.random() < 0.5 else page.look.ink
    asked = False
    while page.free:
        if not asked or page.rng.random() < 0.12:
            asked = _command(page, prompt, tint) or asked
        else:
            _output(page)
    if page.rng.random() < 0.3:
        _cursor(page)


def _command(page: Page, prompt: str, tint: Colour) -> bool:
    """The prompt and a command after it; whether it fitted."""
    y = page.next_row()
    space = page.measure(" ")
    command = page.fitting(_line, page.width - page.measure(prompt) - space)
    if command is None:
        return False
    end = page.put(page.left, y, prompt, ink=tint)
    page.put(end + space, y, command)
    page.ask(topics.about("command"), command)
    return True


def _output(page: Page) -> None:
    """A line of what the command says; an error, of which there is one at most, mostly in red."""
    y = page.next_row()
    if page.rng.random() < 0.3 and not page.asked(topics.about("error")):
        error = page.fitting(_error, page.width)
        if error is not None:
            word, fault = error.split(" ", 1)
            ink = against(page.rng, page.look.ground) if page.rng.random() < 0.6 else page.look.ink
            end = page.put(page.left, y, word, ink=ink)
            page.put(end + page.measure(" "), y, fault, ink=page.rng.choice((ink, page.look.ink)))
            page.ask(topics.about("error"), fault)
            return
    topic = page.topic(page.width * 0.6) if page.rng.random() < 0.4 else None
    if topic is not None:
        label = page.marked(page.rng.choice((topic.name, topic.name, topic.name.capitalize())), (":", ":", " ="))
        value = page.fitting(lambda rng: topics.value_of(rng, topic), page.width - page.measure(label) - page.em)
        if value is not None:
            end = page.put(page.left, y, label)
            page.put(end + page.measure(" "), y, value)
            page.ask(topics.questions(topic), value)
            return
    said = page.fitting(_said, page.width)
    if said is not None:
        page.put(page.left, y, said, ink=page.rng.choice((page.look.ink, page.look.ink, page.look.muted)))


def _cursor(page: Page) -> None:
    """A block after the last row of text, where the page has room below it."""
    low = page.y + page.pitch
    if low < page.sheet.height - 3:
        page.sheet.pen.rectangle((page.left, page.y + 3, page.left + page.em // 2, low - 3), fill=page.look.ink)


def _prompt(rng: random.Random) -> str:
    user, host = values.word(rng), values.word(rng)
    return rng.choice(("$", "$", ">", "#", "~$", "%", f"{user}@{host}:~$", f"{user}@{host}:~/{host}$", "C:\\>", f"C:\\{user}>",
                       f"PS C:\\{user}>", ">>>", f"[{user}@{host}]$", f"{user} %", f"{host}:~ {user}$"))  # fmt: skip


def _line(rng: random.Random) -> str:
    parts = [rng.choice(_PLAIN)]
    if rng.random() < 0.3:
        parts.append(rng.choice(_VERBS))
    if rng.random() < 0.5:
        parts.append(rng.choice(_FLAGS))
    if rng.random() < 0.7:
        parts.append(
            rng.choice((values.file_name(rng), values.word(rng), f"*.{values.word(rng)[:3]}", values.value(rng, "host")))
        )
    if rng.random() < 0.12:
        parts += [rng.choice(("|", ">", "&&", "<", ">>")), values.file_name(rng)]
    return " ".join(parts)


def _error(rng: random.Random) -> str:
    word = rng.choice(_WORDS_FOR_ERRORS)
    fault = rng.choice(_FAULT_LIST)
    if rng.random() < 0.4:
        fault = values.trained(rng, lambda rng: f"{values.file_name(rng)}: {rng.choice(_FAULT_LIST)}")
    return f"{word}: {fault}"


def _said(rng: random.Random) -> str:
    size, one, two = rng.randint(0, 99999), values.file_name(rng), values.phrase(rng)
    return rng.choice((f"{size} {one}", f"-rw-r--r-- {size} {one}", f"[{rng.randint(0, 100)}%] {two}", f"[ok] {two}", f"+ {one}",
                       one, f"{values.value(rng, 'time')} {two}", f"drwxr-xr-x {values.word(rng)}/", values.sentence(rng),
                       f"{values.value(rng, 'host')} {rng.randint(0, 999)} ms", f"{two} {size}", f"<{values.word(rng)}> {size}",
                       f"{{{two}}}", f"*** {two} ***"))  # fmt: skip


FAMILY = Family(_draw, rows=1, ems=9, mono=1.0, dark=0.75, bar=0.12)
