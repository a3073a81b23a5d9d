"""Forms: labels with fields, check boxes and switches, and groups of radio buttons."""

from __future__ import annotations

from inference.starter.synthesis import topics, values
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.shapes import check_box, radio, switch
from inference.starter.synthesis.screens.stage import Family

__all__ = ["FAMILY"]


def _draw(page: Page) -> None:
    if page.free > 2 and page.rng.random() < 0.3:
        _heading(page)
    parts = page.rng.choice(((_field,), (_field,), (_check,), (_field, _check), (_field, _option), (_check, _option), (_option,)))
    columns = page.width > 26 * page.em and page.rng.random() < 0.4
    share = page.rng.uniform(0.35, 0.55)
    grouped = False
    while page.free:
        part = page.rng.choice(parts)
        if part is _option and not grouped and page.free > 1:
            _option(page)
            grouped = True
        elif part is _check:
            _check(page)
        elif columns:
            _two_fields(page)
        else:
            _field(page, share=share)


def _heading(page: Page) -> None:
    title = page.fitting(lambda rng: values.styled(rng, values.phrase(rng, most=3)), page.width, face=page.bold)
    if title is not None:
        page.put(page.left, page.next_row(), title, face=page.bold)
        page.ask(topics.about("title"), title)


def _field(page: Page, *, share: float = 0.45) -> None:
    """A label and what stands in its field: beside it, or below it."""
    if page.free > 1 and page.rng.random() < 0.2:
        _entry(page, page.left, page.right, below=True)
    else:
        _entry(page, page.left, page.right, share=share)


def _two_fields(page: Page) -> None:
    middle = (page.left + page.right) / 2
    before = page.taken
    _entry(page, page.left, middle - page.em / 2, share=0.45)
    page.taken = before
    _entry(page, middle + page.em / 2, page.right, share=0.45)


def _entry(page: Page, left: float, right: float, *, share: float = 0.45, below: bool = False) -> None:
    """Takes one row, or two where the field is `below`; `share` of the width is the label's. Nothing where nothing fits."""
    y = page.next_row()
    pad = page.em * 0.35
    topic = page.topic(right - left if below else (right - left) * share - page.em * 0.5)
    if below:
        field, field_y = left, page.next_row()
    else:
        field, field_y = left + (right - left) * share, y
    if topic is None:
        return
    value = page.fitting(lambda rng: topics.value_of(rng, topic), right - field - 2 * pad)
    if value is None:
        return
    label = page.rng.choice((topic.name.capitalize(), topic.name.capitalize(), topic.name, topic.name.title()))
    page.put(left, y, page.marked(label, (":", ":", "")), ink=page.rng.choice((page.look.ink, page.look.muted)))
    end = min(right, max(field + page.measure(value) + 2 * pad, page.rng.choice((right, right, field))))
    if page.rng.random() < 0.85:
        page.box(field, field_y, end, radius=page.rng.choice((0, 3)), fill=page.look.field, outline=page.look.edge)
    page.put(field + pad, field_y, value)
    page.ask(topics.questions(topic), value)


def _check(page: Page) -> None:
    """A check box or a switch and what it is for."""
    y, side = page.next_row(), page.em * 0.95
    name = page.pick(topics.SETTINGS, page.width - 3.2 * page.em)
    if name is None:
        return
    on, top = page.rng.random() < 0.5, y + (page.pitch - side) / 2
    label = values.styled(page.rng, name)
    if page.rng.random() < 0.7:
        check_box(page.rng, page.sheet.pen, (page.left, top, side), look=page.look, on=on)
        page.put(page.left + 1.5 * page.em, y, label)
    elif page.rng.random() < 0.5:
        switch(page.sheet.pen, (page.left, top, side), look=page.look, on=on)
        page.put(page.left + 2.6 * page.em, y, label)
    else:
        page.put(page.left, y, label)
        switch(page.sheet.pen, (page.right - 2 * page.em, top, side), look=page.look, on=on)
    page.ask(topics.checked(name), "yes" if on else "no")


def _option(page: Page) -> None:
    """Two to four radio buttons, one of them selected."""
    labels: list[str] = []
    for _ in range(page.rng.randint(2, min(4, page.free))):
        label = page.fitting(lambda rng: values.styled(rng, values.phrase(rng, most=2)), page.width - 1.6 * page.em)
        if label is not None and label.lower() not in {other.lower() for other in labels}:
            labels.append(label)
    if not labels:
        page.next_row()
        return
    chosen, side = page.rng.randrange(len(labels)), page.em * 0.95
    for at, label in enumerate(labels):
        y = page.next_row()
        radio(page.sheet.pen, (page.left, y + (page.pitch - side) / 2, side), look=page.look, on=at == chosen)
        page.put(page.left + 1.5 * page.em, y, label)
    page.ask(topics.about("option"), labels[chosen])


FAMILY = Family(_draw, rows=1, ems=10)
