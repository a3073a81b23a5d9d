"""Hotkeys on macOS: Carbon's RegisterEventHotKey, which tells presses and releases and asks for no permission.

Written from Apple's headers (CarbonEvents.h, Events.h) and never yet run: the machine this was made on is no Mac. Keys are those
of the US layout, by their place on the keyboard. The events come through the GUI thread's own loop.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from app.capture.hotkeys.base import Binding, Hotkeys
from app.capture.hotkeys.keys import Chord, parse
from app.capture.hotkeys.sentences import no_such_key, taken
from inference.errors import InputError

__all__ = ["MacHotkeys"]

CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
MODIFIERS = {"Ctrl": 0x1000, "Alt": 0x0800, "Shift": 0x0200, "Meta": 0x0100}
"""As on the keyboard: Meta is Command, Alt is Option."""

CODES = {
    **dict(zip("A S D F H G Z X C V".split(), range(10), strict=True)),
    **dict(zip("B Q W E R Y T 1 2 3 4 6 5".split(), range(11, 24), strict=True)),
    "9": 25, "7": 26, "8": 28, "0": 29, "O": 31, "U": 32, "I": 34, "P": 35, "L": 37, "J": 38, "K": 40, "N": 45, "M": 46,
    "Return": 36, "Tab": 48, "Space": 49, "Backspace": 51, "Escape": 53, "Home": 115, "PgUp": 116, "Delete": 117, "End": 119,
    "PgDown": 121, "Left": 123, "Right": 124, "Down": 125, "Up": 126,
    "F1": 122, "F2": 120, "F3": 99, "F4": 118, "F5": 96, "F6": 97, "F7": 98, "F8": 100, "F9": 101, "F10": 109, "F11": 103,
    "F12": 111, "F13": 105, "F14": 107, "F15": 113, "F16": 106, "F17": 64, "F18": 79, "F19": 80, "F20": 90,
}  # fmt: skip

PRESSED, RELEASED = 5, 6


def _code(text: str) -> int:
    """Apple's four-letter codes."""
    return int.from_bytes(text.encode(), "big")


class _Kind(ctypes.Structure):
    _fields_ = [("event_class", ctypes.c_uint32), ("kind", ctypes.c_uint32)]


class _Id(ctypes.Structure):
    _fields_ = [("signature", ctypes.c_uint32), ("number", ctypes.c_uint32)]


_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class MacHotkeys(Hotkeys):
    """Everything happens in the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._carbon = _carbon()
        self._names: dict[int, str] = {}
        self._references: list[ctypes.c_void_p] = []
        self._handle = _HANDLER(self._on_event)  # kept alive as long as Carbon may call it
        self._handler = ctypes.c_void_p()
        kinds = (_Kind * 2)(_Kind(_code("keyb"), PRESSED), _Kind(_code("keyb"), RELEASED))
        target = self._carbon.GetApplicationEventTarget()
        self._carbon.InstallEventHandler(target, self._handle, 2, kinds, None, ctypes.byref(self._handler))

    def bind(self, keys: Mapping[str, str]) -> None:
        self._let_go()
        bindings: dict[str, Binding] = {}
        for number, (name, wanted) in enumerate(keys.items(), 1):
            problem = self._register(number, wanted)
            bindings[name] = Binding(name, wanted, "" if problem else str(parse(wanted)), problem)
            if not problem:
                self._names[number] = name
        self._tell(bindings)

    def close(self) -> None:
        self._let_go()
        if self._handler:
            self._carbon.RemoveEventHandler(self._handler)
            self._handler = ctypes.c_void_p()
        super().close()

    def _register(self, number: int, wanted: str) -> str:
        """Returns what is wrong, or nothing."""
        try:
            chord: Chord = parse(wanted)
        except InputError as problem:
            return str(problem)
        if chord.key not in CODES:
            return no_such_key(wanted)
        reference = ctypes.c_void_p()
        modifiers = sum(MODIFIERS[modifier] for modifier in chord.modifiers)
        status = self._carbon.RegisterEventHotKey(
            CODES[chord.key],
            modifiers,
            _Id(_code("Hush"), number),
            self._carbon.GetApplicationEventTarget(),
            0,
            ctypes.byref(reference),
        )
        if status != 0:
            return taken(str(chord))
        self._references.append(reference)
        return ""

    def _let_go(self) -> None:
        for reference in self._references:
            self._carbon.UnregisterEventHotKey(reference)
        self._references.clear()
        self._names.clear()
        self._release_all()

    def _on_event(self, _next: Any, event: Any, _user_data: Any) -> int:
        pressed = _Id()
        self._carbon.GetEventParameter(
            event, _code("----"), _code("hkid"), None, ctypes.sizeof(pressed), None, ctypes.byref(pressed)
        )
        name = self._names.get(pressed.number)
        if name is not None:
            (self._press if self._carbon.GetEventKind(event) == PRESSED else self._release)(name)
        return 0


def _carbon() -> ctypes.CDLL:
    carbon = ctypes.CDLL(CARBON)
    pointer, number = ctypes.c_void_p, ctypes.c_uint32
    carbon.GetApplicationEventTarget.restype = pointer
    carbon.GetEventKind.argtypes, carbon.GetEventKind.restype = [pointer], number
    carbon.InstallEventHandler.argtypes = [pointer, _HANDLER, ctypes.c_ulong, pointer, pointer, pointer]
    carbon.RemoveEventHandler.argtypes = [pointer]
    carbon.RegisterEventHotKey.argtypes = [number, number, _Id, pointer, number, pointer]
    carbon.UnregisterEventHotKey.argtypes = [pointer]
    carbon.GetEventParameter.argtypes = [pointer, number, number, pointer, ctypes.c_ulong, pointer, pointer]
    return carbon
