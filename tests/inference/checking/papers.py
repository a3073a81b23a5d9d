"""Pictures and scans as a recogniser reads them, with statements about them that are right.

In a statement, <n:…> is a number, <d:…> a date, <t:…> a time, <p:…> a person or firm, <f:…> a file's name and <i:…> a
reference: where an error can be planted. All names and figures are made up.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

__all__ = ["ENGLISH", "Paper"]

Paper = tuple[str, list[str]]
"""Its text, and what may rightly be said about it."""
Maker = Callable[[random.Random], Paper]

FIRST = "Ilse Oskar Lila Jonas Aiko Rafael Hanna Idris Clara Otto Luca Mira Felix Amara Bjorn Chiara Dmitri Esther Greta".split()
LAST = "Lindqvist Okafor Moreau Yilmaz Becker Romano Castillo Nguyen Olsson Murphy Tanaka Haddad Petrov Sandoval Osei".split()
MONTHS = "January February March April May June July August September October November December".split()


def name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def two_names(rng: random.Random) -> tuple[str, str]:
    (a, b), (c, d) = rng.sample(FIRST, 2), rng.sample(LAST, 2)
    return f"{a} {c}", f"{b} {d}"


def day(rng: random.Random) -> date:
    return date(2024, 1, 1) + timedelta(days=rng.randrange(1100))


def long(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def us(when: date) -> str:
    return f"{MONTHS[when.month - 1]} {when.day}, {when.year}"


def money(value: Decimal | float) -> str:
    return f"{Decimal(value):,.2f}"


def cents(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randrange(low * 100, high * 100)) / 100


def bare(value: Decimal) -> str:
    return f"{value:.2f}"


def german(value: Decimal) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def invoice(rng: random.Random) -> Paper:
    who, firm = name(rng), f"{rng.choice(LAST)} & Sons Ltd"
    issued = day(rng)
    due = issued + timedelta(days=30)
    rows = [
        (thing, rng.randint(2, 9), cents(rng, 3, 90))
        for thing in rng.sample(["Fountain pen", "Garden hose 15 m", "Hex key set", "Wall paint 10 l", "Tea towel"], 3)
    ]
    subtotal = sum((count * price for _, count, price in rows), Decimal(0))
    tax = (subtotal * Decimal("0.2")).quantize(Decimal("0.01"))
    total, number = subtotal + tax, f"INV-{issued.year}-{rng.randint(1000, 9999)}"
    lines = "\n".join(f"{thing}\t{count}\t{money(price)}\t{money(count * price)}" for thing, count, price in rows)
    text = (
        f"{firm}\n\nINVOICE\nInvoice No.\t{number}\nDate\t{issued:%d/%m/%Y}\nDue date\t{due:%d/%m/%Y}\nBill to\t{who}\n\n"
        f"Description\tQty\tUnit price\tAmount\n{lines}\n\nSubtotal\t{money(subtotal)}\nVAT 20%\t{money(tax)}\n"
        f"Total due\t${money(total)}"
    )
    thing, count, price = rows[0]
    return text, [
        f"The total due is <n:${money(total)}>.",
        f"The total is <n:{bare(total)}> dollars.",
        f"Including VAT it comes to **<n:{german(total)}>**.",
        f"It was issued on <d:{long(issued)}> and is due on <d:{us(due)}>.",
        f"The invoice number is **<i:{number}>**.",
        f"Payment is due by <d:{due:%Y-%m-%d}>.",
        f"The invoice is addressed to <p:{who}>.",
        f"{thing}: {count} × <n:{money(price)}> = <n:{money(count * price)}>.",
        f"It was sent by <p:{firm}>.",
        f"The tax of 20% amounts to <n:{money(tax)}>.",
        "There are three items on the invoice.",
        f"The subtotal of <n:{money(subtotal)}> and the VAT of <n:{money(tax)}> make <n:{money(total)}> in total.",
        f'"Total due" is the last line, and says <n:{money(total)}>.',
        "You have 30 days between the invoice date and the due date.",
        f"Roughly {round(total, -1):.0f} dollars are owed.",
    ]


def receipt(rng: random.Random) -> Paper:
    rows = [
        (thing, cents(rng, 1, 30))
        for thing in rng.sample(["Apples 1 kg", "Olive oil", "Wholemeal bread", "Dish soap", "Coffee beans", "Oat milk"], 4)
    ]
    total = sum((price for _, price in rows), Decimal(0))
    paid = Decimal(int(total / 10) * 10 + 10)
    when, clock = day(rng), f"{rng.randint(9, 20)}:{rng.randint(10, 59)}"
    card = rng.randint(1000, 9999)
    text = "GREEN CORNER MARKET\n14 Mill Lane\n" + "\n".join(f"{thing.upper()}\t{price}" for thing, price in rows)
    text += (
        f"\n\nTOTAL\t{total}\nCASH\t{paid:.2f}\nCHANGE\t{paid - total}\n\n{when:%d.%m.%y} {clock}\nLoyalty card **** "
        f"{card}\nServed by {name(rng).split()[0]}"
    )
    (a, x), (b, y) = rows[:2]
    return text, [
        f"The total was <n:€{total}>.",
        f"It was printed on <d:{long(when)}> at <t:{clock}>.",
        f"You paid {paid:.0f} in cash and got <n:{paid - total}> back.",
        f"The {a.lower()} and the {b.lower()} cost <n:{x + y}> together.",
        "The shop is Green Corner Market, at 14 Mill Lane.",
        "Four articles were bought.",
        f"{a} cost <n:{x}>.",
        f"The loyalty card ends in <n:{card}>.",
        f"The difference between the {a.lower()} (<n:{x}>) and the {b.lower()} (<n:{y}>) is <n:{abs(x - y)}>.",
    ]


def timetable(rng: random.Random) -> Paper:
    stops = rng.sample(["Skagen", "Aalborg", "Randers", "Vejle", "Odense", "Roskilde", "Holstebro", "Esbjerg"], 4)
    start = rng.randint(6, 16) * 60 + rng.randint(1, 50)
    times = [start]
    for _ in stops[1:]:
        times.append(times[-1] + rng.randint(18, 75))
    at = [f"{t // 60:02}:{t % 60:02}" for t in times]
    platform, number = rng.randint(3, 14), rng.randint(1200, 8999)
    text = f"Departures\n\nTrain\tIC {number}\nPlatform\t{platform}\n\nStation\tTime\n" + "\n".join(
        f"{s}\t{t}" for s, t in zip(stops, at, strict=True)
    )
    took = times[-1] - times[0]
    hour, minute = divmod(times[0], 60)
    half = f"{hour % 12 or 12}:{minute:02} {'p' if hour >= 12 else 'a'}.m."
    return text, [
        f"The train leaves <p:{stops[0]}> at <t:{half}>.",
        f"It arrives in <p:{stops[-1]}> at <t:{at[-1]}>.",
        f"The train is the IC <n:{number}>, from platform {platform}.",
        f"The journey from {stops[0]} to {stops[-1]} takes <t:{took // 60} h {took % 60} min>."
        if took > 60
        else f"The journey takes <n:{took}> minutes.",
        f"Between {stops[0]} (<t:{at[0]}>) and {stops[1]} (<t:{at[1]}>) there are {times[1] - times[0]} minutes.",
        "The train calls at four stations.",
        f"| Station | Time |\n|---|---|\n| {stops[1]} | <t:{at[1]}> |\n| {stops[2]} | <t:{at[2]}> |",
    ]


def dialog(rng: random.Random) -> Paper:
    size, minutes, done = rng.randint(101, 990), rng.randint(13, 58), rng.randint(11, 96)
    file = f"backup_{rng.randint(100, 999)}.{rng.choice(['zip', 'iso', 'tar.gz'])}"
    text = (
        f"File Transfer\t_ □ ×\n\nCopying {file} to D:\\Archive\\{rng.choice(LAST)}\n{done}% complete\n{size} MB of "
        f"2.4 GB copied\nTime remaining: {minutes} minutes\n\nPause\tCancel"
    )
    return text, [
        f"The dialog shows that <f:{file}> is being copied.",
        f"It's <n:{done}>% complete.",
        f"<n:{minutes}> minutes are left.",
        f"<n:{size}> MB of 2.4 GB have been copied so far.",
        "There are two buttons, **Pause** and **Cancel**.",
        'The window is titled "File Transfer".',
        f"The line `Time remaining: {minutes} minutes` tells how long it will take.",
        "Click *Cancel* to stop the copy.",
    ]


def settings(rng: random.Random) -> Paper:
    volume, lock, port, saver = rng.randint(21, 98), rng.choice([3, 7, 13, 25]), rng.randint(2000, 9000), rng.randint(11, 19)
    host = f"192.168.{rng.randint(2, 99)}.{rng.randint(100, 250)}"
    printer = f"LaserJet {rng.randint(1000, 4999)}"
    text = (
        f"Settings\n\nGeneral\nAppearance\nNetwork\nPrivacy\n\nVolume\t{volume} %\nScreen lock after\t{lock} minutes\n"
        f"Proxy server\t{host}:{port}\nBattery saver at\t{saver} %\nDefault printer\tHP {printer}\nNight "
        "light\tOn\nLanguage\tEnglish (UK)"
    )
    return text, [
        f"The volume is set to <n:{volume}>%.",
        f"The screen locks after {lock} minutes.",
        f"The proxy is <i:{host}:{port}>.",
        f"Battery saver starts at <n:{saver}> percent.",
        f"The default printer is an HP <i:{printer}>.",
        "Night light is turned on, and the language is English (UK).",
        f"The port of the proxy server is <n:{port}>.",
        "The sidebar has four sections: General, Appearance, Network and Privacy.",
    ]


def chat(rng: random.Random) -> Paper:
    a, b = two_names(rng)
    clock, room, owed = f"{rng.randint(1, 11)}:{rng.randint(10, 59)}", rng.randint(101, 499), rng.randint(12, 88)
    when = day(rng)
    text = (
        f"{a}\nCan we move the review to {when:%A}, {MONTHS[when.month - 1]} {when.day}? Room {room} is free.\n"
        f"09:12\n\nYou\nFine with me. At {clock} pm?\n09:15\n\n"
        f"{b}\nI'll bring the printouts. You still owe me {owed} euros for the tickets, by the way!\n09:21 ✓✓"
    )
    return text, [
        f"<p:{a}> asks to move the review to <d:{MONTHS[when.month - 1]} {when.day}>.",
        f"They agree to meet at <t:{clock} p.m.> in room <n:{room}>.",
        f"<p:{b.split()[0]}> will bring the printouts.",
        f"{b.split()[0]} says that you owe <n:{owed}> euros.",
        "The last message was sent at <t:09:21>.",
        "Three messages can be seen.",
        f"The review takes place on a {when:%A}.",
        f"{a.split()[1]} writes: “Room {room} is free.”",
    ]


def code(rng: random.Random) -> Paper:
    limit, retries, line = rng.randint(1100, 9900), rng.choice([4, 6, 7, 9]), rng.randint(20, 400)
    text = (
        f"ledger.py\tindex.html\n\n{line}\timport sys\n{line + 1}\tfrom pathlib import Path\n"
        f"{line + 2}\tMAX_ENTRIES = {limit}\n{line + 3}\tclass Ledger:\n{line + 4}\t    def total_amount(self, entries):\n"
        f'{line + 5}\t        for attempt in range({retries}):\n{line + 6}\t            raise ValueError("no entries")'
    )
    return text, [
        f"The constant `MAX_ENTRIES` is <n:{limit}>.",
        "The class is called `Ledger` and has one method, `total_amount`.",
        f"The loop runs {retries} times.",
        'It raises a `ValueError` with the text "no entries".',
        f"The visible code begins at line <n:{line}>.",
        "The open file is <f:ledger.py>; beside it, index.html is open.",
        f"```python\nMAX_ENTRIES = <n:{limit}>\nclass Ledger:\n```",
        "This is Python code that imports `sys` and `Path` from `pathlib`.",
    ]


def members(rng: random.Random) -> Paper:
    people = [f"{a} {b}" for a, b in zip(rng.sample(FIRST, 5), rng.sample(LAST, 5), strict=True)]
    joined = [day(rng) for _ in people]
    fees = [rng.randint(21, 95) for _ in people]
    numbers = rng.sample(range(1000, 9999), 5)
    text = "Members\n\nNo.\tName\tJoined\tFee\n" + "\n".join(
        f"{n}\t{p}\t{j:%Y-%m-%d}\t{f}.00" for n, p, j, f in zip(numbers, people, joined, fees, strict=True)
    )
    return text, [
        f"<p:{people[0]}> joined on <d:{long(joined[0])}>.",
        f"{people[1]} pays a fee of <n:{fees[1]}>.",
        f"Member <n:{numbers[2]}> is <p:{people[2]}>.",
        "The table lists five members.",
        f"All fees together make <n:{sum(fees)}.00>.",
        f"The average fee is <n:{sum(fees) / 5:.2f}>.",
        f"- <p:{people[3]}>, since <d:{us(joined[3])}>\n- <p:{people[4]}>, since <d:{us(joined[4])}>",
        f"The highest fee is <n:{max(fees)}>.",
        f"{people[0].split()[0]} and {people[1].split()[0]} pay <n:{fees[0] + fees[1]}> together.",
        'The columns are "No.", "Name", "Joined" and "Fee".',
    ]


def files(rng: random.Random) -> Paper:
    names = [
        f"scan-{rng.randint(100, 999)}.pdf",
        f"IMG_{rng.randint(1000, 9999)}.jpg",
        "README.md",
        f"budget_{rng.randint(2019, 2026)}_v{rng.randint(2, 9)}.xlsx",
    ]
    sizes = [rng.randint(110, 990) for _ in names]
    when = [day(rng) for _ in names]
    text = "/home/noor/Documents/taxes\n\nName\tSize\tModified\n" + "\n".join(
        f"{n}\t{s} KB\t{w:%d %b %Y} {8 + i}:4{i}" for i, (n, s, w) in enumerate(zip(names, sizes, when, strict=True))
    )
    return text, [
        f"The folder holds four files, among them <f:{names[0]}>.",
        f"`{names[1]}` is <n:{sizes[1]}> KB large.",
        f"<f:{names[3]}> was modified on <d:{long(when[3])}>.",
        "The path is `/home/noor/Documents/taxes`.",
        f"In total they take <n:{sum(sizes)}> KB.",
        f"{names[0]} (<n:{sizes[0]}> KB) and {names[1]} (<n:{sizes[1]}> KB) take <n:{sizes[0] + sizes[1]}> KB together.",
        f"The oldest change is from {min(when).year}.",
        "The README is a Markdown file.",
    ]


ENGLISH: dict[str, Maker] = {
    "invoice": invoice,
    "receipt": receipt,
    "timetable": timetable,
    "dialog": dialog,
    "settings": settings,
    "chat": chat,
    "code": code,
    "members": members,
    "files": files,
}
