"""Tables as no training screen has them: columns without rules, tiles of figures, a departures board, results; and paper on a
screen: a till slip with dotted leaders, a boarding pass, the label of a parcel.
"""

from __future__ import annotations

from inference.evaluation.drawing import Colour
from inference.evaluation.screens.names import GOODS, PLACES, SUMS, THANKS, amount, entries, proper, value
from inference.evaluation.screens.page import NoRoom, Page, tint
from inference.evaluation.world import held_out

__all__ = ["board", "boarding_pass", "pairs", "parcel", "results", "tiles", "till_slip"]

_HEADS = {"Painter": "person", "Vessel": "proper", "Horse": "proper", "Sensor": "code", "Dish": "goods", "Till": "code"}
_LAMPS: tuple[Colour, ...] = ((255, 190, 60), (250, 235, 150), (130, 235, 150))


def pairs(page: Page) -> None:
    """Two columns under bold heads, without any rule; every other row may be shaded."""
    rng, look = page.rng, page.look
    head, kind = rng.choice(list(_HEADS.items()))
    entry = entries(rng, 1, kinds=("price", "number", "code", "time", "words", "person", "date"))[0]
    rows = page.rows(2, 7, beside=1.4)
    left = _differ(page, rows, kind)
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
        page.ask(entry.name, row, cell=said)


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
        page.note(entry.questions, entry.value)


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
        page.ask(texts[1], departure=texts[0], bay=texts[2])


def results(page: Page) -> None:
    """Who came first, second and third, with what they reached; one row stands out."""
    rng, look = page.rng, page.look
    rows = page.rows(2, 8, beside=0.4)
    names = _differ(page, rows, rng.choice(("person", "proper")))
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
        page.ask(name, points=points)
    page.ask(row_marked=names[marked])
    place = rng.randrange(rows)
    page.ask(str(place + 1), winner=names[place])


def _differ(page: Page, count: int, kind: str) -> list[str]:
    if kind == "goods":
        return page.rng.sample(GOODS, count)
    found: dict[str, None] = {}
    while len(found) < count:
        found.setdefault(proper(page.rng) if kind == "proper" else value(page.rng, kind))
    return list(found)


def _amount(text: str) -> int:
    return int(text.replace(",", ""))


_JOURNEY = ("booking code", "booking fee", "door number", "departure hall", "exit row", "transfer", "locker")
_TRIES = 400


def till_slip(page: Page) -> None:
    """A shop's name in the middle, goods with dotted leaders to their prices, their sum, and perhaps a word of thanks."""
    rng = page.rng
    page.box((0, 0, page.width, page.height), fill=page.look.panel)
    rows = page.rows(1, 5, beside=2.4)
    shop, goods, thanks = proper(rng), rng.sample(GOODS, rows), rng.choice(THANKS) if rng.random() < 0.5 else ""
    prices, total, name = *_add(page, rows), rng.choice(list(SUMS))
    size = page.size(rows + 2.4 + bool(thanks), [max([*goods, name], key=len) + "mmm" + total, thanks, shop])
    face, bold = page.face(size), page.face(size, bold=True)
    step = (page.height - size * 0.6) / (rows + 2 + bool(thanks))
    half = min(page.width / 2 - size * 0.5, page.width * 0.28 + max(map(bold.width, [*goods, name])) / 2)
    left, right, y = page.width / 2 - half, page.width / 2 + half, step * 0.5 + size * 0.6
    page.say((page.width / 2, y), shop, bold, side="middle")
    for text, price in [*zip(goods, prices, strict=True), (name, total)]:
        y += step
        last = text == name
        start = page.say((left, y), text, bold if last else face)
        end = page.say((right, y), price, bold if last else face, side="right") - (bold if last else face).width(price)
        for x in range(round(start + 5), round(end - 3), 5):
            page.sheet.pen.point((x, round(y)), fill=page.look.faint)
        if last:
            page.rule(left, right, y - step / 2 - size * 0.3)
        else:
            page.ask(text.lower(), price=price)
    if thanks:
        page.say((page.width / 2, y + step), thanks, face, ink=page.look.faint, side="middle")
    page.note(SUMS[name], total)
    page.ask(shop=shop)


