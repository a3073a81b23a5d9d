"""More of them: statements of accounts, mails, logs, passes, bookings, forecasts, calendars, recipes, reports, posters."""

from __future__ import annotations

import random
from datetime import timedelta

from tests.inference.checking.papers import MONTHS, Maker, Paper, cents, day, long, money, name, two_names, us

__all__ = ["MORE"]


def bank(rng: random.Random) -> Paper:
    opening = cents(rng, 1100, 4000)
    moves = [
        (what, cents(rng, 20, 400) * sign)
        for what, sign in [("Salary advance", 1), ("Rent", -1), ("Electricity", -1), ("Water", -1)]
    ]
    closing, first = opening + sum(m for _, m in moves), day(rng)
    iban = " ".join([f"DE{rng.randint(10, 99)}", *(str(rng.randint(1000, 9999)) for _ in range(4)), str(rng.randint(10, 99))])
    text = (
        f"Statement of account\nIBAN {iban}\n\nOpening balance\t{money(opening)}\n"
        + "\n".join(
            f"{(first + timedelta(days=2 * i)):%d %b}\t{w}\t{'+' if m > 0 else '-'}{money(abs(m))}"
            for i, (w, m) in enumerate(moves)
        )
        + f"\nClosing balance\t{money(closing)}"
    )
    rent, power, water = (-amount for _, amount in moves[1:])
    paid = first + timedelta(days=2)
    spent = sum(-m for _, m in moves if m < 0)
    return text, [
        f"The closing balance is <n:{money(closing)}>.",
        f"The account's IBAN is <i:{iban}>.",
        f"The rent of <n:{money(rent)}> was paid on <d:{MONTHS[paid.month - 1]} {paid.day}>.",
        f"Rent (<n:{money(rent)}>), power (<n:{money(power)}>) and water (<n:{money(water)}>) add up to <n:{money(spent)}>.",
        f"It began with <n:{money(opening)}>.",
        f"The balance changed by <n:{money(abs(closing - opening))}> overall.",
        "Three payments went out and one came in.",
    ]


def mail(rng: random.Random) -> Paper:
    a, b = two_names(rng)
    address, when, seats = (
        f"{a.split()[0].lower()}.{a.split()[1].lower()}@{rng.choice(['example.org', 'mill-house.net'])}",
        day(rng),
        rng.randint(21, 98),
    )
    plan, ref = f"seating-plan-{rng.randint(12, 99)}.docx", f"BK-{rng.randint(10000, 99999)}"
    text = (
        f"From: {a} <{address}>\nTo: {b}\nSubject: Concert on Sunday\nDate: {when:%a}, {us(when)} at "
        f"{rng.randint(1, 11)}:05 PM\nAttachment: {plan} (48 KB)\n\nDear {b.split()[0]},\nall {seats} seats were "
        f"sold, so another concert was added. The booking reference is {ref}. See "
        f"https://tickets.example.org/item?id={seats}7.\n\nBest,\n{a.split()[0]}"
    )
    return text, [
        f"<p:{a}> wrote to <p:{b}> about a concert.",
        f"The sender's address is <f:{address}>.",
        f"The mail is from <d:{long(when)}>.",
        f"All <n:{seats}> seats were sold.",
        f"The booking reference is <i:{ref}>.",
        f"Attached is <f:{plan}>, 48 KB.",
        "The subject is “Concert on Sunday”.",
        f"More can be read at <f:https://tickets.example.org/item?id={seats}7>.",
        f"{a.split()[1]} has added another concert because the first was sold out.",
    ]


def log(rng: random.Random) -> Paper:
    port, code, line, ms = rng.randint(1025, 9999), rng.randint(130, 255), rng.randint(101, 999), rng.randint(1100, 9900)
    host = f"10.0.{rng.randint(11, 250)}.{rng.randint(2, 99)}"
    text = (
        f"$ make deploy\n[12:04:31] INFO  Connecting to {host}:{port}\n[12:04:33] INFO  Uploaded bundle.tar.gz in "
        f"{ms} ms\n[12:04:36] ERROR ConnectionResetError: peer closed the connection\n  File "
        f'"/srv/app/worker.py", line {line}, in push\nmake: *** [deploy] Error {code}'
    )
    return text, [
        f"The program connects to <i:{host}:{port}>.",
        f"The upload took <n:{ms}> ms, that is about {ms / 1000:.1f} seconds.",
        "It failed with a `ConnectionResetError` at <t:12:04:36>.",
        f"The error is raised in <f:/srv/app/worker.py> at line <n:{line}>.",
        f"The exit code of make is <n:{code}>.",
        "The uploaded file is <f:bundle.tar.gz>.",
        'The last log line reads "peer closed the connection".',
    ]


