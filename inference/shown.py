"""Foreign text as it can be shown: without the characters that steer what shows it, and that nobody sees.

A terminal obeys escape sequences, a line runs backwards after a direction override, and a name of two lines looks like two names.
"""

from __future__ import annotations

import re

__all__ = ["STEERING", "clean_name", "drop_unseen", "strip_steering"]

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]")
"""ECMA-48: control sequences, strings such as a window's title, and what two characters do."""
STEERING = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2028\u2029\u2066-\u2069\U000e0000-\U000e007f"
"""For a class of characters: control characters but line feed and tab, what turns a line round, separators, and tags."""
_STEERING = re.compile(f"[{STEERING}]")
_TAGS = re.compile("(\U0001f3f4[\U000e0061-\U000e007a]{3,6}\U000e007f)|[\U000e0000-\U000e007f]+")
_UNNAMED = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
"""Nothing is seen of these either, but a text may need them."""


def strip_steering(text: str) -> str:
    """`text` for a terminal or a label, its lines kept. Whole escape sequences go, so that no “[31m” is left of them."""
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n")))


def drop_unseen(text: str) -> str:
    """`text` as a person sees it: some models read the tag characters, which nobody sees. Those that make a flag of a black flag
    stay."""
    return text if text.isascii() else _TAGS.sub(lambda found: found[1] or "", text)


def clean_name(name: str) -> str:
    """A file's name as people and models are shown it: one line, and in the order it is written."""
    if name.isascii() and name.isprintable():
        return name
    return " ".join(_UNNAMED.sub("", strip_steering(name)).split())
