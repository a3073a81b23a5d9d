"""Spoken memos, as a recogniser writes them down, with statements about them that are right."""

from __future__ import annotations

import random

from tests.inference.checking.papers import MONTHS, Maker, Paper, day, name, two_names

__all__ = ["SPOKEN"]


def memo(rng: random.Random) -> Paper:
    a, b = two_names(rng)
    count, price, when = rng.randint(21, 89), rng.randint(110, 890), day(rng)
    text = (
        f"Okay so this is a note to myself. I talked to {a} this morning and she says we need {count} chairs for the "
        f"hall, not fewer. They cost {price} euros altogether. {b} can pick them up on {MONTHS[when.month - 1]} "
        f"{when.day}{'th' if when.day in range(4, 21) else ''} at half past three. Oh and call the plumber, two "
        "taps are dripping."
    )
    return text, [
        f"<p:{a}> says that <n:{count}> chairs are needed.",
        f"<p:{b}> will pick them up on <d:{when.day} {MONTHS[when.month - 1]}> at <t:3:30 pm>.",
        f"The chairs cost <n:€{price}>.",
        f"That is about {price / count:.2f} euros per chair ({price} / {count}).",
        "- Call the plumber: 2 taps are dripping\n- Get the chairs",
        "The speaker also mentions a plumber.",
    ]


def standup(rng: random.Random) -> Paper:
    a, b = two_names(rng)
    ticket, percent, users = rng.randint(1100, 9800), rng.randint(61, 97), rng.randint(2, 9)
    text = (
        f"Good morning everyone. {a} here. Yesterday I closed ticket {ticket}, the login bug. Test coverage is at "
        f"{percent} percent now. {users},500 users were affected. Today I'm pairing with {b} on the export. Our "
        "demo is on Thursday at 10:30."
    )
    return text, [
        f"<p:{a}> closed ticket <n:{ticket}>.",
        f"Test coverage is at <n:{percent}>%.",
        f"<n:{users}500> users were affected by the login bug.",
        f"Today {a.split()[0]} works with <p:{b}> on the export.",
        "The demo is on Thursday at <t:10:30>.",
        f"Some {users}.5 thousand users had the problem.",
    ]


def voicemail(rng: random.Random) -> Paper:
    who = name(rng)
    phone, order, price = (
        f"0{rng.randint(20, 79)} {rng.randint(100, 999)} {rng.randint(1000, 9999)}",
        rng.randint(40000, 99999),
        rng.randint(31, 94),
    )
    text = (
        f"Hello, this is {who} from Harbour Cycles. Your bicycle is ready. The repair of order number {order} comes "
        f"to {price} pounds fifty. We are open until six today. Please call me back on {phone}. Thank you."
    )
    return text, [
        f"<p:{who}> from Harbour Cycles called.",
        f"The order number is <n:{order}>.",
        f"The repair costs {price} pounds fifty.",
        "The shop is open until <t:6 o'clock>.",
        f"You should call back on <i:{phone}>.",
        "The bicycle is ready.",
        f"- Caller: <p:{who}>\n- Order: <n:{order}>",
    ]


SPOKEN: dict[str, Maker] = {"memo": memo, "standup": standup, "voicemail": voicemail}
