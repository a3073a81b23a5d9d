"""How browsers lay the elements of a web page out, and which of them are not seen."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

__all__ = [
    "APART",
    "BLOCK",
    "HIDES",
    "LINES",
    "MARKS",
    "OPEN_ENDED",
    "PARAGRAPHS",
    "TICKS",
    "UNREAD",
    "UNSEEN",
    "WITHOUT_WORDS",
    "WORDS",
    "Tag",
    "is_hidden",
]

LINES = frozenset(
    """address article aside body center dd details dialog dir div dl dt fieldset figcaption figure footer form header hgroup
    legend main menu nav optgroup search section summary caption""".split()
)
PARAGRAPHS = frozenset("p ul ol table blockquote pre hr xmp h1 h2 h3 h4 h5 h6".split())
APART = frozenset("button label select input meter output progress textarea".split())
MARKS = frozenset("sup sub del s strike math".split())
OPEN_ENDED = frozenset("p li dt dd option tr td th thead tbody tfoot".split())
"""Their ends need not be marked."""
HIDES = OPEN_ENDED | frozenset(
    "a article aside b div em footer form header i main nav ol section small span strong table u ul".split()
)
"""What may hide all that it holds."""
UNSEEN = frozenset(("template", "datalist", "annotation", "annotation-xml"))
UNREAD = frozenset("script style iframe noembed noframes".split())
WORDS = frozenset("title textarea xmp".split())
"""They hold words alone."""
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d])", re.IGNORECASE)
BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)\b(?!-)", re.IGNORECASE)
TICKS = ("checkbox", "radio")
WITHOUT_WORDS = ("hidden", "password", "image", "file", "color", "range", "reset")


class Tag(NamedTuple):
    """`said` are its attributes, their names in small letters; `node` is what it begins."""

    name: str
    said: dict[str, str]
    node: LexborNode


def is_hidden(said: dict[str, str]) -> bool:
    """Whether what has these attributes, and all that it holds, is not seen."""
    return "hidden" in said or _HIDING.search(said.get("style", "")) is not None
