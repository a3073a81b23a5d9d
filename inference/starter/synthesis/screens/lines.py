"""Plain lines: words, numbers, sentences, letters at random, or names with values; one of its screens is the old small world."""

from __future__ import annotations

import random

from inference.starter import world
from inference.starter.drawing import Colour, Face, Sheet
from inference.starter.scene import Screen
from inference.starter.synthesis import topics, values
from inference.starter.synthesis.fonts import font_file
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.stage import Family
from inference.starter.world import held_out

__all__ = ["FAMILY", "noise", "small_world"]

_SMALL_WORLD = ("DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf")
_EVERYTHING = "".join(chr(code) for code in range(0x20, 0x7F)) + "€£"


def noise(rng: random.Random) -> str:
    """1 to 12 characters at random, so that none is rare."""
    while True:
        text = "".join(rng.choices(_EVERYTHING, k=rng.randint(1, 12))).strip()
        if text and "  " not in text:
            return text


def small_world(rng: random.Random, width: int, height: int) -> Screen:
    """One line, dark on light, in a DejaVu font at 24 to 32 pixels, anywhere it fits: what the starter learned first."""
    face = Face(str(font_file(rng.choice(_SMALL_WORLD))), rng.randint(24, min(32, max(24, int(height / 1.25)))))
    white = rng.random() < 0.4
    sheet = Sheet(width, height, (255, 255, 255) if white else _colour(rng, 215, 255))
    hard = rng.random() < 0.35
    while held_out(text := world.line(rng, hard=hard)) or face.width(text) > width - 8:
        pass
    x = rng.uniform(4, width - 4 - face.width(text))
    y = rng.uniform(0, max(0.0, height - face.height))
    sheet.write((x, y), text, face, (0, 0, 0) if white else _colour(rng, 0, 90))
    return sheet.screen()


def _colour(rng: random.Random, low: int, high: int) -> Colour:
    if rng.random() < 0.5:
        grey = rng.randint(low, high)
        return grey, grey, grey
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)


def _draw(page: Page) -> None:
    if page.rng.random() < (0.3 if page.rows < 5 else 0.06):
        page.rows = 1
    if page.rng.random() < 0.3:
        _pairs(page)
        return
    make = page.rng.choice((_value, _value, values.phrase, values.sentence, values.sentence, noise, None))
    share = page.rng.choice((0, 0, 0, 0, 0.5, 1))  # of the free room that goes to the left of a line
    uneven = page.rng.random() < 0.2
    heading = page.rows > 1 and page.rng.random() < 0.25
    said: list[str] = []
    while page.free:
        face = page.bold if heading and not said else page.body
        text = page.fitting(make, page.width, face=face) if make else page.filled(page.width, face=face, share=0.6)
        text = text or page.filled(page.width, face=face)
        y = page.next_row()
        if text is None:
            continue
        free = page.width - page.measure(text, face)
        page.put(page.left + free * (page.rng.random() if uneven else share), y, text, face=face)
        said.append(text)
    if len(said) > 1:
        page.ask(topics.about("first line"), said[0])
        page.ask(topics.about("last line"), said[-1])


def _pairs(page: Page) -> None:
    """Names with values, one a row: "due date: 12.4.2031", or further apart."""
    mark = page.rng.choice((":", ":", ":", "", " =", " -"))
    style = page.rng.choice((str, str.capitalize, str.title, str.upper))
    face = page.rng.choice((page.body, page.body, page.bold))
    column = page.rng.choice((0.0, 0.0, page.width * page.rng.uniform(0.35, 0.6)))
    while page.free:
        topic = page.topic(page.width * 0.6)
        y = page.next_row()
        if topic is None:
            continue
        label = page.marked(style(topic.name), (mark,))
        start = max(column, page.measure(label + " ", face))
        value = page.fitting(lambda rng, topic=topic: topics.value_of(rng, topic), page.width - start)
        if value is None:
            continue
        page.put(page.left, y, label, face=face, ink=page.rng.choice((page.look.ink, page.look.muted)))
        page.put(page.left + start, y, value)
        page.ask(topics.questions(topic), value)


def _value(rng: random.Random) -> str:
    if rng.random() < 0.5:
        return world.line(rng)
    return values.value(rng, rng.choice(values.KINDS))


FAMILY = Family(_draw, rows=1, ems=6, mono=0.2, bar=0.1)
