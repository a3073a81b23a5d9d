"""Names that are no words: addresses of mail and web, paths, files, references such as INV-2026-0417, identifiers of code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from inference.checking.folding import fold, fold_signs, misread
from inference.checking.ordinary import is_ordinary
from inference.checking.page import Hit, Page

__all__ = ["Address", "addresses", "find_address"]

_ENDINGS = (
    "pdf|png|jpe?g|gif|webp|svg|bmp|tiff?|heic|docx?|xlsx?|pptx?|odt|ods|odp|rtf|txt|md|csv|tsv|json|ya?ml|toml"
    "|ini|cfg|conf|log|xml|html?|css|scss|"
    "jsx?|tsx?|py|ipynb|rs|go|rb|java|kt|c|h|cc|cpp|hpp|cs|php|pl|sh|bash|bat|ps1|sql|db|sqlite|zip|gz|tgz|xz|7z"
    "|rar|tar|iso|exe|msi|dmg|deb|rpm|apk|"
    "mp3|mp4|wav|ogg|flac|m4a|mkv|mov|avi|webm|gguf|onnx|bin|dat|bak|tmp|lock|env|ics|eml|vcf|key|pem|crt|psd|ai"
    "|eps|tex|bib|epub|mobi|lua|swift|vue|dll|so|dylib"
)
_MAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
_WEB = r"(?:https?|ftp|file|smb|ssh)://[^\s\x1f<>\"'”’)\]]{1,600}|www\.[^\s\x1f<>\"'”’)\]]{1,600}"
_DOMAINS = "com|org|net|de|fr|uk|eu|io|dev|app|info|edu|gov|at|ch|es|it|nl|example|local|test"
_SITE = rf"(?:[\w-]{{1,63}}\.){{1,4}}(?:{_DOMAINS})\b(?:/[^\s\x1f<>\"'”’)\]]{{0,300}})?"
_PATH = r"(?:[A-Za-z]:\\|\\\\|~/|\.{1,2}/|/)[\w.-][\w.\\/@+~-]{0,300}|[\w.-]{1,64}(?:[\\/][\w.@+~-]{1,64}){1,12}"
_FILE = rf"[\w][\w+-]{{0,80}}(?:\.[\w+-]{{1,40}}){{0,4}}\.(?:{_ENDINGS})(?![\w])"
_IBAN = r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"
_REFERENCE = r"(?<![\w])(?=[\w#./:-]{0,40}\d)[A-Za-z#][A-Za-z]{0,30}(?:[-_./:#]?[\w]{1,40}){1,8}"
_MIXED = (
    r"(?<![\w.,:-])(?=[\w-]{6,40}(?![\w-]))(?=\w*[A-Za-z])(?!\d+[xXh]\d+\b)\d\w*[A-Za-z]\w*\d\w*(?:-\w{1,20}){0,8}"
    r"|(?<![\w.,])0x[0-9A-Fa-f]{1,40}\b|(?<![\w.,:-])\d{1,4}[a-z]{5,20}\b(?![.-]\w)"
)
_DIGITS = r"\+?\d{1,6}(?:[ ().:/-]{1,2}\d{1,8}){2,9}"
_CODE = (
    r"\b[A-Za-z_]\w{0,60}(?:_\w{1,60}|\.[a-z_]\w{1,60}(?=\()|\(\))|\b[a-z]{1,20}(?:[A-Z][a-z0-9]{1,20}){1,6}\b"
    r"|(?<![\w-])--[a-z][\w-]{1,40}"
)
_ANY = re.compile(
    rf"(?P<web>{_WEB})|(?P<mail>{_MAIL})|(?P<iban>{_IBAN})|(?<![\w.])(?P<file>{_FILE})|(?<![\w./])(?P<path>{_PATH})"
    rf"|(?<![\w.@])(?P<site>{_SITE})|(?P<digits>(?<![\w.,]){_DIGITS}(?![\w]))|(?P<code>{_CODE})|(?P<reference>{_REFERENCE}|{_MIXED})"
)
_AMOUNT = re.compile(r"\d\.\d\d(?!\d)")
_PART = re.compile(r"[^\W_]+")
_SEPARATED = re.compile(r"[\\/]+")


@dataclass(frozen=True)
class Address:
    """`form` is which of the kinds above it is."""

    start: int
    stop: int
    text: str
    form: str


def addresses(plain: str) -> Iterator[Address]:
    """Those of a text without its markup."""
    for found in _ANY.finditer(plain):
        form = found.lastgroup or ""
        text = found[0].rstrip(".,;:!?-)'’")
        if form == "path" and not _is_one(text, form):
            form = "reference"
        if _is_one(text, form):
            yield Address(found.start(), found.start() + len(text), text, form)


def find_address(text: str, page: Page) -> Hit | None:
    """Where it stands, part of a longer one included; a path also where only its parts stand. No digit may differ."""
    if place := page.letters.find(fold(text)) or page.signs.find(fold_signs(misread(text))) or _by_parts(text, page):
        return Hit(*place)
    pieces = [piece for piece in _SEPARATED.split(text) if fold(piece)]
    if len(pieces) < 2:
        return None
    places = [page.letters.find(fold(piece)) or _by_parts(piece, page) for piece in pieces]
    last = places[-1]
    return Hit(*last, other=True) if last and all(places) else None


def _by_parts(text: str, page: Page) -> tuple[int, int] | None:
    """Its words one behind another, longer ones with a letter wrong, those with digits as they are."""
    parts = [m[0] for m in _PART.finditer(text)]
    if not parts:
        return None
    around = (_around(parts, begin, end, page) for begin, end in page.places(max(parts, key=len)))
    return next(filter(None, around), None)


def _around(parts: list[str], begin: int, end: int, page: Page) -> tuple[int, int] | None:
    reach = sum(map(len, parts)) + 2 * len(parts) + 4
    spans: list[tuple[int, int]] = []
    at = begin - reach
    for part in parts:
        place = next(((a, b) for a, b in page.places(part) if a >= at and b <= end + reach), None)
        if place is None:
            return None
        spans.append(place)
        at = place[1]
    close = all(b[0] - a[1] <= 3 for a, b in pairwise(spans))
    return (spans[0][0], spans[-1][1]) if close else None


def _is_one(text: str, form: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    if form == "reference" and (word := re.fullmatch(r"\d{1,4}([a-z]{5,20})", text)) and is_ordinary(word[1]):
        return False  # 12months
    if form == "reference":
        return digits > 0 and any(c.isalpha() for c in text)
    if form == "digits":
        return digits >= 7 and not (_AMOUNT.search(text) and re.search(r"[ (]", text))
    if form == "code" and re.fullmatch(r"[^\W\d_]+", text) and is_ordinary(text):
        return False  # iPhones, macOS
    if form == "path":
        return (
            digits < len(text) / 2
            and bool(re.search(r"[A-Za-z_]", text))
            and not re.fullmatch(r"[A-Za-z]{1,12}/[A-Za-z]{1,12}", text)
        )
    return bool(fold(text))
