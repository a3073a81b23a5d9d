"""What training screens are asked about: topics with their kinds of values, goods, people, settings, commands of menus, and how
questions about them are worded.

All of it is a closed list, `SPOKEN`, so that a synthesiser can say every question in advance. Names are in lower case and none is
held out: those of the lists below that are stay unused here.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from inference.starter.synthesis import values
from inference.starter.synthesis.values import Kind
from inference.starter.world import held_out

__all__ = [
    "COLUMNS_OF_GOODS",
    "COLUMNS_OF_PEOPLE",
    "COMMANDS",
    "GOODS",
    "PEOPLE",
    "SETTINGS",
    "SPOKEN",
    "TOPICS",
    "VARIABLES",
    "Topic",
    "about",
    "cell",
    "checked",
    "invented",
    "price_of",
    "questions",
    "shortcut",
    "value_of",
    "variable",
]


@dataclass(frozen=True)
class Topic:
    """The name of something with a value, in lower case, and the kind of its values."""

    name: str
    kind: Kind


_NAMES: dict[Kind, str] = {
    "price": """total|subtotal|grand total|amount due|balance|deposit|discount|tax|tip|shipping|service charge|price
unit price|cost|fee|fine|rent|salary|budget|refund|payment|change|credit|net amount|delivery fee|minimum payment|ticket price
monthly rate|amount|cash|old balance|new balance|card payment|sales tax|handling|insurance|donation|bonus|profit|loss""",
    "code": """error code|order number|invoice number|reference|tracking number|serial number|booking code|ticket number
account number|customer number|access code|product code|part number|promo code|member number|flight|case number|batch number
gift code|door code|postcode|job number|contract number|policy number|pin|code|id|user id|password|item number|exit code
reason code|bus line|key|voucher number|order id|device id|wifi password|license plate|error number|session id""",
    "number": """quantity|port|age|score|level|page|floor|platform|gate|seat|room|table|line|channel|lane|track|rank|count
year|row|points|queue number|house number|number of guests|copies|attempts|counter|zone|locker|position|desk|parking space
screen|step|visitors|version number|window|round|chapter|shelf|nights|items""",
    "date": """date|due date|birthday|order date|delivery date|start date|end date|release date|expiry date|arrival date
issue date|date of birth|deadline|last login|last update|next payment|first day|last day|renewal date|invoice date|return date
check in date""",
    "time": """time|arrival|departure|check in|check out|start time|end time|opening time|closing time|boarding time|meeting
alarm|pickup time|next train|next bus|lunch break|finish time|landing time|appointment|last call""",
    "percent": """progress|battery|humidity|tax rate|interest rate|volume|brightness|zoom|memory usage|disk usage|opacity
accuracy|chance of rain|share|growth|completion|charge level|signal strength|turnout|success rate""",
    "person": """user name|name|first name|last name|customer|owner|author|manager|driver|doctor|teacher|contact|sender
recipient|guest|cashier|seller|captain|tenant|pilot|patient|passenger|editor|winner|host name|file owner|nurse|coach""",
    "word": """status|city|country|language|colour|category|type|mode|priority|department|format|subject|title|product|brand
model|street|destination|company|group|team|state|region|station|weather|payment method|service|device|network|theme|font
location|material|answer|job title|school|project|song|artist|shape""",
    "email": "email|contact email|work email|email address|support email|account email|reply address|login",
    "phone": "phone|mobile|fax|phone number|emergency contact|work phone|hotline|contact number",
    "size": """file size|free space|memory|weight|height|width|length|distance|speed|temperature|download size|depth|pressure
