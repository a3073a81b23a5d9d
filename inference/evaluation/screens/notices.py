"""Dialogs as no training screen has them: a notification, a wizard's page, a strip across the top, an alert on a telephone."""

from __future__ import annotations

from collections.abc import Sequence

from inference.evaluation.screens.names import ALERTS, BUTTONS, CHOICES, PARTS, entries, proper, sentence
from inference.evaluation.screens.page import ICONS, Page, tint, wallpaper

__all__ = ["alert", "notification", "strip", "wizard"]


def notification(page: Page) -> None:
    """A card in a corner of the desktop: who sends it, what it is about, and one detail."""
    rng, look = page.rng, page.look
    app, entry = proper(rng), entries(rng, 1)[0]
    title, detail = rng.choice(ALERTS), f"{entry.title}: {entry.value}"
    body = [sentence(rng)] if rng.random() < 0.5 and page.height > 120 else []
    size = page.size(3.8 + len(body), [detail, title, *body, f"{app} {app}"], room=page.width * 0.78)
    faces = page.face(size * 0.8), page.face(size, bold=True), page.face(size)
    step, pad = size * 1.4, size * 0.8
    wide = max(faces[1].width(title), *(faces[2].width(text) for text in (detail, *body)), page.width * 0.55) + 2 * pad
    tall = pad * 1.6 + step * (2.1 + len(body)) + size * 0.6
    sky = (tint(look.accent, (10, 14, 30), 0.75), tint(look.accent, (20, 40, 60), 0.55))
    wallpaper(page.sheet.image, *(sky if look.dark else (tint(look.accent, look.ground, 0.5), look.ground)))
    left = page.width - wide - size * 0.5
    top = rng.choice((size * 0.5, page.height - tall - size * 0.5))
    page.box((left, top, left + wide, top + tall), fill=look.panel, outline=look.line, radius=size * 0.6)
    y = top + pad + size * 0.5
    page.icon(rng.choice(ICONS), (left + pad, y - size * 0.75), size=size * 0.85, ink=look.accent)
    page.say((left + pad + size * 1.3, y), app, faces[0], ink=look.faint)
    page.icon("cross", (left + wide - pad - size * 0.5, y - size * 0.6), size=size * 0.55)
    page.say((left + pad, y + step), title, faces[1])
    for text in (*body, detail):
        y += step
        page.say((left + pad, y + step), text, faces[2])
    page.note(entry.questions, entry.value)
    page.ask(sender=app, heading=title)


def wizard(page: Page) -> None:
    """One page of a wizard: its steps at the left, choices at the right, buttons at the bottom right."""
    rng, look = page.rng, page.look
    question, options = rng.choice(list(CHOICES.items()))
    rows = min(len(options), page.rows(2, 4, beside=4))
    options, steps, buttons = rng.sample(options, rows), rng.sample(PARTS, rows + 1), rng.sample(BUTTONS, 2)
    size = page.size(rows + 4.2, [max(steps, key=len) + "mmmmmm" + max([question, *options], key=len)])
    face, bold = page.face(size), page.face(size, bold=True)
    step, rail = size * 1.65, max(map(bold.width, steps)) + size * 1.8
    page.box((0, 0, rail, page.height), fill=tint(look.ground, look.accent, 0.16))
    at, chosen = rng.randrange(len(steps)), rng.randrange(rows)
    y = size * 2
    page.say((rail + size, y), question, bold)
    for i, name in enumerate(steps):
        now = i == at
        page.say((size * 0.9, y + i * step), name, bold if now else face, ink=look.ink if now else look.faint)
        if now:
            page.box((0, y + i * step - size, size * 0.3, y + i * step + size * 0.35), fill=look.accent)
    for i, option in enumerate(options):
        line, x = y + (i + 1) * step, rail + size
        dot, ink = ("disc", look.accent) if i == chosen else ("ring", look.faint)
        page.icon(dot, (x, line - size * 0.78), size=size * 0.85, ink=ink)
        page.say((x + size * 1.3, line), option, face)
    _buttons(page, buttons, size, rng.randrange(2))
    page.ask(option_marked=options[chosen], step=steps[at])


