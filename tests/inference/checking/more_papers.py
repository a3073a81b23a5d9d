"""More of them: statements of accounts, mails, logs, passes, bookings, forecasts, calendars, recipes, reports, posters, spoken memos."""

from __future__ import annotations

import random
from datetime import timedelta

from tests.inference.checking.papers import MONTHS, Maker, Paper, cents, day, long, money, name, two_names, us

__all__ = ["MORE", "SPOKEN"]


def bank(rng: random.Random) -> Paper:
    opening = cents(rng, 1100, 4000)
    moves = [(what, cents(rng, 20, 400) * sign) for what, sign in [("Salary advance", 1), ("Rent", -1), ("Electricity", -1), ("Water", -1)]]
    closing, first = opening + sum(m for _, m in moves), day(rng)
    iban = f"DE{rng.randint(10, 99)} {rng.randint(1000, 9999)} {rng.randint(1000, 9999)} {rng.randint(1000, 9999)} {rng.randint(1000, 9999)} {rng.randint(10, 99)}"
    text = f"Statement of account\nIBAN {iban}\n\nOpening balance\t{money(opening)}\n" + "\n".join(f"{(first + timedelta(days=2 * i)):%d %b}\t{w}\t{'+' if m > 0 else '-'}{money(abs(m))}" for i, (w, m) in enumerate(moves)) + f"\nClosing balance\t{money(closing)}"
    spent = sum(-m for _, m in moves if m < 0)
    return text, [
        f"The closing balance is <n:{money(closing)}>.", f"The account's IBAN is <i:{iban}>.", f"The rent of <n:{money(-moves[1][1])}> was paid on <d:{MONTHS[(first + timedelta(days=2)).month - 1]} {(first + timedelta(days=2)).day}>.",
        f"Rent (<n:{money(-moves[1][1])}>), electricity (<n:{money(-moves[2][1])}>) and water (<n:{money(-moves[3][1])}>) add up to <n:{money(spent)}>.", f"It began with <n:{money(opening)}>.", f"The balance changed by <n:{money(abs(closing - opening))}> overall.", "Three payments went out and one came in.",
    ]  # fmt: skip


def mail(rng: random.Random) -> Paper:
    a, b = two_names(rng)
    address, when, seats = f"{a.split()[0].lower()}.{a.split()[1].lower()}@{rng.choice(['example.org', 'mill-house.net'])}", day(rng), rng.randint(21, 98)
    plan, ref = f"seating-plan-{rng.randint(12, 99)}.docx", f"BK-{rng.randint(10000, 99999)}"
    text = f"From: {a} <{address}>\nTo: {b}\nSubject: Concert on Sunday\nDate: {when:%a}, {us(when)} at {rng.randint(1, 11)}:05 PM\nAttachment: {plan} (48 KB)\n\nDear {b.split()[0]},\nall {seats} seats were sold, so another concert was added. The booking reference is {ref}. See https://tickets.example.org/item?id={seats}7.\n\nBest,\n{a.split()[0]}"
    return text, [
        f"<p:{a}> wrote to <p:{b}> about a concert.", f"The sender's address is <f:{address}>.", f"The mail is from <d:{long(when)}>.", f"All <n:{seats}> seats were sold.", f"The booking reference is <i:{ref}>.", f"Attached is <f:{plan}>, 48 KB.", "The subject is “Concert on Sunday”.",
        f"More can be read at <f:https://tickets.example.org/item?id={seats}7>.", f"{a.split()[1]} has added another concert because the first was sold out.",
    ]  # fmt: skip


def log(rng: random.Random) -> Paper:
    port, code, line, ms = rng.randint(1025, 9999), rng.randint(130, 255), rng.randint(101, 999), rng.randint(1100, 9900)
    host = f"10.0.{rng.randint(11, 250)}.{rng.randint(2, 99)}"
    text = f"$ make deploy\n[12:04:31] INFO  Connecting to {host}:{port}\n[12:04:33] INFO  Uploaded bundle.tar.gz in {ms} ms\n[12:04:36] ERROR ConnectionResetError: peer closed the connection\n  File \"/srv/app/worker.py\", line {line}, in push\nmake: *** [deploy] Error {code}"
    return text, [
        f"The program connects to <i:{host}:{port}>.", f"The upload took <n:{ms}> ms, that is about {ms / 1000:.1f} seconds.", "It failed with a `ConnectionResetError` at <t:12:04:36>.", f"The error is raised in <f:/srv/app/worker.py> at line <n:{line}>.", f"The exit code of make is <n:{code}>.", "The uploaded file is <f:bundle.tar.gz>.", "The last log line reads \"peer closed the connection\".",
    ]  # fmt: skip


