"""Dialogs: a title, a message, perhaps an error code, and buttons of which one is the chosen one."""

from __future__ import annotations

from inference.starter.synthesis import topics, values
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.shapes import icon
from inference.starter.synthesis.screens.stage import Family
from inference.starter.world import held_out

__all__ = ["FAMILY"]

_BUTTONS = """OK|Cancel|Save|Yes|No|Close|Retry|Ignore|Apply|Delete|Next|Back|Continue|Skip|Send|Open|Quit|Stop|Start|Help
Try again|Discard|Accept|Decline|Allow|Deny|Install|Later|Restart|Remind me|Don't save|Keep|Replace|Sign in|Log out|Learn more
Got it|Update|Remove|Done|Finish|Print|Submit|Confirm|Reload|Undo|Reset|Details|Abort|Share|Copy|Edit|Save as|More info
Buy now|Add|Send report"""
BUTTONS = tuple(label for label in _BUTTONS.replace("\n", "|").split("|") if not held_out(label))
_CODES = tuple(topic for topic in topics.TOPICS if topic.kind in {"code", "version", "host", "percent"})


def _draw(page: Page) -> None:
    if page.free > 2 or page.rng.random() < 0.3:
        _title(page)
    if page.free > 1:
        _message(page)
    while page.free > 2 or (page.free == 2 and page.rng.random() < 0.6):
        if page.rng.random() < 0.3 or not _detail(page):
            break
    if page.free > 1 and page.rng.random() < 0.5:
        page.next_row(page.rng.random() * 0.9)
    _buttons(page)


def _title(page: Page) -> None:
    face = page.rng.choice((page.bold, page.bold, page.body))
    title = page.fitting(lambda rng: values.styled(rng, values.phrase(rng, most=3)), page.width, face=face)
    if title is None:
        return
    y = page.next_row()
    if page.rng.random() < 0.75:
        page.put(page.left, y, title, face=face)
    else:
        page.put_centred((page.left + page.right) / 2, y, title, face=face)
    if page.rng.random() < 0.3:
        page.rule(page.y - 1)
    page.ask(topics.about("title"), title)


def _message(page: Page) -> None:
    """One to three lines, with a sign beside them now and then."""
    left, side = page.left, page.em
    sign = page.width > 16 * page.em and page.rng.random() < 0.4
    if sign:
        left += round(side * 1.7)
    most = max(1, min(3, page.free - 1))
    lines = None
    for _ in range(6):
        lines = lines or page.wrapped(values.sentence(page.rng), page.right - left, most)
    if lines is None:
        return
    if sign:
        ink = page.rng.choice((page.look.accent, page.look.muted, (220, 60, 50)))
        icon(page.rng, page.sheet.pen, (page.left, page.y + (page.pitch - side) / 2, side), ink=ink)
    for line in lines:
        page.put(left, page.next_row(), line)
    if len(lines) == 1:
        page.ask(topics.about("message"), lines[0])


def _detail(page: Page) -> bool:
    """A code or the like in a row of its own; whether there was one that fits."""
    topic = page.topic(page.width * 0.6, _CODES)
    if topic is None:
        return False
    label = page.marked(values.styled(page.rng, topic.name), (":", ":", ""))
    value = page.fitting(lambda rng: topics.value_of(rng, topic), page.width - page.measure(label + " "))
    if value is None:
        return False
    y = page.next_row()
    end = page.put(page.left, y, label, ink=page.look.muted)
    page.put(end + page.measure(" ") * page.rng.choice((1, 1, 2)), y, value)
    page.ask(topics.questions(topic), value)
    return True


def _buttons(page: Page) -> None:
    """A row of up to three, as many as fit; the chosen one is filled, or has a frame of its own."""
    pad, gap = page.em * page.rng.uniform(0.4, 0.9), page.em * page.rng.uniform(0.3, 0.8)
    labels: list[str] = []
    used = -gap
    for label in page.rng.sample(BUTTONS, page.rng.choice((1, 2, 2, 2, 3, 3))):
        wide = page.measure(label) + 2 * pad + gap
        if used + wide <= page.width and label not in labels:
            labels.append(label)
            used += wide
    if not labels:  # wide letters on a narrow canvas
        return
    x = page.left + (page.width - used) * page.rng.choice((0, 0.5, 1, 1))
    chosen, y = page.rng.randrange(len(labels)), page.next_row()
    rounding, outlined = page.em * page.rng.choice((0, 0.2, 0.3, 0.9)), page.rng.random() < 0.7
    for at, label in enumerate(labels):
        right = x + page.measure(label) + 2 * pad
        edge = page.look.edge if outlined or at == chosen else None
        fill = page.look.accent if at == chosen else None
        page.box(x, y, right, height=0.94, radius=min(rounding, page.pitch * 0.4), fill=fill, outline=edge)
        page.put(x + pad, y, label, ink=page.look.on_accent if at == chosen else page.look.ink)
        x = right + gap
    page.ask(topics.about("button"), labels[chosen])


FAMILY = Family(_draw, rows=2, ems=8, bar=0.3)
