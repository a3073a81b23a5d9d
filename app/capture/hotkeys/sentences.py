"""What a person reads when a key cannot be had: why, and what to do."""

from __future__ import annotations

__all__ = ["instead", "no_such_key", "taken"]

VERBS = ("capture", "talk", "show")


def instead(name: str) -> str:
    """The way that works on every desktop; without a verb there are the window's own buttons."""
    if name not in VERBS:
        return "Use the window instead."
    return f"Give the command `hush {name}` a key in the keyboard settings of this system: it works from there."


def taken(keys: str) -> str:
    return f"Another program has taken {keys}. Choose another key, or take it away there."


def no_such_key(keys: str) -> str:
    return f"This keyboard has no {keys}. Choose another key."
