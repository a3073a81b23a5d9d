"""Menus, bars and forms as no training screen has them: a context menu, a path, tabs, a status bar; fields with their labels
above, switches, joined choices, a card of details.
"""

from __future__ import annotations

from inference.evaluation.screens.names import CHOICES, COMMANDS, KEYS, PARTS, SWITCHES, entries, proper, sentence, value
from inference.evaluation.screens.page import ICONS, Page, tint

__all__ = ["choices", "context_menu", "crumbs", "details", "fields", "status_bar", "switches", "tabs"]


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
        page.icon(rng.choice(ICONS), (size, y - size * 0.75), size=size * 0.85, ink=ink if now else look.faint)
        page.say((size * 2.5, y), command, face, ink=ink)
        if rng.random() < 0.65:
            page.say((page.width - size, y), key, face, ink=ink if now else look.faint, side="right")
            page.ask(command, shortcut=key)
        elif rng.random() < 0.3:
            page.icon("more", (page.width - size * 1.6, y - size * 0.62), size=size * 0.6, ink=ink)
    page.ask(entry_marked=commands[marked])


def crumbs(page: Page) -> None:
    """A single line: the way from the start to the page that is open."""
    rng, look = page.rng, page.look
    names = [*rng.sample(PARTS, rng.randint(1, 2)), proper(rng)]
    size = page.size(1.2, ["mmm".join(["", *names, ""])])
    face, bold, y = page.face(size), page.face(size, bold=True), page.height / 2 + size * 0.33
    if rng.random() < 0.5:
        bar = size * 0.3, y - size * 1.2, page.width - size * 0.3, y + size * 0.55
        page.box(bar, fill=look.panel, outline=look.line, radius=size)
    page.icon(rng.choice(("house", "folder", "star")), (size * 0.8, y - size * 0.8), size=size * 0.9, ink=look.accent)
    x = size * 2.2
    for name in names:
        if name != names[0]:
            page.icon("more", (x - size * 1.05, y - size * 0.6), size=size * 0.5)
        weight, ink = (bold, look.ink) if name == names[-1] else (face, look.faint)
        x = page.say((x, y), name, weight, ink=ink) + size * 1.6
    page.ask(path_end=names[-1], path_start=names[0])


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
        weight, ink = (bold, look.ink) if now else (face, look.faint)
        page.say((x + wide / 2, tall / 2 + size * 0.35), name, weight, ink=ink, side="middle")
        x += wide
    step = (page.height - tall) / rows
    for i, entry in enumerate(asked):
        y = tall + step * (i + 0.5) + size * 0.33
        page.say((size, y), entry.title, face, ink=look.faint)
        page.say((page.width - size, y), entry.value, face, side="right")
        page.note(entry.questions, entry.value)
    page.ask(tab=names[chosen])


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
        page.note(entry.questions, entry.value)
    page.say((page.width - size * 0.8, y), mode, small, ink=ink, side="right")
    page.ask(status_end=mode)


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
        page.note(entry.questions, entry.value)


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
    page.ask("off" if common else "on", switch_unlike=captions[odd])
    if rng.random() < 0.5:
        i = rng.randrange(rows)
        page.ask(captions[i], switch_on="yes" if (i == odd) != common else "no")


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
    page.ask(option_filled=options[chosen])
    page.note(entry.questions, entry.value)


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
        page.note(entry.questions, entry.value)
    page.ask(card_name=name)