def boarding(rng: random.Random) -> Paper:
    who, when = name(rng), day(rng)
    flight, seat, gate, ref = f"LX{rng.randint(1200, 2999)}", f"{rng.randint(11, 38)}{rng.choice('ABDF')}", f"B{rng.randint(21, 48)}", "".join(rng.choice("ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(6))
    h = rng.randint(13, 20)
    text = f"BOARDING PASS\n\nName\t{who.split()[1].upper()}/{who.split()[0].upper()} MR\nFrom\tZURICH ZRH\nTo\tLISBON LIS\nFlight\t{flight}\nDate\t{when:%d%b%y}\nGate\t{gate}\nSeat\t{seat}\nBoarding\t{h}:25\nDeparture\t{h}:55\nBooking reference\t{ref}"
    return text, [
        f"The passenger is <p:{who}>.", f"The flight is <i:{flight}> from <p:Zurich> to <p:Lisbon>.", f"The seat is **<i:{seat}>**, the gate <i:{gate}>.", f"Boarding begins at <t:{h - 12}:25 pm>, thirty minutes before departure at <t:{h}:55>.", f"The flight leaves on <d:{long(when)}>.", f"The booking reference is <i:{ref}>.",
    ]  # fmt: skip


def hotel(rng: random.Random) -> Paper:
    who, first, nights, rate = name(rng), day(rng), rng.randint(3, 6), rng.randint(71, 240)
    last = first + timedelta(days=nights)
    number, phone = rng.randint(10000000, 99999999), f"+45 {rng.randint(20, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)}"
    text = f"Reservation confirmed\n\nHotel Strandgaarden\nGuest: {who}\nConfirmation number: {number}\nCheck-in: {first:%a} {first.day} {MONTHS[first.month - 1][:3]} {first.year}, from 3 PM\nCheck-out: {last:%a} {last.day} {MONTHS[last.month - 1][:3]} {last.year}, until 11 AM\nRate: {rate} EUR per night\nTelephone {phone}"
    return text, [
        f"<p:{who}> has booked a room at the Hotel <p:Strandgaarden>.", f"The stay is from <d:{long(first)}> to <d:{long(last)}>, {nights} nights.", f"A night costs <n:{rate}> euros, so the stay costs <n:{rate * nights}> euros in total.", f"Check-in is from <t:15:00>, check-out until <t:11:00>.", f"The confirmation number is <n:{number}>.", f"The hotel can be reached at <i:{phone}>.", f"Arrival is on a {first:%A}.",
    ]  # fmt: skip


def weather(rng: random.Random) -> Paper:
    place, now, wind, humid = rng.choice(["Trondheim", "Galway", "Bregenz"]), rng.randint(11, 29), rng.randint(31, 78), rng.randint(41, 96)
    text = f"{place}\n{now}°C\nPartly cloudy\nWind {wind} km/h NW\nHumidity {humid}%\nSunrise 6:42 AM\nSunset 8:17 PM\n\nMon\tTue\tWed\n{now + 1}°\t{now - 2}°\t{now + 4}°"
    return text, [
        f"In <p:{place}> it's <n:{now}> °C and partly cloudy.", f"The wind blows at <n:{wind}> km/h from the northwest.", f"The humidity is <n:{humid}> percent.", "The sun rises at <t:06:42> and sets at <t:20:17>.", f"On Wednesday it will be {now + 4} degrees, {4} more than now.", "The forecast covers three days.",
    ]  # fmt: skip


def calendar(rng: random.Random) -> Paper:
    who, month, dentist, party = name(rng), rng.randrange(12), rng.randint(11, 27), rng.randint(11, 27)
    year = rng.choice([2025, 2026, 2027])
    text = f"{MONTHS[month]} {year}\n\nUpcoming\nDentist\t{dentist} {MONTHS[month][:3]}\t8:30 - 9:15\nBirthday of {who.split()[0]}\t{party} {MONTHS[month][:3]}\tall day\nTax return due\t28 {MONTHS[month][:3]}\t17:00"
    return text, [
        f"The dentist's appointment is on <d:{MONTHS[month]} {dentist}>, from <t:8:30> to <t:9:15>, so it takes 45 minutes.", f"<p:{who.split()[0]}> has a birthday on <d:{party} {MONTHS[month]} {year}>.", f"The tax return is due on the 28th at <t:5 pm>.", "There are three entries.", f"The calendar shows {MONTHS[month]} {year}.",
    ]  # fmt: skip


def recipe(rng: random.Random) -> Paper:
    flour, oven, bake, rest = rng.randint(26, 49) * 10, rng.choice([170, 190, 210]), rng.choice([35, 42, 55]), rng.choice([20, 25, 90])
    text = f"Grandma's plum cake\n\n{flour} g flour\n3 eggs\n125 g butter\na pinch of salt\n1 kg plums\n\nKnead, let it rest for {rest} minutes, then bake at {oven} °C for {bake} minutes. Serves eight."
    return text, [
        f"You need <n:{flour}> g of flour, 3 eggs and 125 g of butter.", f"Bake it at <n:{oven}> degrees for <n:{bake}> minutes.", f"The dough rests for {rest} minutes.", f"Resting and baking take <n:{rest + bake}> minutes altogether.", "It serves 8 people.", "1. Knead the dough.\n2. Let it rest.\n3. Bake the cake.", "The recipe is for a plum cake and lists five ingredients.",
    ]  # fmt: skip


def report(rng: random.Random) -> Paper:
    who, lead, limit = name(rng), rng.randint(11, 46) / 1000, "0.05"
    sample, before, now = f"W-{rng.randint(100, 999)}/{rng.randint(11, 99)}", rng.randint(1200, 1900), rng.randint(2100, 3900)
    text = f"LABORATORY REPORT\nSample\t{sample}\nAnalyst\tDr. {who}\n\nParameter\tResult\tLimit\nLead\t{lead:.3f} mg/l\t{limit} mg/l\npH\t7.{rng.randint(1, 9)}\t6.5 - 9.5\nConductivity\t{now} uS/cm\t2790\nPrevious value\t{before} uS/cm"
    return text, [
        f"The lead content is <n:{lead:.3f}> mg/l, below the limit of {limit} mg/l.", f"Sample <i:{sample}> was analysed by Dr. <p:{who}>.", f"The conductivity rose from <n:{before:,}> to <n:{now:,}> uS/cm, an increase of <n:{now - before}>.", f"That is {((now - before) / before * 100):.0f} % more than before.", "The pH lies between 6.5 and 9.5.",
    ]  # fmt: skip


def poster(rng: random.Random) -> Paper:
    artist, when = name(rng), day(rng)
    adults, kids = rng.randint(23, 48), rng.randint(11, 19)
    text = f"{artist.upper()} TRIO\nLIVE AT THE OLD MILL\n\n{when:%A} {when:%d.%m.%Y}\nDoors 7 pm - Show 8.30 pm\n\nTickets £{adults} / children £{kids}\nwww.oldmill-live.example"
    return text, [
        f"The {artist} Trio plays on <d:{long(when)}>.", f"The show begins at <t:20:30>, doors open at <t:19:00>.", f"Tickets cost <n:£{adults}>, for children <n:{kids}> pounds.", f"Two adults and a child pay {2 * adults + kids} pounds in total: 2 × {adults} + {kids}.", "Tickets can be had at <f:www.oldmill-live.example>.", f"The concert with <p:{artist}> is at the Old Mill.",
    ]  # fmt: skip


def memo(rng: random.Random) -> Paper:
    a, b = two_names(rng)
    count, price, when = rng.randint(21, 89), rng.randint(110, 890), day(rng)
    text = f"Okay so this is a note to myself. I talked to {a} this morning and she says we need {count} chairs for the hall, not fewer. They cost {price} euros altogether. {b} can pick them up on {MONTHS[when.month - 1]} {when.day}{'th' if when.day in range(4, 21) else ''} at half past three. Oh and call the plumber, two taps are dripping."
    return text, [
        f"<p:{a}> says that <n:{count}> chairs are needed.", f"<p:{b}> will pick them up on <d:{when.day} {MONTHS[when.month - 1]}> at <t:3:30 pm>.", f"The chairs cost <n:€{price}>.", f"That is about {price / count:.2f} euros per chair ({price} / {count}).", "- Call the plumber: 2 taps are dripping\n- Get the chairs", "The speaker also mentions a plumber.",
    ]  # fmt: skip


def standup(rng: random.Random) -> Paper:
    a, b = two_names(rng)
    ticket, percent, users = rng.randint(1100, 9800), rng.randint(61, 97), rng.randint(2, 9)
    text = f"Good morning everyone. {a} here. Yesterday I closed ticket {ticket}, the login bug. Test coverage is at {percent} percent now. {users},500 users were affected. Today I'm pairing with {b} on the export. Our demo is on Thursday at 10:30."
    return text, [
        f"<p:{a}> closed ticket <n:{ticket}>.", f"Test coverage is at <n:{percent}>%.", f"<n:{users}500> users were affected by the login bug.", f"Today {a.split()[0]} works with <p:{b}> on the export.", "The demo is on Thursday at <t:10:30>.", f"Some {users}.5 thousand users had the problem.",
    ]  # fmt: skip


def voicemail(rng: random.Random) -> Paper:
    who = name(rng)
    phone, order, price = f"0{rng.randint(20, 79)} {rng.randint(100, 999)} {rng.randint(1000, 9999)}", rng.randint(40000, 99999), rng.randint(31, 94)
    text = f"Hello, this is {who} from Harbour Cycles. Your bicycle is ready. The repair of order number {order} comes to {price} pounds fifty. We are open until six today. Please call me back on {phone}. Thank you."
    return text, [
        f"<p:{who}> from Harbour Cycles called.", f"The order number is <n:{order}>.", f"The repair costs {price} pounds fifty.", "The shop is open until <t:6 o'clock>.", f"You should call back on <i:{phone}>.", "The bicycle is ready.", f"- Caller: <p:{who}>\n- Order: <n:{order}>",
    ]  # fmt: skip


MORE: dict[str, Maker] = {
    "bank": bank, "mail": mail, "log": log, "boarding": boarding, "hotel": hotel, "weather": weather, "calendar": calendar, "recipe": recipe, "report": report, "poster": poster
}  # fmt: skip
SPOKEN: dict[str, Maker] = {"memo": memo, "standup": standup, "voicemail": voicemail}