def strip(page: Page) -> None:
    """A coloured strip across the top of a page: a sign, what happened with one detail, and what can be done about it."""
    rng, look = page.rng, page.look
    entry, action = entries(rng, 1, kinds=("code", "number", "person", "date", "words"))[0], rng.choice(BUTTONS)
    said = f"{rng.choice(ALERTS)}. {entry.title}: {entry.value}" if rng.random() < 0.4 else f"{entry.title}: {entry.value}"
    below = [sentence(rng) for _ in range(page.rows(0, 6, beside=2.6))]
    size = page.size((3.2 if below else 1.7) + len(below), [f"{said}mmmmm{action}", *below])
    face, bold = page.face(size), page.face(size, bold=True)
    tall = size * 2.5 if below else page.height
    page.box((0, 0, page.width, tall), fill=look.accent)
    y = tall / 2 + size * 0.33
    page.icon(rng.choice(("warning", "disc", "ring", "star")), (size * 0.7, y - size * 0.85), size=size, ink=look.on_accent)
    page.say((size * 2.2, y), said, bold, ink=look.on_accent)
    end = page.say((page.width - size, y), action, face, ink=look.on_accent, side="right")
    page.rule(end - face.width(action), end, y + size * 0.2, ink=look.on_accent)
    for i, text in enumerate(below):
        page.say((size * 0.7, tall + size * (1.7 + 1.5 * i)), text, face)
    page.note(entry.questions, entry.value)
    page.ask(link=action)


def alert(page: Page) -> None:
    """A narrow alert: its words in the middle, its buttons one above the other."""
    rng, look = page.rng, page.look
    entry, title = entries(rng, 1)[0], rng.choice(ALERTS)
    buttons = rng.sample(BUTTONS, page.rows(2, 4, beside=3))
    texts = [title, *([sentence(rng)] if rng.random() < 0.5 else []), f"{entry.title}: {entry.value}"]
    size = page.size(len(texts) + 1.3 + len(buttons) * 1.5, texts, room=page.width * 0.74)
    face, bold = page.face(size), page.face(size, bold=True)
    wide = max(page.width * rng.uniform(0.55, 0.8), max(map(bold.width, texts)) + size * 1.6)
    high = size * (1.7 + 1.45 * len(texts) + 2.2 * len(buttons))
    left, middle, top = (page.width - wide) / 2, page.width / 2, (page.height - high) / 2
    y = top + size * 1.6
    page.box((left, top, left + wide, top + high), fill=look.panel, outline=look.line, radius=size * 0.7)
    for i, text in enumerate(texts):
        page.say((middle, y), text, face if i else bold, ink=None if i == 0 else look.faint, side="middle")
        y += size * 1.45
    chosen, tall = rng.randrange(len(buttons)), size * 1.8
    y -= size * 0.75
    for i, caption in enumerate(buttons):
        filled = i == chosen
        back = look.accent if filled else tint(look.panel, look.ink, 0.09)
        page.box((left + size * 0.7, y, left + wide - size * 0.7, y + tall), fill=back, radius=size * 0.45)
        page.say((middle, y + tall / 2 + size * 0.32), caption, face, ink=look.on_accent if filled else look.ink, side="middle")
        y += tall + size * 0.4
    page.ask(button_filled=buttons[chosen])
    page.note(entry.questions, entry.value)


def _buttons(page: Page, captions: Sequence[str], size: int, chosen: int) -> None:
    """A row of buttons in the lower right corner, one of them filled."""
    look, face = page.look, page.face(size)
    x, top = page.width - size * 0.7, page.height - size * 2.6
    for i, caption in reversed(list(enumerate(captions))):
        wide, filled = face.width(caption) + size * 1.6, i == chosen
        back = look.accent if filled else None
        page.box((x - wide, top, x, top + size * 1.9), fill=back, outline=look.accent, radius=size * 0.95)
        page.say((x - wide / 2, top + size * 1.27), caption, face, ink=look.on_accent if filled else look.ink, side="middle")
        x -= wide + size * 0.6
    page.ask(button_filled=captions[chosen])
