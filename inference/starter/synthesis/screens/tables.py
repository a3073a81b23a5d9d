"""Tables: a row of column names, and rows of goods or people with a value in each column."""

from __future__ import annotations

from dataclasses import dataclass

from inference.starter.synthesis import topics, values
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.stage import Family
from inference.starter.synthesis.values import Kind
from inference.starter.world import held_out

__all__ = ["FAMILY"]

_ROW_HEADS = {True: ("item", "product", "name", "article"), False: ("name", "person", "guest", "member", "player")}


@dataclass(frozen=True)
class _Column:
    """Its name, the kind of its values, and the left and the right end of its cells in pixels."""

    name: str
    kind: Kind
    left: float
    right: float
    numbers: bool


def _draw(page: Page) -> None:
    goods = page.rng.random() < 0.6
    first, columns = _columns(page, goods=goods)
    heads = [name for name in _ROW_HEADS[goods] if not held_out(name)]
    style = page.rng.choice((str.capitalize, str.capitalize, str.title, str.upper))
    filled, ruled, striped = page.rng.random() < 0.35, page.rng.random() < 0.5, page.rng.random() < 0.3
    y = page.next_row()
    if filled:
        page.sheet.pen.rectangle((page.left - 1, y, page.right, y + page.pitch - 1), fill=page.look.accent)
    ink, face = (page.look.on_accent, page.bold) if filled else (page.look.ink, page.rng.choice((page.bold, page.body)))
    for name, column in zip((page.rng.choice(heads), *(column.name for column in columns)), (first, *columns), strict=True):
        _cell(page, column, y, style(name), bold=face is page.bold, ink=ink)
    if ruled:
        page.rule(page.y - 1)
    while page.free:
        y = page.next_row()
        if striped and page.free % 2:
            page.sheet.pen.rectangle((page.left - 1, y, page.right, y + page.pitch - 1), fill=page.look.field)
        _row(page, y, (first, columns), goods=goods)
        if ruled and page.free:
            page.rule(page.y)


def _columns(page: Page, *, goods: bool) -> tuple[_Column, list[_Column]]:
    """The column of names and one to three more, as many as there is room for."""
    offered = topics.COLUMNS_OF_GOODS if goods else topics.COLUMNS_OF_PEOPLE
    count = min(len(offered), page.rng.randint(1, 3), max(1, int(page.width / page.em / 6.5) - 1))
    share = page.rng.uniform(0.34, 0.46) if count == 1 else 1 / (count + 0.7)
    right = page.left + page.width * (1 - share * count)
    first = _Column("", "word", page.left, right, numbers=False)
    columns: list[_Column] = []
    for at, name in enumerate(page.rng.sample(list(offered), count)):
        left = right + page.width * share * at
        numbers = offered[name] in {"price", "number"} and page.rng.random() < 0.6
        columns.append(_Column(name, offered[name], left + page.em * 0.4, left + page.width * share, numbers))
    return first, columns


def _row(page: Page, y: float, columns: tuple[_Column, list[_Column]], *, goods: bool) -> None:
    first, others = columns
    name = page.pick(topics.GOODS if goods else topics.PEOPLE, first.right - first.left)
    if name is None:
        return
    _cell(page, first, y, name.title() if not goods else name.capitalize())
    for column in others:
        value = page.fitting(lambda rng, kind=column.kind: values.value(rng, kind), column.right - column.left)
        if value is not None:
            _cell(page, column, y, value)
            page.ask(topics.cell(column.name, name), value)


def _cell(
    page: Page, column: _Column, y: float, text: str, *, bold: bool = False, ink: tuple[int, int, int] | None = None
) -> None:
    """`text` in `column`, to the right of it where numbers are; in the ordinary font where the bold one is too wide."""
    room = column.right - column.left
    face = page.bold if bold and page.measure(text, page.bold) <= room else page.body
    while page.measure(text, face) > room:
        text = text[:-1].rstrip()
    if column.numbers:
        page.put_right(column.right, y, text, face=face, ink=ink)
    else:
        page.put(column.left, y, text, face=face, ink=ink)


FAMILY = Family(_draw, rows=2, ems=11, bar=0.1)
