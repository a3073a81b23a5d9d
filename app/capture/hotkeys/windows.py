"""Hotkeys on Windows: RegisterHotKey tells presses; the release is seen by looking at the key, since Windows tells none.

Written from the documentation and never yet run: the machine this was made on has no Windows. A press and release of less than
15 ms is told as both. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-registerhotkey
"""

from __future__ import annotations

import ctypes
import queue
import threading
import time
from collections.abc import Callable, Mapping
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.capture.hotkeys.base import Binding, Hotkeys
from app.capture.hotkeys.keys import Chord, parse, parse_all
from app.capture.hotkeys.sentences import taken

__all__ = ["WindowsHotkeys"]

WM_HOTKEY, WM_APP, PM_REMOVE = 0x0312, 0x8000, 1
MODIFIERS = {"Alt": 0x1, "Ctrl": 0x2, "Shift": 0x4, "Meta": 0x8}
NO_REPEAT = 0x4000
ESCAPE = 0x1B
LOOK_SECONDS = 0.015
NAMED = {
    **{f"F{number}": 0x6F + number for number in range(1, 25)},
    "Space": 0x20, "Tab": 0x09, "Return": 0x0D, "Escape": ESCAPE, "Backspace": 0x08, "Insert": 0x2D, "Delete": 0x2E,
    "Home": 0x24, "End": 0x23, "PgUp": 0x21, "PgDown": 0x22, "Left": 0x25, "Up": 0x26, "Right": 0x27, "Down": 0x28,
    "Print": 0x2C, "Pause": 0x13, "Menu": 0x5D,
}  # fmt: skip
"""Virtual key codes; of letters and digits they are the character's own."""

Wanted = tuple[int, dict[str, Chord]]


class WindowsHotkeys(Hotkeys):
    """Brings what the thread with the message queue tells into the GUI thread."""

    _told = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: dict[str, str] = {}
        self._wrong: dict[str, str] = {}
        self._request = 0
        self._thread: _Thread | None = None
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def bind(self, keys: Mapping[str, str]) -> None:
        self._keys = dict(keys)
        chords, self._wrong = parse_all(keys)
        self._request += 1
        if self._thread is None:
            self._thread = _Thread(self._told.emit)
            self._thread.start()
        self._thread.want((self._request, chords))

    def close(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.want(None)
            thread.join(2)
        super().close()

    @Slot(str, object)
    def _hear(self, what: str, value: Any) -> None:
        if self._thread is None:
            return  # sent before it was stopped
        match what, value:
            case "pressed", str(name):
                self._press(name)
            case "released", str(name):
                self._release(name)
            case "escaped", _:
                self.escaped.emit()
            case "bound", (int(request), dict(problems)) if request == self._request:
                problems = {**problems, **self._wrong}
                self._tell(
                    {
                        name: Binding(name, keys, "" if name in problems else str(parse(keys)), problems.get(name, ""))
                        for name, keys in self._keys.items()
                    }
                )


class _Thread(threading.Thread):
    """Hotkeys belong to the thread that registers them, and come through its message queue."""

    def __init__(self, tell: Callable[[str, object], None]) -> None:
        super().__init__(name="hotkeys", daemon=True)
        self._tell = tell
        self._user32 = ctypes.CDLL("user32")
        self._inbox: queue.SimpleQueue[Wanted | None] = queue.SimpleQueue()
        self._listening = threading.Event()
        self._id = 0
        self._names: dict[int, str] = {}
        self._codes: dict[str, int] = {}
        self._held: set[str] = set()
        self._escape = False

    def want(self, wanted: Wanted | None) -> None:
        """These and no others; None ends the thread."""
        self._inbox.put(wanted)
        self._listening.wait(1)
        self._user32.PostThreadMessageW(self._id, WM_APP, 0, 0)

    def run(self) -> None:
        message = wintypes.MSG()
        self._user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 0)  # which makes the queue
        self._id = ctypes.CDLL("kernel32").GetCurrentThreadId()
        self._listening.set()
        while True:
            if not self._held:
                self._user32.GetMessageW(ctypes.byref(message), None, 0, 0)
            elif not self._user32.PeekMessageW(ctypes.byref(message), None, 0, 0, PM_REMOVE):
                self._look()
                continue
            if message.message == WM_HOTKEY and message.wParam in self._names:
                self._on_press(self._names[message.wParam])
            elif message.message == WM_APP and not self._work():
                return

    def _on_press(self, name: str) -> None:
        if name not in self._held:
            self._held.add(name)
            self._tell("pressed", name)

    def _look(self) -> None:
        """While something is held: is it still?"""
        for name in sorted(self._held):
            if not self._user32.GetAsyncKeyState(self._codes[name]) & 0x8000:
                self._held.discard(name)
                self._tell("released", name)
        escape = bool(self._user32.GetAsyncKeyState(ESCAPE) & 0x8000)
        if escape and not self._escape:
            self._tell("escaped", None)
        self._escape = escape
        time.sleep(LOOK_SECONDS)

    def _work(self) -> bool:
        while not self._inbox.empty():
            for number in self._names:
                self._user32.UnregisterHotKey(None, number)
            self._names.clear()
            self._held.clear()
            wanted = self._inbox.get()
            if wanted is None:
                return False
            request, chords = wanted
            self._tell("bound", (request, self._register(chords)))
        return True

    def _register(self, chords: Mapping[str, Chord]) -> dict[str, str]:
        problems: dict[str, str] = {}
        for number, (name, chord) in enumerate(chords.items(), 1):
            code = NAMED.get(chord.key) or ord(chord.key)
            modifiers = sum(MODIFIERS[modifier] for modifier in chord.modifiers) | NO_REPEAT
            if self._user32.RegisterHotKey(None, number, modifiers, code):
                self._names[number], self._codes[name] = name, code
            else:
                problems[name] = taken(str(chord))
        return problems
