"""Where no key can be had: every binding says why and names the verb that works instead."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from app.capture.hotkeys.base import Binding, Hotkeys
from app.capture.hotkeys.sentences import instead

__all__ = ["NoHotkeys"]


class NoHotkeys(Hotkeys):
    """`why`: one sentence about this desktop."""

    def __init__(self, why: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._why = why

    def bind(self, keys: Mapping[str, str]) -> None:
        self._tell({name: Binding(name, wanted, problem=f"{self._why} {instead(name)}") for name, wanted in keys.items()})
