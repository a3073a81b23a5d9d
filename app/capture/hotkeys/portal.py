"""Hotkeys through the desktop's portal, which is how Wayland has them: the person chooses the keys in a dialog of the desktop.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html: KDE Plasma 6, GNOME 48.
Another set of names needs another session, since shortcuts can be bound but once in each.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from app.capture.hotkeys.base import Binding, Hotkeys
from app.capture.hotkeys.dbus_session import Session
from app.capture.hotkeys.dbus_values import ERROR, Message, Variant
from app.capture.hotkeys.keys import Chord, parse
from app.capture.hotkeys.sentences import instead
from inference.errors import InputError

__all__ = ["PortalHotkeys", "offers", "trouble"]

PORTAL, PLACE = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST, SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
PROPERTY = "org.freedesktop.DBus.Properties.Get"
BUS = "org.freedesktop.DBus"

ANSWER_MS = 10_000
"""A portal that has not answered by then will not. Not for dialogs, in which a person may take their time."""

WORDS = {"capture": "Take a picture of the screen", "talk": "Hold to talk", "point": "Hold to point and speak"}
NONE_HERE = "This desktop lets no program have keys of its own."
XKB_NAMES = {"Space": "space", "Backspace": "BackSpace", "PgUp": "Page_Up", "PgDown": "Page_Down"}
XKB_MODIFIERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}


class PortalHotkeys(Hotkeys):
    """`app_id`: the name of the program's .desktop file, by which the desktop remembers what the person chose."""

    def __init__(self, parent: QObject | None = None, *, app_id: str = "") -> None:
        super().__init__(parent)
        self._app_id = app_id or QGuiApplication.desktopFileName()
        self._keys: dict[str, str] = {}
        self._bus: Session | None = None
        self._session = ""
        self._requests: dict[str, Callable[[int, dict[str, Any]], None]] = {}
        self._tokens = itertools.count(1)
        self._patience = QTimer(self, singleShot=True, interval=ANSWER_MS)
        self._patience.timeout.connect(self._give_up)

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
        self._bus = Session(self)
        self._bus.ready.connect(self._introduce)
        self._bus.heard.connect(self._hear)
        self._bus.lost.connect(self._fail)
        self._patience.start()
        self._bus.open()

    @Slot()
    def _introduce(self) -> None:
        assert self._bus is not None
        for interface in (SHORTCUTS, REQUEST, SESSION):
            self._bus.watch(f"type='signal',sender='{PORTAL}',interface='{interface}'")
        self._bus.watch(f"type='signal',sender='{BUS}',member='NameOwnerChanged',arg0='{PORTAL}'")
        self._register()
        self._create_session()

    def _register(self) -> None:
        """The first call to the portal. Before 1.19.4 nothing there understands it, or the id may be unknown: no matter."""
        if self._app_id and self._bus is not None:
            self._bus.call(PORTAL, PLACE, f"{REGISTRY}.Register", "sa{sv}", self._app_id, {})

    def _create_session(self) -> None:
        assert self._bus is not None
        self._patience.start()
        token, session = self._request(self._session_created), self._token()
        options = {"handle_token": Variant("s", token), "session_handle_token": Variant("s", session)}
        self._bus.call(PORTAL, PLACE, f"{SHORTCUTS}.CreateSession", "a{sv}", options, then=self._refused)

    def _session_created(self, response: int, results: dict[str, Any]) -> None:
        self._patience.stop()
        if response != 0 or not isinstance(results.get("session_handle"), str):
            self._fail("This desktop did not let Hush ask for keys.")
            return
        assert self._bus is not None
        self._session = results["session_handle"]
        shortcuts = [(name, _described(name, keys)) for name, keys in self._keys.items()]
        options = {"handle_token": Variant("s", self._request(self._bound))}
        self._bus.call(
            PORTAL,
            PLACE,
            f"{SHORTCUTS}.BindShortcuts",
            "oa(sa{sv})sa{sv}",
            self._session,
            shortcuts,
            "",
            options,
            then=self._refused,
        )

    def _bound(self, response: int, results: dict[str, Any]) -> None:
        if response == 1:
            self._fail("No keys were chosen in the desktop's dialog, so there are none.")
        elif response != 0:
            self._fail("This desktop did not give Hush the keys.")
        else:
            self._show(results.get("shortcuts", []))

    def _show(self, shortcuts: list[tuple[str, dict[str, Any]]]) -> None:
        given = {name: str(facts.get("trigger_description", "")) for name, facts in shortcuts}
        self._tell({name: self._binding(name, keys, given) for name, keys in self._keys.items()})

    def _binding(self, name: str, keys: str, given: Mapping[str, str]) -> Binding:
        if name not in given:
            return Binding(name, keys, problem=f"The desktop gave no key for this. {instead(name)}")
        return Binding(name, keys, trigger=given[name] or "the key you chose")

    @Slot(object)
    def _hear(self, message: Message) -> None:
        match message.member, message.body:
            case "Response", (int(response), dict(results)) if message.path in self._requests:
                self._requests.pop(message.path)(response, results)
            case "Activated", (str(session), str(name), *_) if session == self._session and name in self._keys:
                self._press(name)
            case "Deactivated", (str(session), str(name), *_) if session == self._session:
                self._release(name)
            case "ShortcutsChanged", (str(session), list(shortcuts)) if session == self._session:
                self._show(shortcuts)
            case "Closed", _ if message.path == self._session:
                self._session = ""
                self._fail("The desktop has taken the keys back.")
            case "NameOwnerChanged", (_, str(before), str(after)):
                self._portal_changed(gone=bool(before), back=bool(after))
            case _:
                pass

    def _portal_changed(self, *, gone: bool, back: bool) -> None:
        """The desktop's portal ended, or another one took its place: its sessions went with it."""
        if gone and (self._session or self._requests):
            self._forget_session()
            self._fail("The desktop's portal has ended.")
        if back and self._keys and not self._session and not self._requests:
            self._register()
            self._create_session()

    def _refused(self, message: Message) -> None:
        """The call itself failed, so no Response will come."""
        if message.kind == ERROR:
            said = message.body[0] if message.body and isinstance(message.body[0], str) else message.error
            unknown = message.error.startswith(f"{BUS}.Error.Unknown") or message.error == f"{BUS}.Error.ServiceUnknown"
            self._fail(NONE_HERE if unknown else f"{NONE_HERE[:-1]} ({said.rstrip('.')}).")

    @Slot()
    def _give_up(self) -> None:
        self._fail("The desktop's portal does not answer.")

    @Slot(str)
    def _fail(self, why: str) -> None:
        self._patience.stop()
        self._requests.clear()
        self._end_session()
        if self._bus is not None and not self._bus.name:
            self._hang_up()
        self._tell({name: Binding(name, keys, problem=f"{why} {instead(name)}") for name, keys in self._keys.items()})

    def _end_session(self) -> None:
        if self._session and self._bus is not None:
            self._bus.call(PORTAL, self._session, f"{SESSION}.Close", "")
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

    def _token(self) -> str:
        return f"hush_{os.getpid()}_{next(self._tokens)}"

    def _request(self, then: Callable[[int, dict[str, Any]], None]) -> str:
        """A token for a call; `then` gets the Response, whose path is known beforehand, so that it cannot come too early."""
        assert self._bus is not None
        token = self._token()
        self._requests[f"{PLACE}/request/{self._bus.name[1:].replace('.', '_')}/{token}"] = then
        return token


