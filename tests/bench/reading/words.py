"""What the drawn screenshots say: sentences, names, and things with digits in them, all made up."""

from __future__ import annotations

import random

__all__ = [
    "CODE",
    "MENU",
    "SETTINGS",
    "amount",
    "date",
    "log_line",
    "mail",
    "name",
    "path",
    "reference",
    "sentence",
    "thing",
    "time",
]

_SENTENCES = """Heating costs for the second half of the year are listed on page 3.
The ferry to Skagen leaves from pier 12 at 07:45 and takes 3 hours.
Illegal characters in a file name are replaced by an underscore.
Please initial each page and return all 11 of them by Friday.
I'll be there by ten, unless the 8:15 is late again.
Filling in Form 1040-ES takes about 20 minutes.
She paid 1,250.00 for the bicycle and 89.90 for its lock.
Click Install to add 2 packages; 118 MB will be downloaded.
Nothing was lost: all 37 drafts are still in the folder.
The lab measured 0.017 mg/l, well below the limit of 0.05.
We met at the corner of 5th Avenue and West 31st Street.
Does anyone know whether the lift is working today?
The contract ends on 31 December unless it is renewed.
Your session will expire in 5 minutes (at 14:20).
William and Lilly will look after the garden in July.
Turn left at the mill, then follow the gravel road uphill.
Version 2.11.0 no longer reads files written before 2018.
Room 101 is free, Room 110 is not; ask Ms. Ilic for a key.
A third of the members voted by post, the others in person.
Fuel use fell from 6.1 to 5.4 litres per 100 kilometres.
"It's only a small leak," he said, "but it won't stop."
Bring warm clothes: nights can be as cold as -8 degrees.
The recipe asks for 250 g of flour, 3 eggs and a pinch of salt.
All illustrations were drawn by hand in ink and watercolour.
Results will be published online within ten working days.
The second edition corrects some 140 errors of the first.
Please don't reply to this message; nobody reads this mailbox.
Every seat was sold, so another concert was added on Sunday.
The bill is split equally: 4 people owe 23.75 each.
Can you send me the plan of the ground floor as a PDF?""".split("\n")
_FIRST = "Ilse Mateo Noor Oskar Lila Jonas Aiko Billy Ines Rafael Hanna Idris Clara Otto Zoe Luca Mira Felix".split()
_LAST = "Lindqvist Okafor Moreau Silva Yilmaz Becker Ilic Romano Hill Castillo Nguyen Olsson Murphy Iqbal Wolf Kowalski".split()
_THINGS = ("Fountain pen", "Wool socks", "AA batteries (8)", "Olive oil 750 ml", "Bicycle pump", "Garden hose 15 m", "Tea towel",
           "Notebook A5", "LED bulb 9 W", "Wall paint 10 l", "Hex key set", "Rice 1 kg", "Dish soap", "USB hub", "Pillow 80 x 80",
           "Spare tyre", "Mineral water 6 x 1.5 l", "Apples", "HDMI cable 3 m", "Paper clips")  # fmt: skip
MENU = ("File", "Edit", "View", "Insert", "Format", "Tools", "Window", "Help", "Selection", "Go", "Run", "Terminal")
SETTINGS = ("Notifications", "Automatic updates", "Night light", "Show hidden files", "Use metric units", "Screen lock after",
            "Default printer", "Language", "Font size", "Bluetooth", "Volume", "Keyboard layout", "Sleep after", "Brightness",
            "Sync over mobile data", "Play a sound", "Wi-Fi", "Battery saver at", "Proxy server", "Storage used")  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()
CODE = r'''import os, sys
from pathlib import Path

LIMIT = 1_000_000  # bytes

class Ledger:
    """Entries of one account, oldest first."""

    def __init__(self, owner: str, *, currency="EUR") -> None:
        self.owner = owner
        self._entries: list[tuple[int, str]] = []

    def add(self, cents: int, note: str = "") -> bool:
        if not isinstance(cents, int) or abs(cents) > LIMIT:
            raise ValueError(f"not an amount: {cents!r}")
        self._entries.append((cents, note.strip()))
        return True

    @property
    def total(self) -> float:
        return sum(c for c, _ in self._entries) / 100

if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 2)
const total = items.filter(i => i.price >= 0.5).map(i => i.price * 1.21);
function load(url, { retries = 3, delay = 250 } = {}) {
  return fetch(`${url}/v1/list?page=${page}&limit=100`)
    .then(res => res.ok ? res.json() : Promise.reject(res.status));
}
for (int i = 0, n = list.size(); i < n; ++i) {
    buffer[i % 64] ^= 0x1F & (list[i] >> 3);
}
static const char *names[] = { "alpha", "beta", NULL };
SELECT id, title, COUNT(*) AS n FROM entries WHERE year >= 2021
  AND title LIKE '%il%' GROUP BY id, title ORDER BY n DESC LIMIT 25;
.card > a:hover { color: #1a73e8; margin: 0 0.5em 1px auto; }
<a href="/help?topic=11#top" class="link">Help &amp; contact</a>
docker run --rm -p 8080:80 -v "$PWD/site:/srv:ro" web:1.4.2
git rebase -i HEAD~3 && git push origin feature/io-limit
let mut map: HashMap<String, Vec<u8>> = HashMap::new();
match line.split_once('=') { Some((k, v)) => insert(k, v), None => {} }'''.split("\n")


