"""Forms as no training screen has them: labels above their values, switches, a row of joined choices, a card of details."""

from __future__ import annotations

from inference.evaluation.screens.look import tint
from inference.evaluation.screens.names import CHOICES, PARTS, SWITCHES, entries, value
from inference.evaluation.screens.page import Page

__all__ = ["choices", "details", "fields", "switches"]


def fields(page: Page) -> None:
    """Boxes with a label above each, in one column or two; one of them is being edited."""
    rng, look = page.rng, page.look
    columns = 2 if page.width > max(300, page.height * 1.5) and rng.random() < 0.6 else 1
    rows = max(1, page.rows(2, 7) // 3)
    asked = entries(rng, rows * columns)
    room = page.width / columns - 24
    size = page.size(rows * 2.5 + 0.2, [f"{entry.value}mm" for entry in asked] + [entry.title for entry in asked], room=room)
    face, small = page.face(size), page.face(size * 0.85)
    pad, tall, wide = size * 0.8, size * 1.9, (page.width - size * 0.8 * (columns + 1)) / columns
    active, step = rng.randrange(len(asked)), min((page.height - size * 0.4) / rows, size * 4.4)
    for i, entry in enumerate(asked):
        x, y = pad + i % columns * (wide + pad), i // columns * step + size * 1.4
        now = i == active
        page.say((x, y), entry.title, small, ink=look.faint)
        page.box((x, y + size * 0.45, x + wide, y + size * 0.45 + tall), fill=look.panel, radius=size * 0.3,
                 outline=look.accent if now else look.line, thick=2 if now else 1)  # fmt: skip
        end = page.say((x + size * 0.6, y + size * 0.45 + tall / 2 + size * 0.33), entry.value, face)
        if now and rng.random() < 0.4:
            page.sheet.pen.line((end + 3, y + size * 0.85, end + 3, y + size * 0.05 + tall), fill=look.ink)
        page.ask(entry.questions, entry.value)


def switches(page: Page) -> None:
    """Settings with a switch at the right of each; exactly one is unlike the others."""
    rng, look = page.rng, page.look
    rows = page.rows(2, 7)
    captions = rng.sample(SWITCHES, rows)
    size = page.size(rows * 1.25 + 0.2, [f"{caption}mmmm" for caption in captions])
    face, step = page.face(size), page.height / rows
    odd, common = rng.randrange(rows), rng.random() < 0.5
    for i, caption in enumerate(captions):
        y, on = (i + 0.5) * step, (i == odd) != common
        page.say((size * 0.9, y + size * 0.33), caption, face)
        right, tall = page.width - size * 0.9, size * 1.05
        back = look.accent if on else tint(look.ground, look.ink, 0.3)
        page.box((right - tall * 1.8, y - tall / 2, right, y + tall / 2), fill=back, radius=tall / 2)
        knob = right - tall * 0.9 if on else right - tall * 1.72
        page.icon("disc", (knob, y - tall * 0.41), size=tall * 0.82, ink=look.on_accent if on else look.panel)
        if i:
            page.rule(size * 0.9, page.width - size * 0.9, i * step)
    state = "off" if common else "on"
    page.ask((f"Which setting is turned {state}?", f"What is switched {state}?", f"Which switch is {state}?"), captions[odd])
    if rng.random() < 0.5:
        i = rng.randrange(rows)
        name = captions[i]
        asked = (f'Is "{name}" turned on?', f"Is the switch for {name} on?")
        page.ask(asked, "yes" if (i == odd) != common else "no")


def choices(page: Page) -> None:
    """A heading over choices joined in one bar, of which one is filled; a labelled value below."""
    rng, look = page.rng, page.look
    heading, options = rng.choice(list(CHOICES.items()))
    options, entry = rng.sample(options, min(len(options), rng.randint(2, 3))), entries(rng, 1)[0]
    size = page.size(5.2, ["mm".join(["", *options, ""])])
    face, bold = page.face(size), page.face(size, bold=True)
    spare = (page.width - size * 1.6 - sum(map(face.width, options))) / len(options)
    chosen, x, y, tall = rng.randrange(len(options)), size * 0.8, size * 1.8, size * 2
    page.say((x, y), heading, bold)
    top = y + size * 0.8
    page.box((x, top, page.width - x, top + tall), fill=look.panel, outline=look.line, radius=size * 0.5)
    for i, option in enumerate(options):
        wide = face.width(option) + spare
        if i == chosen:
            page.box((x, top, x + wide, top + tall), fill=look.accent, radius=size * 0.5)
        page.say((x + wide / 2, top + tall / 2 + size * 0.33), option, face,
                 ink=look.on_accent if i == chosen else look.ink, side="middle")  # fmt: skip
        x += wide
    y = top + tall + size * 1.7
    page.say((size * 0.8, y), entry.title, face, ink=look.faint)
    page.say((page.width - size * 0.8, y), entry.value, bold, side="right")
    page.ask(("Which option is selected?", "Which choice is highlighted?", "What is picked in the bar?"), options[chosen])
    page.ask(entry.questions, entry.value)


def details(page: Page) -> None:
    """A card: a round picture and a name at the top, then labels that end where their values start."""
    rng, look = page.rng, page.look
    rows = page.rows(2, 7, beside=2.6)
    asked, name = entries(rng, rows, kinds=("date", "time", "code", "number", "person", "words", "share")), value(rng, "person")
    widest = max((entry.title for entry in asked), key=len) + "mmm" + max((entry.value for entry in asked), key=len)
    size = page.size(rows + 2.6, [widest])
    face, bold = page.face(size), page.face(size * 1.2, bold=True)
    step = (page.height - size * 3.2) / rows
    page.box((0, 0, page.width, size * 2.8), fill=tint(look.ground, look.accent, 0.2))
    page.icon("disc", (size * 0.6, size * 0.45), size=size * 1.9, ink=look.accent)
    page.say((size * 3.1, size * 1.75), name, bold)
    section = rng.choice(PARTS)
    if page.width - size * 3.1 - bold.width(name) - face.width(section) > size * 3:
        page.say((page.width - size * 0.8, size * 1.75), section, face, ink=look.faint, side="right")
    middle = max(face.width(entry.title) for entry in asked) + size * 1.2
    for i, entry in enumerate(asked):
        y = size * 3 + step * (i + 0.5) + size * 0.33
        page.say((middle, y), entry.title, face, ink=look.faint, side="right")
        page.say((middle + size * 0.8, y), entry.value, face)
        page.ask(entry.questions, entry.value)
    page.ask(("Whose details are these?", "Whose card is this?", "Which name is at the top?"), name)
