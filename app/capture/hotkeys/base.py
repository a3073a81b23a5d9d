"""The interface of every backend, and the promise that each press is followed by one release, whatever happens in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

__all__ = ["Binding", "Hotkeys"]


@dataclass(frozen=True)
class Binding:
    """What became of one key that was asked for.

    `keys` as asked for ("Ctrl+Alt+S"); `trigger` as the person presses it, which on some desktops is theirs to choose; empty
    when nothing is bound. `problem` is then one sentence: why not, and what to do.
    """

    name: str
    keys: str
    trigger: str = ""
    problem: str = ""

    @property
    def works(self) -> bool:
        return not self.problem


class Hotkeys(QObject):
    """Made in the GUI thread, where all of its signals are sent. `close()` before it is let go."""

    pressed = Signal(str)
    released = Signal(str)
    escaped = Signal()
    """Escape was pressed while a hotkey was held. Where a held key takes the whole keyboard no window would hear of it."""
    bound = Signal(object)
    """`dict[str, Binding]` by name, after each `bind` and whenever the desktop changes them later."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: set[str] = set()
        self.bindings: dict[str, Binding] = {}

    def bind(self, keys: Mapping[str, str]) -> None:
        """Make these the hotkeys, name to keys ("Ctrl+Alt+S"), and let go of all others; `bound` tells what became of them.

        That may take as long as a person takes to answer a dialog of the desktop. An empty mapping lets go of everything.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let go of every key. No signal is sent afterwards but the release of what is held."""
        self._release_all()

    def _press(self, name: str) -> None:
        """Say it once, however often the backend repeats it."""
        if name not in self._held:
            self._held.add(name)
            self.pressed.emit(name)

    def _release(self, name: str) -> None:
        if name in self._held:
            self._held.discard(name)
            self.released.emit(name)

    def _release_all(self) -> None:
        for name in sorted(self._held):
            self._release(name)

    def _tell(self, bindings: Mapping[str, Binding]) -> None:
        self.bindings = dict(bindings)
        for name in sorted(self._held - {name for name, binding in bindings.items() if binding.works}):
            self._release(name)
        self.bound.emit(dict(bindings))
