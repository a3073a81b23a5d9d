"""Grabs keys on an X server and tells presses and releases: a thread with a connection of its own, and no Qt.

Grabs are made for every state of Caps Lock, Num Lock and Scroll Lock, since the server compares all modifiers. The server repeats
a held key as releases and presses in pairs of the same time; both of a pair are dropped. While a grabbed key is held the server
sends every key here, so Escape is told as well.
"""

from __future__ import annotations

import logging
import os
import queue
import select
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from Xlib import XK, X, error
from Xlib.display import Display

from app.capture.hotkeys.keys import Chord
from app.capture.hotkeys.sentences import no_such_key, taken
from app.capture.hotkeys.x11_display import connect, lock_states, locks, modifiers
from app.sentences import say

__all__ = ["Bound", "Escaped", "Listener", "Lost", "Pressed", "Released"]

log = logging.getLogger(__name__)

PAIR_SECONDS = 0.02
"""How long a release waits for the press that makes it a repetition. The server writes both at once."""

KEYSYMS = {
    "Space": "space",
    "Backspace": "BackSpace",
    "PgUp": "Prior",
    "PgDown": "Next",
}
"""Where X calls a key otherwise."""

ALL = X.ShiftMask | X.ControlMask | X.Mod1Mask | X.Mod2Mask | X.Mod3Mask | X.Mod4Mask | X.Mod5Mask


@dataclass(frozen=True)
class Pressed:
    name: str


@dataclass(frozen=True)
class Released:
    name: str


@dataclass(frozen=True)
class Escaped:
    pass


@dataclass(frozen=True)
class Bound:
    """`problems`: a sentence for each name that could not be grabbed, of the request numbered `request`."""

    request: int
    problems: dict[str, str]


@dataclass(frozen=True)
class Lost:
    """The display cannot be reached, or has gone. Nothing follows."""

    why: str


@dataclass(frozen=True)
class _Grab:
    """What the server was asked for: a key code with each of `states`; `modifiers` without the locks."""

    code: int
    modifiers: int
    states: tuple[int, ...]


class Listener(threading.Thread):
    """`tell` is called from this thread with Pressed, Released, Escaped, Bound and, at most once and last, Lost."""

    def __init__(self, display_name: str, tell: Callable[[object], None]) -> None:
        # A daemon: a display that hangs must not keep the program from ending.
        super().__init__(name="hotkeys", daemon=True)
        self._display_name = display_name
        self._tell = tell
        self._wanted: queue.SimpleQueue[tuple[int, dict[str, Chord]] | None] = queue.SimpleQueue()
        self._woken, self._wake = os.pipe()

    def want(self, request: int, chords: Mapping[str, Chord]) -> None:
        """These and no others; answered by Bound."""
        self._wanted.put((request, dict(chords)))
        os.write(self._wake, b"w")

    def stop(self) -> bool:
        """Let go of every key and end. Returns whether the thread ended within two seconds."""
        self._wanted.put(None)
        os.write(self._wake, b"s")
        self.join(2)
        if self.is_alive():
            return False
        os.close(self._wake)
        os.close(self._woken)
        return True

    def run(self) -> None:
        try:
            display = connect(self._display_name)
        except OSError as problem:
            self._tell(Lost(str(problem)))
            return
        keyboard = _Keyboard(display, self._tell)
        try:
            self._listen(keyboard)
        except (error.ConnectionClosedError, OSError):
            self._tell(Lost(str(say("display-closed", name=self._display_name))))
            return
        display.close()

    def _listen(self, keyboard: _Keyboard) -> None:
        while True:
            keyboard.work()
            ready, _, _ = select.select([keyboard.display, self._woken], [], [], keyboard.seconds_left())
            if self._woken not in ready:
                continue
            os.read(self._woken, 1)  # one byte for each thing wanted
            wanted = self._wanted.get()
            if wanted is None:
                keyboard.want({})
                return
            request, chords = wanted
            self._tell(Bound(request, keyboard.want(chords)))


