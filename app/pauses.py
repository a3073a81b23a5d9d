"""Clocks that run out once: after a pause in typing, while something deleted can be brought back, and all others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

__all__ = ["after_typing", "once", "while_undoable"]

TYPING_MS = 120
"""Between two letters of somebody who types."""
UNDO_MS = 10_000
"""How long a deletion can be taken back."""


def once(owner: QObject, then: Callable[[], object], milliseconds: int = 0) -> QTimer:
    """A clock of `owner`'s, not running yet, that calls `then` once whenever it has run out; starting it anew sets it back."""
    clock = QTimer(owner, singleShot=True, interval=milliseconds)
    clock.timeout.connect(then)
    return clock


def after_typing(owner: QObject, then: Callable[[], object], milliseconds: int = TYPING_MS) -> QTimer:
    """To be started at each letter: `then` is called when no other has come for so long."""
    return once(owner, then, milliseconds)


def while_undoable(owner: QObject, forget: Callable[[], object]) -> QTimer:
    """To be started by a deletion: `forget` is called when it cannot be taken back any more."""
    return once(owner, forget, UNDO_MS)