def sentence(rng: random.Random) -> str:
    return rng.choice(_SENTENCES)


def name(rng: random.Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def thing(rng: random.Random) -> str:
    return rng.choice(_THINGS)


def amount(rng: random.Random) -> str:
    value = rng.choice([rng.randint(1, 99), rng.randint(100, 9_999), rng.randint(10_000, 2_000_000)]) + rng.randint(0, 99) / 100
    return rng.choice([f"{value:.2f}", f"{value:,.2f}", f"${value:,.2f}", f"{value:.2f} €", f"-{value:.2f}", f"£{value:,.0f}"])


def date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1998, 2027)
    return rng.choice([f"{year}-{month:02}-{day:02}", f"{day:02}.{month:02}.{year}", f"{month}/{day}/{year % 100:02}",
                       f"{day} {_MONTHS[month - 1]} {year}", f"{_MONTHS[month - 1][:3]} {day}, {year}"])  # fmt: skip


def time(rng: random.Random) -> str:
    return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"


def reference(rng: random.Random) -> str:
    letters = "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=rng.randint(2, 3)))
    return rng.choice([f"{letters}-{rng.randint(100, 99999)}", f"#{rng.randint(1000, 999999)}", f"{rng.getrandbits(32):08x}",
                       f"{rng.randint(100, 999)}-{rng.randint(1000000, 9999999)}"])  # fmt: skip


def mail(rng: random.Random) -> str:
    person = f"{rng.choice(_FIRST).lower()}.{rng.choice(_LAST).lower()}{rng.choice(['', '7', '84'])}"
    return f"{person}@example.{rng.choice(['org', 'com', 'net'])}"


def path(rng: random.Random) -> str:
    folder = rng.choice(
        ["/usr/local/lib/", "~/Pictures/2023/", "C:\\Program Files\\Ledger\\", "/etc/nginx/sites-enabled/", "D:\\Archive\\"]
    )
    return folder + rng.choice(["IMG_1107.jpg", "libssl.so.1.1", "report-v2.docx", "config.ini", "Q3 figures.xlsx", "index.html"])


def log_line(rng: random.Random) -> str:
    n, one = rng.randint, rng.choice
    address = ".".join(str(n(1, 254)) for _ in range(4))
    return rng.choice([
        f"{date(rng)[:10]} {time(rng)}:{n(0, 59):02} INFO  worker-{n(1, 16)} finished job {n(100, 99999)}",
        f'{address} - - "GET /static/app.{rng.getrandbits(24):06x}.js HTTP/1.1" {one([200, 304, 404, 500])} {n(100, 99999)}',
        f"WARN: disk /dev/sd{one('abc')}{n(1, 9)} is {n(80, 99)}% full ({n(1, 900)}G of 931G)",
        f"drwxr-xr-x  {n(2, 40)} root staff {n(64, 99999):>6} Nov {n(1, 28):>2} {time(rng)} lib{one(['exec', '64', 'il'])}",
        f"Reading package lists... Done ({n(1, 9)}.{n(0, 9)} s)", "$ make -j4 all 2>&1 | tee build.log",
        f"[{n(1, 100):>3}%] Building CXX object src/CMakeFiles/io.dir/{one(['tile', 'fill', 'link'])}.cpp.o",
        f"Collecting {one(['attrs', 'idna', 'click'])}=={n(1, 24)}.{n(0, 12)}.{n(0, 9)} ({n(10, 900)} kB)",
        f"E   AssertionError: assert {n(1, 99)} == {n(1, 99)}", "user@host:~/src$ tail -n 20 /var/log/syslog",
    ])  # fmt: skip
