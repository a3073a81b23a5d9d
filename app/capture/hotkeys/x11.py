"""Hotkeys on X11: brings what the listening thread tells into the GUI thread."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.capture.hotkeys.base import Binding, Hotkeys
from app.capture.hotkeys.keys import parse, parse_all
from app.capture.hotkeys.sentences import instead
from app.capture.hotkeys.x11_display import connect
from app.capture.hotkeys.x11_grabs import Bound, Escaped, Listener, Lost, Pressed, Released

__all__ = ["X11Hotkeys", "trouble"]

log = logging.getLogger(__name__)


def trouble() -> str:
    """Why keys cannot be grabbed on this display; empty when they can. Connects and hangs up again."""
    try:
        connect(os.environ.get("DISPLAY", "")).close()
    except OSError as problem:
        return str(problem)
    return ""


class X11Hotkeys(Hotkeys):
    """On the display that DISPLAY names."""

    _told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listener: Listener | None = None
        self._request = 0
        self._keys: dict[str, str] = {}
        self._wrong: dict[str, str] = {}
        # Sent by the listening thread, heard in this object's own.
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def bind(self, keys: Mapping[str, str]) -> None:
        self._keys = dict(keys)
        chords, self._wrong = parse_all(keys)
        self._request += 1
        if self._listener is None:
            self._listener = Listener(os.environ.get("DISPLAY", ""), self._told.emit)
            self._listener.start()
        self._listener.want(self._request, chords)

    def close(self) -> None:
        listener, self._listener = self._listener, None
        self._request += 1
        if listener is not None and not listener.stop():
            log.warning("the display does not answer; its keys are let go when the program ends")
        super().close()

    @Slot(object)
    def _hear(self, told: object) -> None:
        if self._listener is None:
            return  # sent before it was stopped
        match told:
            case Pressed(name):
                self._press(name)
            case Released(name):
                self._release(name)
            case Escaped():
                self.escaped.emit()
            case Bound(request, problems) if request == self._request:
                self._tell({name: self._binding(name, problems) for name in self._keys})
            case Lost(why):
                self._listener.stop()
                self._listener = None
                self._tell({name: Binding(name, keys, problem=f"{why} {instead(name)}") for name, keys in self._keys.items()})
            case _:
                pass  # of a request that another one has replaced

    def _binding(self, name: str, problems: Mapping[str, str]) -> Binding:
        problem = self._wrong.get(name) or problems.get(name, "")
        return Binding(name, self._keys[name], "" if problem else str(parse(self._keys[name])), problem)
