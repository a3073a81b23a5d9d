"""Which language a text mostly is in, told by its smallest words."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["Language", "is_small", "language_of"]

Language = str
"""As ISO 639 calls it; "en" where nothing tells."""

_SMALL: dict[Language, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": (
            "the and of is to in it that was for are with on at by this from be has have not you what which there its as an shows"
        ),
        "de": (
            "der die das und ist ein eine nicht den dem mit von auf für es im zu am sich wird des sind als auch hat ich sie "
            "er um beträgt"
        ),
        "fr": "le la les et est un une des du de que dans pour pas sur au avec il elle ce sont aux qui par vous nous à",
        "es": "el la los las y es un una de que en por con no se del al para su está son lo como",
        "it": "il lo la gli e è un una di che in per con non si del della sono da nel alla",
        "pt": "o os as e é um uma de que em por com não se do da no na para são ao",
        "nl": "de het een en is van in op met niet dat te voor zijn aan er bij door ook",
    }.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 400
"""Words of a text that are looked at."""


@lru_cache(maxsize=256)
def language_of(text: str, default: Language = "en") -> Language:
    """The language most of whose small words are there; `default` where none is."""
    counts = dict.fromkeys(_SMALL, 0)
    for number, found in enumerate(_WORD.finditer(text)):
        if number >= _ENOUGH:
            break
        word = found[0].casefold()
        for language, small in _SMALL.items():
            counts[language] += word in small
    return max(counts, key=counts.__getitem__) if any(counts.values()) else default


def is_small(word: str) -> bool:
    """Whether a word says next to nothing, in any of the languages."""
    return any(word.casefold() in small for small in _SMALL.values())