voltage|power|frequency|capacity|latency""",
    "version": "version|build|firmware|app version|driver version|update|kernel",
    "host": "server|host|domain|gateway|file name|folder|path|website|ip address|database|address|mirror|home page",
}
_GOODS = """coffee|tea|bread|milk|butter|cheese|apples|oranges|bananas|rice|pasta|soup|salad|pizza|sandwich|cake|cookies|water
juice|lemonade|eggs|sugar|salt|pepper|tomatoes|onions|potatoes|carrots|chicken|fish|yogurt|chocolate|ice cream|soap|pen
notebook|batteries|lamp|cable|shirt|socks|hat|shoes|umbrella|flowers|magazine|ticket|honey|jam|mushrooms|chips|beans|paper
glue|scissors|candle|mug"""
_PEOPLE = """adam|alice|anna|ben|carla|clara|daniel|david|elena|emma|erik|felix|frank|grace|hugo|ivan|jack|james|julia|karl
kate|laura|leo|lucy|maria|mark|martin|nina|noah|olga|oscar|paul|peter|rosa|sam|sara|simon|tom|vera|victor"""
_SETTINGS = """notifications|dark mode|wifi|bluetooth|sound|auto save|spell check|location|airplane mode|updates|cookies
backup|sync|animations|word wrap|line numbers|full screen|sound effects|night light|data saver|subtitles|captions|vibration
hidden files|remember me|newsletter|gift wrap|express delivery|terms|reminders|autoplay|large text|private mode|mirror image
show grid|encryption|read receipts|power saver|shuffle|repeat"""
_COMMANDS = """new|open|save|save as|print|close|quit|undo|redo|cut|copy|paste|delete|select all|find|replace|zoom in|zoom out
refresh|preferences|settings|help|about|export|import|share|rename|properties|new folder|new window|new tab|full screen
next page|bookmark|download|history|find next|duplicate|insert image|page setup|send|reply|archive|log out|lock screen|go back"""
_VARIABLES = """width|height|count|name|port|host|timeout|limit|speed|color|title|size|level|debug|retries|path|user|mode|rate
index|offset|length|theme|version|language|delay|factor|volume|depth|step|margin|threads|total|start|scale"""
COLUMNS_OF_GOODS: dict[str, Kind] = {"price": "price", "quantity": "number", "rating": "number", "status": "word", "size": "size"}
COLUMNS_OF_PEOPLE: dict[str, Kind] = {"score": "number", "room": "number", "phone": "phone", "time": "time"}
"""Columns of tables, and the kinds of their values."""

_WORDINGS: dict[Kind, str] = {
    "price": "How much is the {}?",
    "percent": "How much is the {}?",
    "size": "How much is the {}?",
    "date": "When is the {}?",
    "time": "When is the {}?",
    "person": "Who is the {}?",
}


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.replace("\n", "|").split("|") if not held_out(name))


TOPICS = tuple(Topic(name, kind) for kind, names in _NAMES.items() for name in _names(names))
GOODS, PEOPLE, SETTINGS, COMMANDS, VARIABLES = map(_names, (_GOODS, _PEOPLE, _SETTINGS, _COMMANDS, _VARIABLES))

_ABOUT: dict[str, tuple[str, ...]] = {
    "title": ("What is the title?", "What's the title?"),
    "message": ("What is the message?", "What does the message say?"),
    "button": ("Which button is selected?", "Which button is highlighted?"),
    "option": ("Which option is selected?", "What is selected?"),
    "entry": ("Which entry is highlighted?", "What is highlighted?"),
    "tab": ("Which tab is selected?", "Which tab is open?"),
    "command": ("What is the command?", "Which command was run?"),
    "error": ("What is the error?", "What does the error say?"),
    "shop": ("What is the name of the shop?", "Which shop is it?"),
    "function": ("Which function is defined?", "What is the function called?"),
    "first line": ("What is the first line?", "Read the first line."),
    "last line": ("What is the last line?", "Read the last line."),
}


def about(part: str) -> tuple[str, ...]:
    """How one asks about a part that a screen has once: title, message, button, option, entry, tab, command, error and so on."""
    return _ABOUT[part]


def questions(topic: Topic) -> tuple[str, ...]:
    """Four wordings that ask for the value of `topic`, the first of them always "What is the ...?"."""
    name = topic.name
    return (
        f"What is the {name}?",
        f"What's the {name}?",
        f"Tell me the {name}.",
        _WORDINGS.get(topic.kind, "Which {}?").format(name),
    )


def price_of(name: str) -> tuple[str, ...]:
    return f"What is the price of {name}?", f"How much is {name}?"


def cell(column: str, name: str) -> tuple[str, ...]:
    """How one asks for a column of the row called `name`."""
    return price_of(name) if column == "price" else (f"What is the {column} of {name}?",)


def checked(name: str) -> tuple[str, ...]:
    """Asks for yes or no."""
    return f"Is {name} checked?", f"Is {name} on?"


def shortcut(name: str) -> tuple[str, ...]:
    return (f"What is the shortcut for {name}?",)


def variable(name: str) -> tuple[str, ...]:
    return f"What is the value of {name}?", f"What is {name}?"


def invented(rng: random.Random) -> Topic:
    """A topic of a name made up on the spot, one word or two; questions about it are not in `SPOKEN`."""
    return Topic(values.phrase(rng, most=2), rng.choice(values.KINDS))


def value_of(rng: random.Random, topic: Topic) -> str:
    return values.value(rng, topic.kind)


def _spoken() -> Iterable[str]:
    for part in _ABOUT:
        yield from about(part)
    for topic in TOPICS:
        yield from questions(topic)
    for columns, names in ((COLUMNS_OF_GOODS, GOODS), (COLUMNS_OF_PEOPLE, PEOPLE)):
        for column in columns:
            for name in names:
                yield from cell(column, name)
    for name in SETTINGS:
        yield from checked(name)
    for name in COMMANDS:
        yield from shortcut(name)
    for name in VARIABLES:
        yield from variable(name)


SPOKEN: tuple[str, ...] = tuple(dict.fromkeys(_spoken()))
"""Every question about topics of these lists that a screen can ask, each once."""
