"""Numbers that an answer has from the world and not from a page: 2,147,483,648, a 32-bit integer, Windows 11."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import permutations

from inference.checking.cues import PERCENT
from inference.checking.days import as_date
from inference.checking.figures import Figure, figures
from inference.checking.folding import fold
from inference.checking.measures import value_of
from inference.checking.page import Page

__all__ = ["common_knowledge", "in_words", "of_a_hundred", "of_age", "of_years"]

_BITS = re.compile(r"[ -]?bit\b", re.IGNORECASE)
_PRODUCT = re.compile(
    r"\b(Windows|Office|Word|Excel|Outlook|Python|PHP|Java|Node(?:\.js)?|HTML|CSS|HTTP|TLS|SSL|USB|HDMI|DisplayPort"
    r"|Bluetooth|Wi-?Fi|macOS"
    r"|Mac OS X|iOS|iPadOS|Android|Ubuntu|Debian|Fedora|Linux|Firefox|Chrome|Photoshop|iPhone|Galaxy|Pixel"
    r"|PlayStation|Xbox|DirectX"
    r"|OpenGL|Vulkan|IPv|PCIe|DDR|GPT|Gemma|Llama|C\+\+|ISO|UTF|RFC|SHA|AES|RTX|GTX|Core i|Ryzen|CUDA|SQL Server|PostgreSQL|MySQL"
    r"|Kubernetes|Docker|Unicode|Opus|MPEG|Cat|USB-C|Thunderbolt|Type|Chapter|Article|Section|§"
    r"|Art\.)[ -]?(?:(?:version|v|Server) ?)?$"
)
_ROUND = re.compile(r"\b(?:100|1000)\b")
_OF_PERCENT = re.compile(r"(?:per|of|von|pro|pour|sur|over|/|×|x|\*) ?$", re.IGNORECASE)
_SHARES = {
    "50": ("half", "hälfte", "moitié", "mitad", "metà", "halved"),
    "25": ("quarter", "viertel", "quart", "cuarto", "quarto"),
    "75": ("quarters", "dreiviertel", "quarts", "cuartos", "quarti"),
    "33": ("third", "drittel", "tiers", "tercio", "terzo"),
    "66": ("thirds", "drittel", "tiers", "tercios", "terzi"),
    "67": ("thirds", "drittel", "tiers", "tercios", "terzi"),
    "20": ("fifth", "fünftel", "cinquième", "quinto"),
    "10": ("tenth", "zehntel", "dixième", "décimo"),
    "100": ("doubled", "twice", "verdoppelt", "doublé", "duplicado", "raddoppiato"),
}
_YEAR = re.compile(r"(?<![\d.,])(?:1[89]|20)\d\d(?![\d]|[.,]\d)", re.ASCII)
_AGED = re.compile(r"\b(?:be|turns?|turned|aged?|age of|wird|von) $", re.IGNORECASE)
_OLD = re.compile(r" (?:(?:full )?years old|Jahre alt|ans\b|años|anni)|-year-old", re.IGNORECASE)
_DATES = 12
_LEAST = 15
"""Powers of two from 2^15 on: of smaller ones a page may well have another."""
_POWERS = frozenset(str(2**power - less) for power in range(_LEAST, 65) for less in (0, 1))
_SIZES = frozenset(("8", "16", "32", "64", "128", "256"))


def of_years(figure: Figure, sentence: str, pages: Sequence[Page]) -> str | None:
    """A year that lies a number of the sentence before or after one of a page: who turns nine in 2026 was born in 2017."""
    said = next((int(reading) for reading in figure.readings if _YEAR.fullmatch(reading)), None)
    if said is None:
        return None
    spans = {int(reading) for one in figures(sentence) for reading in one.readings if reading.isdecimal() and len(reading) < 4}
    for page in pages:
        for year in {year for day in page.days for year, _, _ in day.readings if year} | {
            int(y) for y in _YEAR.findall(page.text)
        }:
            if abs(year - said) in spans:
                return f"{abs(year - said)} from {year}"
    return None


def of_age(figure: Figure, plain: str, pages: Sequence[Page]) -> str | None:
    """How old somebody or something is: the whole years from one date of a page to another."""
    told = _AGED.search(plain[max(0, figure.start - 12) : figure.start]) or _OLD.match(plain, figure.stop)
    if not told:
        return None
    for page in pages:
        dates = [(there, day.text) for day in page.days[:_DATES] for reading in day.readings if (there := as_date(reading))]
        for (first, one), (last, other) in permutations(dates, 2):
            if (
                first < last
                and str(last.year - first.year - ((last.month, last.day) < (first.month, first.day))) in figure.readings
            ):
                return f"from {one} to {other}"
    return None


def of_a_hundred(figure: Figure, pages: Sequence[Page]) -> str | None:
    """A percentage of a page as a fraction: 0.06 for 6 %."""
    said = value_of(figure)
    if said is None or ("." not in figure.text and "," not in figure.text):
        return None
    shares = (page.by_amount[at : at + 4] for page in pages for at in [bisect_left(page.by_amount, (said * 100, ""))])
    return next((f"{text} %" for some in shares for value, text in some if value == said * 100), None)


def in_words(figure: Figure, plain: str, pages: Sequence[Page]) -> str | None:
    """The share in words of which it is the percentage: "a quarter" for 25 %."""
    if not PERCENT.match(plain, figure.stop):
        return None
    words = next((words for reading, words in _SHARES.items() if reading in figure.readings), ())
    return next((word for word in words for page in pages if fold(word) in page.words), None)


def common_knowledge(figure: Figure, plain: str, pages: Sequence[Page]) -> str | None:
    """Why it says nothing of a page; None if it may. The version of a product is one only where no page names the product."""
    if figure.readings & _POWERS:
        return "a power of two"
    if figure.readings & _SIZES and _BITS.match(plain, figure.stop):
        return None if any("bit" in page.words for page in pages) else "as everybody knows"
    before = plain[max(0, figure.start - 24) : figure.start]
    if product := _PRODUCT.search(before):
        named = fold(re.split(r"\W", product[1])[0])
        return None if any(named in page.words for page in pages) else "a version"
    if _ROUND.fullmatch(figure.text) and _OF_PERCENT.search(before):
        return "as everybody knows"
    return None
