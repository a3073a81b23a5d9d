"""An answer that only reads out what the model is given as text anyway: it need not be read a second time."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["SAID_BEFORE", "repeats"]

SAID_BEFORE = "It says what stands above."
"""What the model is told in the place of such an answer."""
_MORE = 40
"""Letters and digits that it may have beside what was read: what a block of text is called, and the names of files."""
_SIGNS = re.compile(r"[\W_]+")


def repeats(answer: str, read: Iterable[str]) -> bool:
    """Whether `answer` is all of these texts one after the other, whatever signs and spaces are between, and nothing else."""
    said, wanted = _bare(answer), [_bare(text) for text in read]
    at = 0
    for text in wanted:
        found = said.find(text, at)
        if not text or found < 0 or found - at > _MORE:
            return False
        at = found + len(text)
    return bool(wanted) and len(said) - at <= _MORE


def _bare(text: str) -> str:
    return _SIGNS.sub("", text)
