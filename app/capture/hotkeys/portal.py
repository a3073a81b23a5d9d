"""Hotkeys through the desktop's portal, which is how Wayland has them: the person chooses the keys in a dialog of the desktop.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html: KDE Plasma 6, GNOME 48.
Another set of names needs another session, since shortcuts can be bound but once in each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from app.capture.hotkeys.base import Binding, Hotkeys
from app.capture.hotkeys.keys import Chord, parse
from app.capture.hotkeys.sentences import instead
from app.capture.portal import calls
from app.capture.portal.bus import Bus
from app.capture.portal.messages import Heard
from app.capture.portal.offered import offers
from app.pauses import once
from app.sentences import say
from inference.errors import InputError
from inference.sentences import Sentence

__all__ = ["PortalHotkeys", "trouble"]

WORDS = {"capture": "Take a picture of the screen", "talk": "Hold to talk", "point": "Hold to point and speak"}
XKB_NAMES = {"Space": "space", "Backspace": "BackSpace", "PgUp": "Page_Up", "PgDown": "Page_Down"}
XKB_MODIFIERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}


class PortalHotkeys(Hotkeys):
    """`app_id`: the name of the program's .desktop file, by which the desktop remembers what the person chose."""

    def __init__(self, parent: QObject | None = None, *, app_id: str = "") -> None:
        super().__init__(parent)
        self._app_id = app_id or QGuiApplication.desktopFileName()
        self._keys: dict[str, str] = {}
        self._bus: Bus | None = None
        self._session = ""
        self._requests: dict[str, Callable[[int, dict[str, Any]], None]] = {}
        self._patience = once(self, self._give_up, calls.ANSWER_MS)

    def bind(self, keys: Mapping[str, str]) -> None:
        if self._session and dict(keys) == self._keys:
            if not self._requests:  # otherwise the answer is on its way
                self._tell(self.bindings)
            return
        self._keys = dict(keys)
        self._end_session()
        if not keys:
            self._tell({})
        elif self._bus is not None and self._bus.name:
            self._create_session()
        elif self._bus is None:
            self._open()

    def close(self) -> None:
        self._end_session()
        self._hang_up()
        super().close()

    def _open(self) -> None:
        self._bus = Bus(self)
        self._bus.ready.connect(self._introduce)
        self._bus.heard.connect(self._hear)
        self._bus.lost.connect(self._lost)
        self._patience.start()
        self._bus.open()

    @Slot()
    def _introduce(self) -> None:
        assert self._bus is not None
        for rule in (*calls.shortcut_signals(), calls.owner_changes()):
            self._bus.watch(rule)
        self._register()
        self._create_session()

    def _register(self) -> None:
        """The first call to the portal. Before 1.19.4 nothing there understands it, or the id may be unknown: no matter."""
        if self._app_id and self._bus is not None:
            self._bus.call(calls.register(self._app_id))

    def _create_session(self) -> None:
        assert self._bus is not None
        self._patience.start()
        self._bus.call(calls.create_session(self._request(self._session_created), calls.token()), then=self._refused)

    def _session_created(self, response: int, results: dict[str, Any]) -> None:
        self._patience.stop()
        session = results.get("session_handle", ("", ""))[1]
        if response != 0 or not calls.is_path(session):
            self._fail(say("keys-not-asked-for"))
            return
        assert self._bus is not None
        self._session = session
        shortcuts = [(name, _describe(name, keys)) for name, keys in self._keys.items()]
        self._bus.call(calls.bind_shortcuts(session, shortcuts, self._request(self._bound)), then=self._refused)

    def _bound(self, response: int, results: dict[str, Any]) -> None:
        if response == 1:
            self._fail(say("keys-not-chosen"))
        elif response != 0:
            self._fail(say("keys-not-given"))
        else:
            self._show(*results.get("shortcuts", (calls.DESCRIBED, [])))

    def _show(self, signature: str, shortcuts: Any) -> None:
        """What the desktop says of the shortcuts, which can be anything that D-Bus can say."""
        if signature != calls.DESCRIBED:
            self._fail(say("keys-not-understood"))
            return
        given = {name: _text(facts.get("trigger_description")) for name, facts in shortcuts}
        self._tell({name: self._binding(name, keys, given) for name, keys in self._keys.items()})

    def _binding(self, name: str, keys: str, given: Mapping[str, str]) -> Binding:
        if name not in given:
            return Binding(name, keys, problem=f"{say('key-not-given')} {instead(name)}")
        return Binding(name, keys, trigger=given[name] or "the key you chose")

    @Slot(object)
    def _hear(self, message: Heard) -> None:
        match message.member, message.body:
            case "Response", _ if message.path in self._requests:
                self._answered(self._requests.pop(message.path), message)
            case "Activated", (str(session), str(name), *_) if session == self._session and name in self._keys:
                self._press(name)
            case "Deactivated", (str(session), str(name), *_) if session == self._session:
                self._release(name)
            case "ShortcutsChanged", (str(session), shortcuts, *_) if session == self._session:
                self._show(message.signature.removeprefix("o"), shortcuts)
            case "Closed", _ if message.path == self._session:
                self._session = ""
                self._fail(say("keys-taken-back"))
            case "NameOwnerChanged", (_, str(before), str(after)):
                self._portal_changed(gone=bool(before), back=bool(after))
            case _:
                pass

    def _answered(self, then: Callable[[int, dict[str, Any]], None], message: Heard) -> None:
        if message.signature == calls.ANSWER:
            then(*message.body)
        else:
            self._fail(say("keys-not-understood"))

    def _portal_changed(self, *, gone: bool, back: bool) -> None:
        """The desktop's portal ended, or another one took its place: its sessions went with it."""
        if gone and (self._session or self._requests):
            self._forget_session()
            self._fail(say("portal-ended"))
        if back and self._keys and not self._session and not self._requests:
            self._register()
            self._create_session()

    def _refused(self, message: Heard) -> None:
        """The call itself failed, so no Response will come."""
        if message.failed:
            said = message.body[0] if message.body and isinstance(message.body[0], str) else message.error
            unknown = message.error.removeprefix("org.freedesktop.DBus.Error.").startswith(("Unknown", "ServiceUnknown"))
            self._fail(say("keys-none-here") if unknown else say("keys-refused", reason=said.rstrip(".")))

    @Slot()
    def _give_up(self) -> None:
        self._fail(say("portal-silent"))

    @Slot(object)
    def _lost(self, why: Sentence) -> None:
        """The connection is gone: the next `bind` makes another."""
        self._hang_up()
        self._fail(why)

    def _fail(self, why: Sentence) -> None:
        self._patience.stop()
        self._requests.clear()
        self._end_session()
        if self._bus is not None and not self._bus.name:
            self._hang_up()
        self._tell({name: Binding(name, keys, problem=f"{why} {instead(name)}") for name, keys in self._keys.items()})

    def _end_session(self) -> None:
        if self._session and self._bus is not None:
            self._bus.call(calls.close_session(self._session))
        self._forget_session()

    def _forget_session(self) -> None:
        self._session = ""
        self._requests.clear()
        self._release_all()

    def _hang_up(self) -> None:
        self._patience.stop()
        if self._bus is not None:
            self._bus.close()
            self._bus.deleteLater()
            self._bus = None

    def _request(self, then: Callable[[int, dict[str, Any]], None]) -> str:
        """A token for a call; `then` gets the code and the results of the answer, which are variants."""
        assert self._bus is not None
        token = calls.token()
        self._requests[calls.request_path(self._bus.name, token)] = then
        return token


def trouble() -> str:
    """Why keys cannot be had from this desktop's portal; empty when it offers them. Asks it, as `offers` does."""
    return "" if offers(calls.SHORTCUTS) else str(say("keys-none-here"))


def _text(variant: tuple[str, Any] | None) -> str:
    return variant[1] if variant is not None and variant[0] == "s" else ""


def _describe(name: str, keys: str) -> dict[str, str]:
    described = {"description": WORDS.get(name, name.capitalize())}
    with suppress(InputError):  # the person chooses the key anyway
        described["preferred_trigger"] = _trigger(parse(keys))
    return described


def _trigger(chord: Chord) -> str:
    """As the shortcuts specification writes keys: CTRL+ALT+s. https://specifications.freedesktop.org/shortcuts-spec/latest/"""
    key = chord.key.lower() if len(chord.key) == 1 else XKB_NAMES.get(chord.key, chord.key)
    return "+".join((*(XKB_MODIFIERS[modifier] for modifier in chord.modifiers), key))
