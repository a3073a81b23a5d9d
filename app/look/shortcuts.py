"""The keys of a window, which work wherever in it the keyboard is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

__all__ = ["bind"]


def bind(window: QWidget, *keys: tuple[QKeySequence | QKeySequence.StandardKey, Callable[[], object]]) -> None:
    """Have each key do what is beside it."""
    for key, act in keys:
        action = QAction(window)
        action.setShortcut(key)
        action.triggered.connect(act)
        window.addAction(action)
