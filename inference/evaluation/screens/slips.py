"""Paper on a screen: a till slip with dotted leaders, a boarding pass, the label of a parcel."""

from __future__ import annotations

from inference.evaluation.screens.look import tint
from inference.evaluation.screens.names import GOODS, PLACES, THANKS, amount, entries, proper, value, wordings
from inference.evaluation.screens.page import NoRoom, Page
from inference.evaluation.world import held_out

__all__ = ["boarding_pass", "parcel", "till_slip"]

_SUMS = {
    "Total with tip": wordings("total with tip", "price"),
    "Total now": ("How much is the total now?", "What is the total now?", "What does it come to?"),
    "To pay": ("How much is there to pay?", "What is to pay?", "What does it say after to pay?"),
    "By card": ("How much was paid by card?", "What was paid by card?", "What does it say after by card?"),
}
_JOURNEY = ("booking code", "booking fee", "door number", "departure hall", "exit row", "transfer", "locker")
_TRIES = 400


def till_slip(page: Page) -> None:
    """A shop's name in the middle, goods with dotted leaders to their prices, their sum, and perhaps a word of thanks."""
    rng = page.rng
    page.box((0, 0, page.width, page.height), fill=page.look.panel)
    rows = page.rows(1, 5, beside=2.4)
    shop, goods, thanks = proper(rng), rng.sample(GOODS, rows), rng.choice(THANKS) if rng.random() < 0.5 else ""
    prices, total, name = *_added(page, rows), rng.choice(list(_SUMS))
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
            page.ask(
                (
                    f"How much is the {text.lower()}?",
                    f"What does the {text.lower()} cost?",
                    f"What is the price of the {text.lower()}?",
                ),
                price,
            )
    if thanks:
        page.say((page.width / 2, y + step), thanks, face, ink=page.look.faint, side="middle")
    page.ask(_SUMS[name], total)
    page.ask(("What is the shop called?", "Which shop is it?", "What is the name of the shop?"), shop)


def boarding_pass(page: Page) -> None:
    """Where from and where to in large letters, the passenger, and what to know in columns; a stub with bars at the right."""
    rng, look = page.rng, page.look
    page.box((0, 0, page.width, page.height), fill=look.panel)
    start, goal = rng.sample(PLACES, 2)
    columns = rng.randint(2, 3)
    asked = entries(rng, columns, among=_JOURNEY, longest=9)
    passenger, deep = value(rng, "person"), page.height > 150
    stub = page.width * rng.uniform(0.8, 0.86)
    labels = [entry.title for entry in asked]
    size = page.size(4.6 if not deep else 6.2, ["mm".join(labels), f"{start}mmm{goal}mm"], room=stub * 0.93)
    face, large, small = page.face(size), page.face(size * 1.35, bold=True), page.face(size * 0.85)
    y = size * 2 if not deep else size * 3.5
    if deep:
        page.box((0, 0, page.width, size * 1.9), fill=look.accent)
        page.say((size * 0.8, size * 1.3), passenger, page.face(size, bold=True), ink=look.on_accent)
        page.ask(("Who is the passenger?", "Who is flying?", "Whose boarding pass is it?"), passenger)
    end = page.say((size * 0.8, y), start, large)
    page.icon("onward", (end + size * 0.7, y - size * 0.9), size=size, ink=look.accent)
    page.say((end + size * 2.4, y), goal, large)
    below, wide = (page.height + y) / 2, (stub - size * 0.8) / columns
    for i, entry in enumerate(asked):
        page.say((size * 0.8 + i * wide, below), entry.title, small, ink=look.faint)
        page.say((size * 0.8 + i * wide, below + size * 1.5), entry.value, face)
        page.ask(entry.questions, entry.value)
    _bars(page, (stub, y - size, page.width - size * 0.8, page.height - size * 0.7), upright=True)
    page.ask(("Where does the flight go?", "Where is the passenger flying to?", "What is the goal of the journey?"), goal)
    page.ask(("Where does the flight start?", "Which city does the flight leave from?"), start)


def parcel(page: Page) -> None:
    """Who gets it, in which street and city, and a code in a frame above bars."""
    rng, look = page.rng, page.look
    page.box((0, 0, page.width, page.height), fill=look.panel)
    person, city, entry = value(rng, "person"), rng.choice(PLACES), entries(rng, 1, kinds=("code",), longest=11)[0]
    street = _held(page, "{} {}")
    said = f"{entry.title}: {entry.value}"
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
    page.ask(("Who is the parcel for?", "Who gets the parcel?", "Whose name is on the label?"), person)
    page.ask(("Which city does it go to?", "Where does the parcel go?", "In which city does the person live?"), city)
    page.ask(("What is the street and number?", "What does the second line of the address say?"), street)
    page.ask(entry.questions, entry.value)


def _added(page: Page, rows: int) -> tuple[list[str], str]:
    """Held-out prices whose sum is held out as well, in one currency."""
    sign = page.rng.choice(("$", "€", "£", "", ""))
    for _ in range(_TRIES):
        prices = [amount(page.rng, 0.5, 60, currency=sign) for _ in range(rows)]
        total = f"{sign}{sum(float(price.removeprefix(sign)) for price in prices):.2f}"
        if held_out(total):
            return prices, total
    raise NoRoom


def _held(page: Page, form: str) -> str:
    while True:
        text = form.format(proper(page.rng) + page.rng.choice((" Road", " Lane", " Street", " Row")), page.rng.randint(1, 220))
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
