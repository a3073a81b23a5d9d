"""Values that made-up screens show, by kind: prices, dates, codes, names, sentences. None of them is ever held out.

Printable ASCII and the signs of euro and pound alone, without spaces around it and without two spaces in a row.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Literal, get_args

from inference.starter import world

__all__ = ["KINDS", "Kind", "file_name", "person", "phrase", "sentence", "styled", "trained", "value", "word"]

Kind = Literal[
    "price", "number", "code", "date", "time", "percent", "person", "word", "email", "phone", "size", "version", "host"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

_MONTHS = "January February March April May June July August September October November December".split()
_FIRST = """Adam Alice Amir Anna Ben Carla Chen Clara Daniel David Diana Elena Emma Erik Eva Felix Fiona Frank Grace Hanna
Hugo Ida Ivan Jack James Jane Julia Karl Kate Laura Leo Lina Lucy Maria Mark Martin Maya Mia Nina Noah Nora Olga Oscar Paul
Peter Rosa Ruth Sam Sara Simon Sofia Tara Theo Tom Vera Victor Yuki Zoe""".split()
_STATES = """active pending paid open closed done failed ready running stopped late sent draft new shipped busy online offline
enabled disabled approved cancelled waiting passed blocked high low medium normal none""".split()
_UNITS = "KB MB GB TB kg g km m cm mm ms s C W V Hz dB km/h px ml".split()
_ENDINGS = "com org net io example de local info".split()
_SUFFIXES = "txt pdf csv log py json png doc zip xml md html c js ini mp3".split()
_FOLDERS = "home usr var etc tmp opt".split()
_SUBJECTS = """the file|the folder|the server|the network|your password|your session|this page|the printer|the disk|the update
the document|your account|the payment|the device|the connection|your order|the message|the backup|the program|the camera
the battery|the key|this link|the database|the service|your request|the window|the project|the report|the user"""
_PREDICATES = """could not be opened|was not found|is not available|has been saved|is full|has expired|is ready|was removed
is locked|could not be saved|is too large|has been sent|is out of date|was closed|does not exist|is already in use
needs to restart|is missing|did not respond|was updated|has been changed|is not valid|is busy|was cancelled|has failed
is complete|will be deleted|is empty"""
_REQUESTS = """Save changes?|Delete this file?|Try again later.|Are you sure?|Please wait.|Do you want to continue?
Sign in again.|Restart now?|Replace it?|Check the cable.|Enter your password.|Choose a folder.|Please try again.
Discard the draft?|Quit anyway?|Read more|Nothing to show.|No results.|Loading...|Contact support.|Click to continue.
Terms and conditions|Thank you!"""
_SUBJECT_LIST, _PREDICATE_LIST, _REQUEST_LIST = (
    text.replace("\n", "|").split("|") for text in (_SUBJECTS, _PREDICATES, _REQUESTS)
)
_PRICES = (
    "${:.2f}",
    "${:.2f}",
    "{:.2f}",
    "{:.2f}",
    "${:,.2f}",
    "${:.0f}",
    "{:.2f} EUR",
    "{:,.2f}",
    "€{:.2f}",
    "£{:.2f}",
    "{:.2f} €",
)
_CODES = ("####", "#####", "######", "@@-####", "@###", "@@@@", "@@#@#", "0x####", "@@@-###", "#-###-##", "@@##-@@##", "@#@-@#@",
          "########", "@@_###", "E-####", "#@#@#@", "@@/###/##", "####-####", "??????", "???-???-???")  # fmt: skip
_PHONES = ("### ####", "###-###-####", "(###) ###-####", "+## ### ######", "0## ### ## ##", "0### ######", "+#-###-###-####")
_MARKS = {"#": world.DIGITS, "@": world.LETTERS.upper(), "?": world.LETTERS.upper() + world.DIGITS}


def trained(rng: random.Random, make: Callable[[random.Random], str]) -> str:
    """What `make` makes, again and again until it is not held out."""
    while world.held_out(text := make(rng)):
        pass
    return text


def value(rng: random.Random, kind: Kind) -> str:
    """A value of `kind`, 1 to about 30 characters."""
    return trained(rng, _MAKERS[kind])


def word(rng: random.Random) -> str:
    """A word in lower case, English or invented."""
    return trained(rng, world.word)


def phrase(rng: random.Random, *, most: int = 4) -> str:
    """One to `most` words in lower case."""
    return trained(rng, lambda rng: " ".join(word(rng) for _ in range(rng.randint(1, most))))


def sentence(rng: random.Random) -> str:
    """What messages say: a statement, a request, or words of no sense with a mark at the end."""
    return trained(rng, _sentence)


def person(rng: random.Random) -> str:
    return trained(rng, _person)


def file_name(rng: random.Random) -> str:
    return trained(rng, _file)


def styled(rng: random.Random, text: str) -> str:
    """`text` as labels and titles are written: mostly with one capital, or a capital for each word, or as it is."""
    one = text[:1].upper() + text[1:]
    return rng.choice((one, one, one, text.title(), text, text.upper()))


def _filled(rng: random.Random, form: str) -> str:
    return "".join(rng.choice(_MARKS.get(mark, mark)) for mark in form)


def _price(rng: random.Random) -> str:
    return rng.choice(_PRICES).format(max(0.05, rng.choice((9.99, 99.99, 999.99, 9999.99)) * rng.random() ** 2))


def _number(rng: random.Random) -> str:
    number = int(world.digits(rng, rng.choice((1, 1, 2, 2, 2, 3, 3, 4, 5))))
    return rng.choice((str(number), str(number), str(number), f"{number:,}", f"{rng.choice('ABCDEFGHKMNPR')}{number}"))


def _code(rng: random.Random) -> str:
    return _filled(rng, rng.choice(_CODES))


def _date(rng: random.Random) -> str:
    year, month, day = rng.randint(1980, 2039), rng.randint(1, 12), rng.randint(1, 28)
    full = _MONTHS[month - 1]
    short = full[:3]
    return rng.choice((f"{year}-{month:02}-{day:02}", f"{day:02}/{month:02}/{year}", f"{day}.{month}.{year}", f"{day} {full}",
                       f"{short} {day}, {year}", f"{full} {day}", f"{day:02}.{month:02}.{year}", f"{month}/{day}/{year % 100:02}",
                       f"{day} {short} {year}"))  # fmt: skip


def _time(rng: random.Random) -> str:
    hour, minute, half = rng.randint(0, 23), rng.randint(0, 59), rng.choice(("am", "pm", "AM", "PM"))
    clock = f"{hour:02}:{minute:02}"
    return rng.choice((clock, clock, f"{hour}:{minute:02}", f"{hour % 12 + 1} {half.lower()}",
                       f"{hour % 12 + 1}:{minute:02} {half}", f"{clock}:{rng.randint(0, 59):02}"))  # fmt: skip


def _percent(rng: random.Random) -> str:
    share = rng.randint(0, 100)
    return rng.choice((f"{share}%", f"{share}%", f"{rng.randint(0, 999) / 10}%", f"{share} %"))


def _person(rng: random.Random) -> str:
    first, last = rng.choice(_FIRST), world.word(rng).capitalize()
    return rng.choice((f"{first} {last}", f"{first} {last}", first, f"{first[0]}. {last}", f"{first.lower()}{rng.randint(1, 99)}",
                       f"{first.lower()}.{last.lower()}", f"{last}, {first}"))  # fmt: skip


def _word(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return styled(rng, rng.choice(_STATES))
    return styled(rng, " ".join(word(rng) for _ in range(rng.choice((1, 1, 2)))))


def _email(rng: random.Random) -> str:
    first = rng.choice(_FIRST).lower()
    return f"{rng.choice((first, world.word(rng), f'{first}.{world.word(rng)}'))}@{world.word(rng)}.{rng.choice(_ENDINGS)}"


def _phone(rng: random.Random) -> str:
    return "".join(rng.choice(world.DIGITS) if mark == "#" else mark for mark in rng.choice(_PHONES))


def _size(rng: random.Random) -> str:
    number = rng.choice((str(rng.randint(1, 999)), str(rng.randint(1, 99)), f"{rng.randint(1, 999) / 10}"))
    return f"{number}{rng.choice(('', ' ', ' '))}{rng.choice(_UNITS)}"


def _version(rng: random.Random) -> str:
    parts = ".".join(str(rng.randint(0, 29)) for _ in range(rng.choice((2, 3, 3, 4))))
    return rng.choice((parts, parts, f"v{parts}", f"{parts}-{rng.choice(('beta', 'rc1', 'rc2', 'dev'))}"))


def _host(rng: random.Random) -> str:
    one = world.word(rng)
    address = ".".join(str(rng.randint(0, 255)) for _ in range(4))
    return rng.choice((address, address, f"{one}.{rng.choice(_ENDINGS)}", f"{one}-{rng.randint(1, 99)}", _file(rng),
                       f"/{rng.choice(_FOLDERS)}/{one}"))  # fmt: skip


def _file(rng: random.Random) -> str:
    one = world.word(rng)
    return f"{rng.choice((one, f'{one}_{world.word(rng)}', f'{one}-{rng.randint(1, 99)}'))}.{rng.choice(_SUFFIXES)}"


def _sentence(rng: random.Random) -> str:
    form = rng.random()
    if form < 0.35:
        said = f"{rng.choice(_SUBJECT_LIST)} {rng.choice(_PREDICATE_LIST)}"
        return said[0].upper() + said[1:] + rng.choice((".", ".", "", "!"))
    if form < 0.5:
        return rng.choice(_REQUEST_LIST)
    if form < 0.65:
        return f"{_file(rng)} {rng.choice(_PREDICATE_LIST)}"
    words = " ".join(word(rng) for _ in range(rng.randint(2, 7)))
    return words[0].upper() + words[1:] + rng.choice((".", ".", "?", "!", ":", "", ""))


_MAKERS: dict[Kind, Callable[[random.Random], str]] = {
    "price": _price, "number": _number, "code": _code, "date": _date, "time": _time, "percent": _percent, "person": _person,
    "word": _word, "email": _email, "phone": _phone, "size": _size, "version": _version, "host": _host,
}  # fmt: skip