def boarding(rng: random.Random) -> Paper:
    who, when = name(rng), day(rng)
    flight, seat, gate, ref = (
        f"LX{rng.randint(1200, 2999)}",
        f"{rng.randint(11, 38)}{rng.choice('ABDF')}",
        f"B{rng.randint(21, 48)}",
        "".join(rng.choice("ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(6)),
    )
    h = rng.randint(13, 20)
    text = (
        f"BOARDING PASS\n\nName\t{who.split()[1].upper()}/{who.split()[0].upper()} MR\nFrom\tZURICH ZRH\nTo\tLISBON "
        f"LIS\nFlight\t{flight}\nDate\t{when:%d%b%y}\nGate\t{gate}\nSeat\t{seat}\nBoarding\t{h}:25\n"
        f"Departure\t{h}:55\nBooking reference\t{ref}"
    )
    return text, [
        f"The passenger is <p:{who}>.",
        f"The flight is <i:{flight}> from <p:Zurich> to <p:Lisbon>.",
        f"The seat is **<i:{seat}>**, the gate <i:{gate}>.",
        f"Boarding begins at <t:{h - 12}:25 pm>, thirty minutes before departure at <t:{h}:55>.",
        f"The flight leaves on <d:{long(when)}>.",
        f"The booking reference is <i:{ref}>.",
    ]


def hotel(rng: random.Random) -> Paper:
    who, first, nights, rate = name(rng), day(rng), rng.randint(3, 6), rng.randint(71, 240)
    last = first + timedelta(days=nights)
    number, phone = (
        rng.randint(10000000, 99999999),
        f"+45 {rng.randint(20, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)}",
    )
    text = (
        f"Reservation confirmed\n\nHotel Strandgaarden\nGuest: {who}\nConfirmation number: {number}\nCheck-in: "
        f"{first:%a} {first.day} {MONTHS[first.month - 1][:3]} {first.year}, from 3 PM\nCheck-out: {last:%a} "
        f"{last.day} {MONTHS[last.month - 1][:3]} {last.year}, until 11 AM\nRate: {rate} EUR per night\nTelephone {phone}"
    )
    return text, [
        f"<p:{who}> has booked a room at the Hotel <p:Strandgaarden>.",
        f"The stay is from <d:{long(first)}> to <d:{long(last)}>, {nights} nights.",
        f"A night costs <n:{rate}> euros, so the stay costs <n:{rate * nights}> euros in total.",
        "Check-in is from <t:15:00>, check-out until <t:11:00>.",
        f"The confirmation number is <n:{number}>.",
        f"The hotel can be reached at <i:{phone}>.",
        f"Arrival is on a {first:%A}.",
    ]


def weather(rng: random.Random) -> Paper:
    place, now, wind, humid = (
        rng.choice(["Trondheim", "Galway", "Bregenz"]),
        rng.randint(11, 29),
        rng.randint(31, 78),
        rng.randint(41, 96),
    )
    text = (
        f"{place}\n{now}°C\nPartly cloudy\nWind {wind} km/h NW\nHumidity {humid}%\nSunrise 6:42 AM\nSunset 8:17 PM\n\n"
        f"Mon\tTue\tWed\n{now + 1}°\t{now - 2}°\t{now + 4}°"
    )
    return text, [
        f"In <p:{place}> it's <n:{now}> °C and partly cloudy.",
        f"The wind blows at <n:{wind}> km/h from the northwest.",
        f"The humidity is <n:{humid}> percent.",
        "The sun rises at <t:06:42> and sets at <t:20:17>.",
        f"On Wednesday it will be {now + 4} degrees, {4} more than now.",
        "The forecast covers three days.",
    ]


def calendar(rng: random.Random) -> Paper:
    who, month, dentist, party = name(rng), rng.randrange(12), rng.randint(11, 27), rng.randint(11, 27)
    year = rng.choice([2025, 2026, 2027])
    text = (
        f"{MONTHS[month]} {year}\n\nUpcoming\nDentist\t{dentist} {MONTHS[month][:3]}\t8:30 - 9:15\nBirthday of "
        f"{who.split()[0]}\t{party} {MONTHS[month][:3]}\tall day\nTax return due\t28 {MONTHS[month][:3]}\t17:00"
    )
    return text, [
        f"The dentist's appointment is on <d:{MONTHS[month]} {dentist}>, from <t:8:30> to <t:9:15>, so it takes 45 minutes.",
        f"<p:{who.split()[0]}> has a birthday on <d:{party} {MONTHS[month]} {year}>.",
        "The tax return is due on the 28th at <t:5 pm>.",
        "There are three entries.",
        f"The calendar shows {MONTHS[month]} {year}.",
    ]


def recipe(rng: random.Random) -> Paper:
    flour, oven, bake, rest = (
        rng.randint(26, 49) * 10,
        rng.choice([170, 190, 210]),
        rng.choice([35, 42, 55]),
        rng.choice([20, 25, 90]),
    )
    text = (
        f"Grandma's plum cake\n\n{flour} g flour\n3 eggs\n125 g butter\na pinch of salt\n1 kg plums\n\nKnead, let it "
        f"rest for {rest} minutes, then bake at {oven} °C for {bake} minutes. Serves eight."
    )
    return text, [
        f"You need <n:{flour}> g of flour, 3 eggs and 125 g of butter.",
        f"Bake it at <n:{oven}> degrees for <n:{bake}> minutes.",
        f"The dough rests for {rest} minutes.",
        f"Resting and baking take <n:{rest + bake}> minutes altogether.",
        "It serves 8 people.",
        "1. Knead the dough.\n2. Let it rest.\n3. Bake the cake.",
        "The recipe is for a plum cake and lists five ingredients.",
    ]


def report(rng: random.Random) -> Paper:
    who, lead, limit = name(rng), rng.randint(11, 46) / 1000, "0.05"
    sample, before, now = f"W-{rng.randint(100, 999)}/{rng.randint(11, 99)}", rng.randint(1200, 1900), rng.randint(2100, 3900)
    text = (
        f"LABORATORY REPORT\nSample\t{sample}\nAnalyst\tDr. {who}\n\nParameter\tResult\tLimit\nLead\t{lead:.3f} "
        f"mg/l\t{limit} mg/l\npH\t7.{rng.randint(1, 9)}\t6.5 - 9.5\nConductivity\t{now} uS/cm\t2790\nPrevious "
        f"value\t{before} uS/cm"
    )
    return text, [
        f"The lead content is <n:{lead:.3f}> mg/l, below the limit of {limit} mg/l.",
        f"Sample <i:{sample}> was analysed by Dr. <p:{who}>.",
        f"The conductivity rose from <n:{before:,}> to <n:{now:,}> uS/cm, an increase of <n:{now - before}>.",
        f"That is {((now - before) / before * 100):.0f} % more than before.",
        "The pH lies between 6.5 and 9.5.",
    ]


def poster(rng: random.Random) -> Paper:
    artist, when = name(rng), day(rng)
    adults, kids = rng.randint(23, 48), rng.randint(11, 19)
    text = (
        f"{artist.upper()} TRIO\nLIVE AT THE OLD MILL\n\n{when:%A} {when:%d.%m.%Y}\nDoors 7 pm - Show 8.30 pm\n\n"
        f"Tickets £{adults} / children £{kids}\nwww.oldmill-live.example"
    )
    return text, [
        f"The {artist} Trio plays on <d:{long(when)}>.",
        "The show begins at <t:20:30>, doors open at <t:19:00>.",
        f"Tickets cost <n:£{adults}>, for children <n:{kids}> pounds.",
        f"Two adults and a child pay {2 * adults + kids} pounds in total: 2 × {adults} + {kids}.",
        "Tickets can be had at <f:www.oldmill-live.example>.",
        f"The concert with <p:{artist}> is at the Old Mill.",
    ]


MORE: dict[str, Maker] = {
    "bank": bank,
    "mail": mail,
    "log": log,
    "boarding": boarding,
    "hotel": hotel,
    "weather": weather,
    "calendar": calendar,
    "recipe": recipe,
    "report": report,
    "poster": poster,
}