def trouble() -> str:
    """Why keys cannot be had from this desktop's portal; empty when it offers them. Asks it, as `offers` does."""
    return "" if offers(SHORTCUTS) else NONE_HERE


def offers(interface: str, *, seconds: float = 2.0) -> bool:
    """Whether the portal has an interface: asked for its version, in a loop of its own. Needs a QCoreApplication."""
    bus, loop, answers = Session(), QEventLoop(), list[Message]()

    def answered(message: Message) -> None:
        answers.append(message)
        loop.quit()

    bus.ready.connect(lambda: bus.call(PORTAL, PLACE, PROPERTY, "ss", interface, "version", then=answered))
    # Queued: what fails at once fails before the loop runs.
    bus.lost.connect(lambda _why: QTimer.singleShot(0, loop.quit))
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    bus.open()
    loop.exec()
    bus.close()
    return bool(answers) and answers[0].kind != ERROR


def _described(name: str, keys: str) -> dict[str, Variant]:
    described = {"description": Variant("s", WORDS.get(name, name.capitalize()))}
    with suppress(InputError):  # the person chooses the key anyway
        described["preferred_trigger"] = Variant("s", _trigger(parse(keys)))
    return described


def _trigger(chord: Chord) -> str:
    """As the shortcuts specification writes keys: CTRL+ALT+s. https://specifications.freedesktop.org/shortcuts-spec/latest/"""
    key = chord.key.lower() if len(chord.key) == 1 else XKB_NAMES.get(chord.key, chord.key)
    return "+".join((*(XKB_MODIFIERS[modifier] for modifier in chord.modifiers), key))
