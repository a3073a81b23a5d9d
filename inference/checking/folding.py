"""Text as it is compared: without what a recogniser, a printer and a keyboard do differently.

Promises that two different digits never become the same character, and that every folded character knows where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Folded", "fold", "fold_signs", "fold_words", "is_one_edit", "misread", "unspaced", "wording"]

_ALIKE = str.maketrans({"i": "l", "ı": "l", "1": "l", "|": "l", "0": "o"})
_MOST = 48
"""Places of one needle that are looked at; a text that repeats it more often tells no more."""
_SHORT = 5
"""Below so many characters a needle has to be a word of its own: "Ann" is not said by "planned"."""
# Only at the beginning of a word or behind a digit, and with no other letter behind: "vol.5" has one digit, "10Sep" two.
_MISREAD = re.compile(
    r"(?:(?<![^\W_])[\dlIOoSB|]|(?<=\d)[lIOoSB|])(?:[\dlIOoSB|.,:/-]*(?:\d|[lIOoSB|](?:(?=h\d)|(?![^\W\d_])))|(?![^\W\d_]))"
)
_MEANT = str.maketrans("lI|OoSB", "1110058")
_JOINS = ".,:'’"
"""What stands within a number: 299.00 is no part of 1,299.00."""


@lru_cache(maxsize=8192)
def _spread(character: str) -> str:
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(c for c in spread if not unicodedata.combining(c)).translate(_ALIKE)


@lru_cache(maxsize=8192)
def _is_text(character: str) -> bool:
    """A letter, a digit, or a vowel sign of a script that writes them apart."""
    return character.isalnum() or (unicodedata.category(character)[0] == "M" and not unicodedata.combining(character))


def _is_sign(character: str) -> bool:
    return not character.isspace()


def fold(text: str) -> str:
    """Letters and digits alone: no case, no accents, no ligatures, and i, l, 1, | as well as o, 0 one character.

    Of signs only a point, comma or colon inside a number is kept, as a point.
    """
    if text.isascii() and text.isalnum():
        return text.lower().translate(_ALIKE)
    return _fold_any(text)


@lru_cache(maxsize=8192)
def _fold_any(text: str) -> str:
    return Folded.of(text).text


def fold_signs(text: str) -> str:
    """Everything but spaces, letters and digits as `fold` has them."""
    return Folded.of(text, signs=True).text


def fold_words(text: str) -> list[str]:
    """The words of a text, between its spaces, each as `fold` has it: quicker, for words of letters."""
    spread = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in spread if c.isalnum() or c == " ").translate(_ALIKE).split()


def wording(text: str) -> str:
    """The letters of a text alone, folded."""
    return "".join(_spread(character) for character in text if character.isalpha())


def misread(text: str) -> str:
    """The text with letters that look like digits as digits, where they stand among digits; as long as it was."""
    return _MISREAD.sub(lambda m: m[0].translate(_MEANT) if _has_digit(text, m) else m[0], text)


def _has_digit(text: str, found: re.Match[str]) -> bool:
    return any(c.isdigit() for c in found[0]) or text[found.start() - 1 : found.start()].isdigit()


def unspaced(character: str) -> bool:
    """Whether a script that writes no spaces between words has it."""
    return "\u2e80" <= character <= "\ua4cf" or "\uac00" <= character <= "\ud7af" or "\u0e00" <= character <= "\u0eff"


@dataclass(frozen=True)
class Folded:
    """`text` is `raw` folded, with or without signs; the character at `i` came from `raw[origins[i]]`."""

    raw: str
    text: str
    origins: tuple[int, ...]

    @staticmethod
    def of(raw: str, *, signs: bool = False) -> Folded:
        """Letters and digits alone, or with `signs` everything but spaces."""
        keep: Callable[[str], bool] = _is_sign if signs else _is_text
        text: list[str] = []
        origins: list[int] = []
        meant = misread(raw)
        for place, character in enumerate(raw):
            if keep(character) or (character == "|" and _touches(raw, place)):
                spelled = _spread(character)
            else:
                spelled = "." if character in ".,:" and _joins(meant, place) else ""
            if spelled:
                for one in spelled:
                    text.append(one)
                    origins.append(place)
        return Folded(raw, "".join(text), tuple(origins))

    def find(self, needle: str) -> tuple[int, int] | None:
        """Where in `raw` a folded needle stands, whole: no number begins or ends inside another, no short word inside a word."""
        return next(self.each(needle), None)

    def each(self, needle: str) -> Iterator[tuple[int, int]]:
        """All such places, in order; of very many the first."""
        at = self.text.find(needle) if needle else -1
        for _ in range(_MOST):
            if at < 0:
                return
            begin, end = self.origins[at], self.origins[at + len(needle) - 1] + 1
            if self._is_whole(begin, end, len(needle)):
                yield begin, end
            at = self.text.find(needle, at + 1)

    def _is_whole(self, begin: int, end: int, length: int) -> bool:
        return not (_cut(self.raw, begin, -1, length) or _cut(self.raw, end - 1, 1, length))


def _joins(meant: str, place: int) -> bool:
    """Whether a point or comma is inside a number: 1.5 is not 15."""
    return meant[place - 1 : place].isdigit() and meant[place + 1 : place + 2].isdigit()


def _touches(raw: str, place: int) -> bool:
    """Whether a stroke stands at a letter or digit, and so may be one; alone it is the line of a table."""
    return raw[place - 1 : place].isalnum() or raw[place + 1 : place + 2].isalnum()


def _cut(raw: str, edge: int, way: int, length: int) -> bool:
    """Whether what ends at `edge` would be a part of something longer, looking on by `way`."""
    beyond, character = edge + way, raw[edge]
    if not 0 <= beyond < len(raw):
        return False
    after = raw[beyond]
    if character.isdigit():
        further = raw[beyond + way] if 0 <= beyond + way < len(raw) else ""
        return after.isdigit() or (after in _JOINS and further.isdigit())
    return length < _SHORT and after.isalnum() and not unspaced(after) and not unspaced(character)


def is_one_edit(a: str, b: str) -> bool:
    """Whether one character put in, left out or changed makes the one of the other, or none does. Linear."""
    if abs(len(a) - len(b)) > 1:
        return False
    place = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        return a[place + 1 :] == b[place + 1 :]
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[place + 1 :] == shorter[place:]
