"""Tables as no training screen has them: two columns without rules, tiles of figures, a departures board, a list of results."""

from __future__ import annotations

from inference.evaluation.drawing import Colour
from inference.evaluation.screens.look import tint
from inference.evaluation.screens.names import GOODS, PLACES, Entry, entries, proper, value
from inference.evaluation.screens.page import Page

__all__ = ["board", "pairs", "results", "tiles"]

_HEADS = {"Painter": "person", "Vessel": "proper", "Horse": "proper", "Sensor": "code", "Dish": "goods", "Till": "code"}
_LAMPS: tuple[Colour, ...] = ((255, 190, 60), (250, 235, 150), (130, 235, 150))


def pairs(page: Page) -> None:
    """Two columns under bold heads, without any rule; every other row may be shaded."""
    rng, look = page.rng, page.look
    head, kind = rng.choice(list(_HEADS.items()))
    entry = entries(rng, 1, kinds=("price", "number", "code", "time", "words", "person", "date"))[0]
    rows = page.rows(2, 7, beside=1.4)
    left = _different(page, rows, kind)
    right = [entry.value, *(value(rng, entry.kind) for _ in range(rows - 1))]
    widest = max([head, *left], key=len) + "mmm" + max([entry.title, *right], key=len)
    size = page.size(rows + 1.4, [widest])
    face, bold, step = page.face(size), page.face(size, bold=True), page.height / (rows + 1.2)
    ends, striped = rng.random() < 0.5, rng.random() < 0.5
    x, far = size, page.width - size if ends else page.width * 0.4 + max(map(face.width, left)) * 0.4
    for i, texts in enumerate([(head, entry.title), *zip(left, right, strict=True)]):
        y = step * (i + 0.6)
        if striped and i % 2:
            page.box((0, y - step / 2, page.width, y + step / 2), fill=tint(look.ground, look.ink, 0.07))
        ink, weight = (look.ink, face) if i else (look.accent, bold)
        page.say((x, y + size * 0.33), texts[0], weight, ink=ink)
        page.say((far, y + size * 0.33), texts[1], weight, ink=ink, side="right" if ends else "left")
    for row, said in zip(left, right, strict=True):
        page.ask(_of(entry, row), said)


def tiles(page: Page) -> None:
    """Figures in tiles, each large with what it means below it."""
    rng, look = page.rng, page.look
    columns = rng.randint(2, 3) if page.width > page.height * 1.6 else 2
    rows = 2 if page.height > 200 and rng.random() < 0.7 else 1
    kinds, few = ("price", "number", "share", "time", "span", "code"), columns * rows
    asked = entries(rng, few, kinds=kinds, longest=8)
    gap = page.width * 0.025
    wide, tall = (page.width - gap * (columns + 1)) / columns, (page.height - gap * (rows + 1)) / rows
    label = page.size(4.2 * rows, [entry.title for entry in asked], room=wide * 0.84)
    large = page.size(2 * rows, [entry.value for entry in asked], room=wide * 0.84, bold=True)
    small, big = page.face(label * 0.9), page.face(min(large, label * 2.4), bold=True)
    first_above = rng.random() < 0.3
    for i, entry in enumerate(asked):
        x, y = gap + i % columns * (wide + gap), gap + i // columns * (tall + gap)
        page.box((x, y, x + wide, y + tall), fill=look.panel, outline=None if look.dark else look.line, radius=label * 0.5)
        top, low = (small.size * 1.5, tall * 0.88) if first_above else (tall * 0.56, tall * 0.56 + small.size * 1.9)
        at = x + wide * 0.08
        page.say((at, y + (low if first_above else top)), entry.value, big, ink=look.accent if i == 0 else look.ink)
        page.say((at, y + (top if first_above else low)), entry.title, small, ink=look.faint)
        page.ask(entry.questions, entry.value)


def board(page: Page) -> None:
    """Departures in lamps on a black board: the time, where to, and where from."""
    rng = page.rng
    rows = page.rows(2, 8, beside=0.3)
    places, times = rng.sample(PLACES, rows), sorted(value(rng, "time") for _ in range(rows))
    bays = [value(rng, "code", longest=4) for _ in range(rows)]
    size = page.size(rows + 0.3, [f"00:00mm{max(places, key=len)}mm{max(bays, key=len)}"])
    face, lamp, step = page.face(size), rng.choice(_LAMPS), page.height / rows
    page.box((0, 0, page.width, page.height), fill=(12, 12, 14))
    x = size * 0.7
    for i, texts in enumerate(zip(times, places, bays, strict=True)):
        y = step * i
        page.box((x * 0.4, y + step * 0.06, page.width - x * 0.4, y + step * 0.94), fill=(28, 28, 32), radius=3)
        middle = y + step / 2 + size * 0.34
        page.say((x, middle), texts[0], face, ink=lamp)
        page.say((x + face.width("00:00mm"), middle), texts[1], face, ink=lamp)
        page.say((page.width - x, middle), texts[2], face, ink=(236, 236, 236), side="right")
        page.ask((f"When does the bus to {texts[1]} leave?", f"At what time does it leave for {texts[1]}?",
                  f"What is the departure time for {texts[1]}?"), texts[0])  # fmt: skip
        page.ask((f"Which bay is it for {texts[1]}?", f"From which bay does the bus to {texts[1]} leave?"), texts[2])


def results(page: Page) -> None:
    """Who came first, second and third, with what they reached; one row stands out."""
    rng, look = page.rng, page.look
    rows = page.rows(2, 8, beside=0.4)
    names = _different(page, rows, rng.choice(("person", "proper")))
    reached = sorted((value(rng, "number", longest=5) for _ in range(rows)), key=_amount, reverse=True)
    size = page.size(rows + 0.4, [f"0mmm{max(names, key=len)}mmm{max(reached, key=len)}"])
    face, bold, step, marked = page.face(size), page.face(size, bold=True), page.height / rows, rng.randrange(rows)
    for i, (name, points) in enumerate(zip(names, reached, strict=True)):
        y, now = step * i, i == marked
        if now:
            page.box((size * 0.3, y + 2, page.width - size * 0.3, y + step - 2), fill=look.accent, radius=size * 0.4)
        ink, middle = look.on_accent if now else look.ink, y + step / 2 + size * 0.33
        page.say((size, middle), str(i + 1), bold, ink=ink if now else look.faint)
        page.say((size * 2.6, middle), name, bold if now else face, ink=ink)
        page.say((page.width - size, middle), points, face, ink=ink, side="right")
        page.ask((f"How many points does {name} have?", f"What did {name} reach?", f"Tell me the points of {name}."), points)
    page.ask(("Which name is highlighted?", "Who stands out in the list?", "Whose row is highlighted?"), names[marked])
    place = rng.randrange(rows)
    page.ask((f"Who is number {place + 1}?", f"Who came in at number {place + 1}?"), names[place])


def _different(page: Page, count: int, kind: str) -> list[str]:
    if kind == "goods":
        return page.rng.sample(GOODS, count)
    found: dict[str, None] = {}
    while len(found) < count:
        found.setdefault(proper(page.rng) if kind == "proper" else value(page.rng, kind))
    return list(found)


def _of(entry: Entry, row: str) -> tuple[str, ...]:
    name = entry.name
    return (f"What is the {name} of {row}?", f"What {name} does {row} have?", f"Which {name} belongs to {row}?",
            f"Tell me the {name} of {row}.", f"What does it say for {row}?")  # fmt: skip


def _amount(text: str) -> int:
    return int(text.replace(",", ""))
