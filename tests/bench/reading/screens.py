"""A hundred drawn screenshots of ten kinds, light and dark, text of 11 to 24 pixels, 800 x 600 to 2560 x 1440."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from tests.bench.reading import words
from tests.bench.reading.page import FACES, Page, Shot

__all__ = ["COUNT", "KINDS", "screenshots"]

COUNT = 100
_WINDOWS = ((800, 600), (1024, 768), (1280, 720), (1366, 768), (1920, 1080), (2560, 1440))
_SIZES = (11, 12, 13, 14, 16, 20, 24)


def screenshots(count: int = COUNT, faces: dict[str, tuple[str, ...]] | None = None, seed: str = "shot") -> Iterator[Shot]:
    """The first `count` of them, each kind as often; of other `faces` with another `seed` a set kept apart to check on."""
    for number in range(count):
        kind, (draw, use) = list(KINDS.items())[number % len(KINDS)]
        rng = random.Random(f"{seed} {number}")
        turn = number // len(KINDS)
        width, height = _WINDOWS[(turn + number) % len(_WINDOWS)]
        size = _SIZES[(turn * 3 + number) % len(_SIZES)]
        page = Page(rng, width, height, size, bool((turn + number) % 2), rng.choice(use), FACES if faces is None else faces)
        draw(page)
        note = f"{page.file.rsplit('/')[-1]} {size} px {'dark' if page.dark else 'light'} {page.sheet.smoothing} {width}x{height}"
        yield Shot(kind, page.sheet.image, tuple(page.pieces), note=note)


def _dialog(page: Page) -> None:
    rng, size = page.rng, page.size
    for row in range(max(1, page.height // (size * 20))):
        for column in range(max(1, page.width // (size * 38))):
            x, y = size * (1 + column * 38), size * (1 + row * 20)
            page.box(x, y, size * 34, size * 17, fill=page.panel, radius=8)
            page.say(
                x + size,
                y + size * 0.7,
                rng.choice(["Save changes?", "Update 3.11 is ready", "Delete 14 items", "Error 0x80070005"]),
                times=1.15,
            )
            below = page.wrapped(x + size, y + size * 3, size * 31, f"{words.sentence(rng)} {words.sentence(rng)}")
            page.wrapped(x + size, below + size * 0.4, size * 31, words.path(rng), ink=page.faint)
            right = x + size * 33
            for place, said in enumerate(
                rng.sample(["Cancel", "OK", "Don't save", "Retry", "Details", "Apply", "Install", "Skip all"], 3)
            ):
                width = page.width_of(said) + size * 2
                right -= width + size * 0.6
                page.box(right, y + size * 14, width, size * 2.1, fill=page.accent if place == 0 else None)
                page.say(right + size, y + size * 14.35, said, ink=(255, 255, 255) if place == 0 else None)


def _form(page: Page) -> None:
    rng, size = page.rng, page.size
    page.say(size * 2, size * 1.5, rng.choice(["Customer details", "New booking", "Tax return 2025", "Profile"]), times=1.5)
    n = rng.randint
    rows = [("Full name", words.name(rng)), ("E-mail", words.mail(rng)),
            ("Phone", f"+{n(30, 99)} {n(100, 999)} {n(1000000, 9999999)}"), ("Postcode", str(n(10000, 99999))),
            ("Date of birth", words.date(rng)), ("Reference", words.reference(rng)),
            ("IBAN", f"DE{n(10, 99)} {n(1000, 9999)} {n(1000, 9999)} {n(1000, 9999)} {n(1000, 9999)} {n(10, 99)}"),
            ("Amount", words.amount(rng)), ("Website", "https://www.example.org/item?id=1101"), ("Remarks", words.sentence(rng)),
            ("Folder", words.path(rng)), ("Arrival", f"{words.date(rng)}, {words.time(rng)}")]  # fmt: skip
    above, y = rng.random() < 0.5, size * 5.0
    columns = max(1, page.width // (size * 44))
    for number, (label, value) in enumerate(rows * 3):
        x = size * (2 + 42 * (number % columns))
        if above:
            page.say(x, y, label, ink=page.faint)
            page.box(x, y + size * 1.5, size * 38, size * 2.2, fill=page.panel)
            page.say(x + size * 0.6, y + size * 1.9, value)
        else:
            page.say(x, y + size * 0.4, label, ink=page.faint)
            page.box(x + size * 9, y, size * 29, size * 2.2, fill=page.panel)
            page.say(x + size * 9.6, y + size * 0.4, value)
        if number % columns == columns - 1:
            y += size * (4.4 if above else 2.8)


def _table(page: Page) -> None:
    rng, size = page.rng, page.size
    page.say(size * 2, size, rng.choice(["Orders", "Open invoices", "Members", "Stock on 1 May"]), times=1.4)
    columns = [("No.", 5, _number), ("Date", 11, words.date), ("Name", 13, words.name), ("Item", 16, words.thing),
               ("Amount", 9, words.amount), ("Reference", 11, words.reference), ("Time", 6, words.time),
               ("Contact", 22, words.mail)]  # fmt: skip
    x, placed = size * 2.0, []
    for title, width, make in columns:
        if x + width * size < page.width:
            placed.append((x, width * size, title, make))
            x += width * size
    y = size * 3.4
    page.box(size * 1.5, y, x - size * 1.5, size * 2, fill=page.panel, radius=0)
    for left, _, title, _ in placed:
        page.say(left, y + size * 0.3, title)
    y += size * 2.4
    while y + size * 2 < page.height:
        for left, width, title, make in placed:
            said = make(rng)
            if title == "Amount":
                page.say_to(left + width - size, y, said)
            elif page.width_of(said) < width - size * 0.3:
                page.say(left, y, said)
        page.rule(size * 1.5, y + size * 1.65, x, y + size * 1.65)
        y += size * 2


def _number(rng: random.Random) -> str:
    return str(rng.randint(1, 999))


def _terminal(page: Page) -> None:
    inks = [(80, 250, 123), (255, 184, 108), (139, 233, 253), page.ink, page.ink, page.ink] if page.dark else [page.ink]
    y = page.size * 0.6
    while y + page.size * 1.6 < page.height:
        page.say(page.size * 0.6, y, words.log_line(page.rng), ink=page.rng.choice(inks))
        y += page.size * 1.3


def _code(page: Page) -> None:
    rng, size = page.rng, page.size
    y, number = size * 3.0, rng.randint(1, 400)
    for place, said in enumerate(["ledger.py", "index.html", "main.rs"]):
        page.say(size * (1 + 9 * place), size * 0.6, said, ink=page.ink if place == 0 else page.faint)
    start = rng.randrange(len(words.CODE))
    while y + size * 1.7 < page.height:
        said = words.CODE[(start + number) % len(words.CODE)]
        page.say_to(size * 3.5, y, str(number), ink=page.faint)
        indent = page.width_of(" " * (len(said) - len(said.lstrip())))
        ink = rng.choice(
            [page.ink, page.ink, (86, 156, 214) if page.dark else (0, 0, 170), (206, 145, 120) if page.dark else (150, 30, 30)]
        )
        page.say(size * 5 + indent, y, said.strip(), ink=ink)
        y, number = y + size * 1.5, number + 1


def _chat(page: Page) -> None:
    rng, size = page.rng, page.size
    y, widest = size * 1.0, min(page.width * 0.6, size * 30)
    while y + size * 6 < page.height:
        mine = rng.random() < 0.5
        x = page.width - widest - size * 2 if mine else size * 2
        said = " ".join(words.sentence(rng) for _ in range(rng.randint(1, 2)))
        lines = len(said) * page.width_of("n") / (widest - size * 1.6) + 1.6
        height = size * (lines * 1.4 + 2.2)
        page.box(x, y, widest, height, fill=page.accent if mine else page.panel, radius=10)
        ink = (255, 255, 255) if mine else page.ink
        below = page.wrapped(x + size * 0.8, y + size * 0.5, widest - size * 1.6, said, ink=ink)
        page.say(x + size * 0.8, below, f"{words.time(rng)} {'' if mine else words.name(rng)}".strip(), times=0.9, ink=ink)
        y += max(height, below - y + size * 1.6) + size * 0.8


def _sheet(page: Page) -> None:
    rng, size = page.rng, page.size
    wide, high = size * rng.choice([8, 9, 11]), size * 1.9
    count = int((page.width - size * 3) // wide)
    makers = [
        rng.choice([words.amount, words.date, words.thing, words.reference, words.amount, words.time]) for _ in range(count)
    ]
    for column in range(count):
        page.say(size * 3 + wide * (column + 0.5), size * 0.3, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column], ink=page.faint)
    y, number = high, 1
    while y + high < page.height:
        page.say(size * 0.6, y + size * 0.35, str(number), ink=page.faint)
        for column, make in enumerate(makers):
            said = make(rng)
            if rng.random() < 0.9 and page.width_of(said) < wide - size * 0.8:
                if make is words.amount:
                    page.say_to(size * 3 + wide * (column + 1) - size * 0.4, y + size * 0.35, said)
                else:
                    page.say(size * 3 + wide * column + size * 0.4, y + size * 0.35, said)
        page.rule(0, y, page.width, y)
        y, number = y + high, number + 1
    for column in range(count + 1):
        page.rule(size * 3 + wide * column, 0, size * 3 + wide * column, page.height)


def _web(page: Page) -> None:
    rng, size = page.rng, page.size
    x = size * 2.0
    for said in ("Home", "Articles", "Shop (2)", "About us", "Contact"):
        x = page.say(x, size * 0.8, said, ink=page.accent) + size * 2
    width = min(page.width - size * 4, size * 46)
    page.say(
        size * 2,
        size * 3.2,
        rng.choice(["Ten mills that still grind", "How 1911 changed the harbour", "Repairs: what to ask first"]),
        times=1.9,
    )
    page.say(
        size * 2,
        size * 6.4,
        f"By {words.name(rng)}, {words.date(rng)} - {rng.randint(2, 14)} min read",
        times=0.9,
        ink=page.faint,
    )
    y = size * 8.6
    while y + size * 6 < page.height:
        y = page.wrapped(size * 2, y, width, " ".join(words.sentence(rng) for _ in range(rng.randint(3, 5)))) + size * 0.9
    side, y = size * 5 + width, size * 8.6
    if side + size * 14 < page.width:
        page.say(side, size * 6.0, "Most read", times=1.2)
        while y + size * 5 < page.height * 0.8:
            y = (
                page.wrapped(side, y, min(page.width - side - size * 2, size * 30), words.sentence(rng), leading=1.35)
                + size * 0.9
            )


def _settings(page: Page) -> None:
    rng, size = page.rng, page.size
    page.box(0, 0, size * 13, page.height, fill=page.panel, radius=0)
    for place, said in enumerate(["General", "Appearance", "Network", "Privacy", "Accounts (2)", "Storage", "About"]):
        page.say(size, size * (1.2 + 2.3 * place), said)
    columns = max(1, int((page.width - size * 14) // (size * 36)))
    y, number = size * 1.2, 0
    while y + size * 4 < page.height:
        x = size * (15 + 36 * (number % columns))
        page.say(x, y, rng.choice(words.SETTINGS))
        n = rng.randint
        values = [f"{n(1, 100)} %", "On", "Off", f"{n(1, 60)} minutes", "English (UK)", "192.168.1.110:8080"]
        value = rng.choice([*values, f"{n(1, 999)}.{n(0, 9)} GB of 1 TB", "HP LaserJet 1020", words.time(rng)])
        page.say_to(x + size * 33, y, value, ink=page.faint)
        if rng.random() < 0.4:
            page.say(x, y + size * 1.5, words.sentence(rng)[:44].rstrip(" ,;"), times=0.85, ink=page.faint)
        number += 1
        if number % columns == 0:
            y += size * 3.6


def _files(page: Page) -> None:
    rng, size = page.rng, page.size
    x = size * 1.0
    for said in words.MENU[: max(3, page.width // (size * 9))]:
        x = page.say(x, size * 0.5, said) + size * 1.4
    page.say(size, size * 2.4, words.path(rng), ink=page.faint)
    y = size * 4.6
    while y + size * 2 < page.height:
        stem = rng.choice(["IMG_", "scan-", "Invoice ", "draft_v", "l10n-", "Illness ", "README-", "PO-0"])
        page.say(
            size * 1.5, y, f"{stem}{rng.randint(1, 9999)}.{rng.choice(['pdf', 'jpg', 'tar.gz', 'xlsx', 'ini', 'sql', 'html'])}"
        )
        page.say_to(size * 24, y, f"{rng.randint(1, 999)}{rng.choice(['', '.4', '.11'])} {rng.choice(['KB', 'MB', 'GiB'])}")
        if size * 40 < page.width:
            page.say(size * 27, y, f"{words.date(rng)} {words.time(rng)}")
        if size * 58 < page.width:
            page.say(size * 44, y, words.name(rng))
        y += size * 1.8


_ANY = ("sans", "sans", "sans", "serif")
KINDS: dict[str, tuple[Callable[[Page], None], tuple[str, ...]]] = {
    "dialog": (_dialog, ("sans",)), "form": (_form, ("sans",)), "table": (_table, _ANY), "terminal": (_terminal, ("mono",)),
    "code": (_code, ("mono",)), "chat": (_chat, ("sans",)), "sheet": (_sheet, ("sans",)), "web": (_web, ("serif", "sans")),
    "settings": (_settings, ("sans",)), "files": (_files, ("sans", "sans", "mono")),
}  # fmt: skip