class _Keyboard:
    """What is grabbed, what is held, and the release that may be half of a repetition."""

    def __init__(self, display: Display, tell: Callable[[object], None]) -> None:
        self.display = display
        self._tell = tell
        self._root = display.screen().root
        self._chords: dict[str, Chord] = {}
        self._grabs: dict[str, _Grab] = {}
        self._held: dict[int, str] = {}
        self._loose: Any = None
        self._deadline = 0.0
        self._modifiers = modifiers(display)
        display.set_error_handler(lambda problem, _request: log.debug("X error: %s", problem))

    def want(self, chords: Mapping[str, Chord]) -> dict[str, str]:
        """Grab these, let go of all others; what is wanted as before stays grabbed. Returns the problems by name."""
        self._chords = dict(chords)
        problems: dict[str, str] = {}
        wanted = {name: self._grab_for(chord) for name, chord in chords.items()}
        for name, grab in list(self._grabs.items()):
            if wanted.get(name) != grab:
                self._let_go(self._grabs.pop(name))
        for name, grab in wanted.items():
            if grab is None:
                problems[name] = no_such_key(str(chords[name]))
            elif name not in self._grabs and not self._take(name, grab):
                problems[name] = taken(str(chords[name]))
        self.display.sync()
        return problems

    def seconds_left(self) -> float | None:
        """Until a loose release is a real one; None when there is none to wait for."""
        return None if self._loose is None else max(0.0, self._deadline - time.monotonic())

    def work(self) -> None:
        """Everything the server has sent."""
        while self.display.pending_events():
            if self._take_events():
                # A layout was switched or a keyboard plugged in: the same keys may have other codes. Asking for them brings
                # events along, which no longer wait in the socket: hence the outer loop.
                self._modifiers = modifiers(self.display)
                self.want(self._chords)
        if self._loose is not None and time.monotonic() >= self._deadline:
            self._settle()

    def _take_events(self) -> bool:
        """Returns whether the keyboard is another one now."""
        changed = False
        while self.display.pending_events():
            event = self.display.next_event()
            if event.type == X.MappingNotify:
                self.display.refresh_keyboard_mapping(event)
                changed = True
            elif event.type == X.KeyPress:
                self._on_press(event)
            elif event.type == X.KeyRelease:
                self._on_release(event)
        return changed

    def _on_press(self, event: Any) -> None:
        loose = self._loose
        if loose is not None and loose.detail == event.detail and event.time - loose.time <= 1:
            self._loose = None
            return
        self._settle()
        if self._held and self.display.keycode_to_keysym(event.detail, 0) == XK.XK_Escape:
            self._tell(Escaped())
            return
        name = self._name_of(event)
        if name and event.detail not in self._held:
            self._held[event.detail] = name
            self._tell(Pressed(name))

    def _on_release(self, event: Any) -> None:
        if event.detail in self._held:
            self._settle()
            self._loose, self._deadline = event, time.monotonic() + PAIR_SECONDS

    def _settle(self) -> None:
        """The loose release was a real one. With the first key the server's grab ends, so a second one is not heard of again."""
        if self._loose is None:
            return
        first = next(iter(self._held))
        over = list(self._held) if self._loose.detail == first else [self._loose.detail]
        self._loose = None
        for code in over:
            self._tell(Released(self._held.pop(code)))

    def _name_of(self, event: Any) -> str:
        state = event.state & ALL & ~locks(self._modifiers)
        found = (name for name, grab in self._grabs.items() if (grab.code, grab.modifiers) == (event.detail, state))
        return next(found, "")

    def _grab_for(self, chord: Chord) -> _Grab | None:
        keysym = XK.string_to_keysym(KEYSYMS.get(chord.key, chord.key.lower() if len(chord.key) == 1 else chord.key))
        # The layout that writes Latin letters may be any of those that are set up: the first place that has the letter.
        codes = sorted((index, code) for code, index in self.display.keysym_to_keycodes(keysym))
        if not codes:
            return None
        held = 0
        for modifier in chord.modifiers:
            held |= self._modifiers[modifier]
        return _Grab(codes[0][1], held, tuple(held | on for on in lock_states(self._modifiers)))

    def _take(self, name: str, grab: _Grab) -> bool:
        refused = error.CatchError(error.BadAccess)
        for state in grab.states:
            self._root.grab_key(grab.code, state, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self.display.sync()
        if refused.get_error() is not None:
            self._let_go(grab)
            return False
        self._grabs[name] = grab
        return True

    def _let_go(self, grab: _Grab) -> None:
        for state in grab.states:
            self._root.ungrab_key(grab.code, state)
