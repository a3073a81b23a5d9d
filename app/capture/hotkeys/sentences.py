"""What a person reads when a key cannot be had: why, and what to do."""

from __future__ import annotations

from app.sentences import say

__all__ = ["instead", "no_such_key", "taken"]

VERBS = ("capture", "talk", "show")


def instead(name: str) -> str:
    """The way that works on every desktop; without a verb there are the window's own buttons."""
    return str(say("key-by-verb", verb=name) if name in VERBS else say("window-instead"))


def taken(keys: str) -> str:
    return str(say("key-taken", keys=keys))


def no_such_key(keys: str) -> str:
    return str(say("key-absent", keys=keys))
