"""Receipts: a shop, the day, goods with their prices, and sums that are right."""

from __future__ import annotations

import random
from collections.abc import Sequence

from inference.starter.drawing import Face
from inference.starter.synthesis import topics, values
from inference.starter.synthesis.screens.page import Page
from inference.starter.synthesis.screens.stage import Family
from inference.starter.world import held_out

__all__ = ["FAMILY"]

_BY_NAME = {topic.name: topic for topic in topics.TOPICS}
_ENDS = tuple(_BY_NAME[name] for name in ("total", "grand total", "amount due", "total") if name in _BY_NAME)
_MIDDLES = tuple(_BY_NAME[name] for name in ("tax", "tip", "sales tax", "shipping", "delivery fee") if name in _BY_NAME)
_DAYS = tuple(
    _BY_NAME[name] for name in ("date", "time", "order number", "table", "cashier", "invoice number") if name in _BY_NAME
)
_FORMS = ("${:.2f}", "${:.2f}", "{:.2f}", "{:.2f}", "€{:.2f}", "£{:.2f}", "{:.2f} €", "{:.2f} EUR", "{:.0f}")


def _draw(page: Page) -> None:
    form = page.rng.choice(_FORMS)
    if page.free > 2 and page.rng.random() < 0.7:
        _shop(page)
    while page.free > 3 and page.rng.random() < 0.5:
        _day(page)
    count = max(0, page.free - 1)
    extra = page.rng.choice((0, 0, 1, 2)) if count > 2 else 0
    column = page.measure(form.format(888.88))
    goods = [name for _ in range(count - extra) if (name := page.pick(topics.GOODS, page.width - column - page.em * 1.5))]
    amounts = _amounts(page.rng, len(goods), extra, form)
    style = page.rng.choice((str.capitalize, str.title, str.upper, str))
    for name, cents in zip(goods, amounts, strict=False):
        if _row(page, style(name), form.format(cents / 100)):
            page.ask(topics.price_of(name), form.format(cents / 100))
    ruled = page.rng.random() < 0.7
    if ruled and goods:
        page.rule(page.y)
    _sums(page, amounts[len(goods) :], form)


def _shop(page: Page) -> None:
    name = page.fitting(lambda rng: values.styled(rng, values.phrase(rng, most=2)), page.width, face=page.bold)
    if name is not None:
        page.put_centred((page.left + page.right) / 2, page.next_row(), name, face=page.bold)
        page.ask(topics.about("shop"), name)


def _day(page: Page) -> None:
    topic = page.topic(page.width * 0.5, _DAYS)
    if topic is None:
        return
    label = page.marked(topic.name.capitalize(), (":", ":", ""))
    value = page.fitting(lambda rng: topics.value_of(rng, topic), page.width - page.measure(label) - page.em)
    if value is not None and _row(page, label, value, apart=page.rng.random() < 0.5):
        page.ask(topics.questions(topic), value)


def _sums(page: Page, amounts: Sequence[int], form: str) -> None:
    """What is added to the goods, then the total, which stands out."""
    style = page.rng.choice((str.capitalize, str.title, str.upper, str))
    rest = page.rng.sample(_MIDDLES, len(amounts) - 1)
    for topic, cents in zip((*rest, page.rng.choice(_ENDS)), amounts, strict=True):
        text = form.format(cents / 100)
        if _row(page, style(topic.name), text, bold=topic in _ENDS and page.rng.random() < 0.6):
            page.ask(topics.questions(topic), text)


def _row(page: Page, label: str, value: str, *, bold: bool = False, apart: bool = True) -> bool:
    """Takes a row; whether both fitted into it. In the ordinary font where the bold one is too wide."""
    y = page.next_row()
    face = page.bold if bold and _fits(page, label, value, page.bold) else page.body
    if not _fits(page, label, value, face):
        return False
    end = page.put(page.left, y, label, face=face)
    if apart:
        page.put_right(page.right, y, value, face=face)
    else:
        page.put(end + page.em * 0.4, y, value, face=face)
    return True


def _fits(page: Page, label: str, value: str, face: Face) -> bool:
    return page.measure(label, face) + page.measure(value, face) + page.em / 2 <= page.width


def _amounts(rng: random.Random, goods: int, extra: int, form: str) -> list[int]:
    """In cents: of the goods, of what is added, and the sum of all, none of them held out as `form` writes it."""
    most = rng.choice((999, 2999, 9999))
    whole = form == "{:.0f}"

    def one() -> int:
        while held_out(form.format((cents := _cents(rng, most, whole=whole)) / 100)):
            pass
        return cents

    while True:
        parts = [one() for _ in range(max(1, goods + extra))]
        if not held_out(form.format(sum(parts) / 100)):
            return [*parts[: goods + extra], sum(parts)]


def _cents(rng: random.Random, most: int, *, whole: bool) -> int:
    cents = rng.randint(50, most)
    return max(100, cents // 100 * 100) if whole else rng.choice((cents, cents, cents // 5 * 5, cents // 10 * 10))


FAMILY = Family(_draw, rows=1, ems=10, mono=0.4, dark=0.12, bar=0.03)