def boarding_pass(page: Page) -> None:
    """Where from and where to in large letters, the passenger, and what to know in columns; a stub with bars at the right."""
    rng, look = page.rng, page.look
    page.box((0, 0, page.width, page.height), fill=look.panel)
    start, goal = rng.sample(PLACES, 2)
    columns = rng.randint(2, 3)
    asked = entries(rng, columns, among=_JOURNEY, longest=9)
    passenger, deep, stub = value(rng, "person"), page.height > 150, page.width * rng.uniform(0.8, 0.86)
    labels = [entry.title for entry in asked]
    size = page.size(6.2 if deep else 4.6, ["mm".join(labels), f"{start}mmm{goal}mm"], room=stub * 0.93)
    face, large, small = page.face(size), page.face(size * 1.35, bold=True), page.face(size * 0.85)
    y = size * (3.5 if deep else 2)
    if deep:
        page.box((0, 0, page.width, size * 1.9), fill=look.accent)
        page.say((size * 0.8, size * 1.3), passenger, page.face(size, bold=True), ink=look.on_accent)
        page.ask(passenger=passenger)
    end = page.say((size * 0.8, y), start, large)
    page.icon("onward", (end + size * 0.7, y - size * 0.9), size=size, ink=look.accent)
    page.say((end + size * 2.4, y), goal, large)
    below, wide = (page.height + y) / 2, (stub - size * 0.8) / columns
    for i, entry in enumerate(asked):
        page.say((size * 0.8 + i * wide, below), entry.title, small, ink=look.faint)
        page.say((size * 0.8 + i * wide, below + size * 1.5), entry.value, face)
        page.note(entry.questions, entry.value)
    _bars(page, (stub, y - size, page.width - size * 0.8, page.height - size * 0.7), upright=True)
    page.ask(flight_goal=goal, flight_start=start)


def parcel(page: Page) -> None:
    """Who gets it, in which street and city, and a code in a frame above bars."""
    rng, look = page.rng, page.look
    page.box((0, 0, page.width, page.height), fill=look.panel)
    person, city, entry = value(rng, "person"), rng.choice(PLACES), entries(rng, 1, kinds=("code",), longest=11)[0]
    street, said = _street(page), f"{entry.title}: {entry.value}"
    size = page.size(6.4, [person, street, f"{said}mm"])
    face, bold, large = page.face(size), page.face(size, bold=True), page.face(size * 1.4, bold=True)
    y = size * 1.6
    page.say((size, y), person, bold)
    page.say((size, y + size * 1.45), street, face)
    page.say((size, y + size * 3.3), city, large)
    top = y + size * 3.9
    wide = face.width(said) + size * 1.2
    page.box((size * 0.7, top, size * 0.7 + wide, top + size * 1.8), outline=look.ink, fill=look.panel)
    page.say((size * 1.3, top + size * 1.23), said, face)
    _bars(page, (size * 0.7, top + size * 2.3, page.width - size * 0.7, page.height - size * 0.5), upright=False)
    page.ask(addressee=person, city=city, street=street)
    page.note(entry.questions, entry.value)


def _add(page: Page, rows: int) -> tuple[list[str], str]:
    """Held-out prices whose sum is held out as well, in one currency."""
    sign = page.rng.choice(("$", "€", "£", "", ""))
    for _ in range(_TRIES):
        prices = [amount(page.rng, 0.5, 60, currency=sign) for _ in range(rows)]
        total = f"{sign}{sum(float(price.removeprefix(sign)) for price in prices):.2f}"
        if held_out(total):
            return prices, total
    raise NoRoom


def _street(page: Page) -> str:
    while True:
        text = f"{proper(page.rng)}{page.rng.choice((' Road', ' Lane', ' Street', ' Row'))} {page.rng.randint(1, 220)}"
        if held_out(text):
            return text


def _bars(page: Page, at: tuple[float, float, float, float], *, upright: bool) -> None:
    """The bars of a bar code; `upright` ones lie above each other. Nothing where there is no room."""
    left, top, right, bottom = at
    if right - left < 12 or bottom - top < 8:
        return
    x, end = (top, bottom) if upright else (left, right)
    while x < end - 5:
        thick = page.rng.randint(1, 4)
        box = (left, x, right, x + thick) if upright else (x, top, x + thick, bottom)
        page.sheet.pen.rectangle(tuple(round(edge) for edge in box), fill=tint(page.look.ink, page.look.panel, 0.15))
        x += thick + page.rng.randint(2, 5)
