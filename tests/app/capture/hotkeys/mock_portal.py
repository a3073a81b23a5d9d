"""The desktop's portal on a private message bus, in a process of its own, as the specifications have it: keys and screenshots.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html (version 2) and
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Screenshot.html, with Request,
Session and host.portal.Registry. Each call is written to stdout as a line of JSON. On stdin comes what the person and the
desktop do:

activate NAME | deactivate NAME      the key of a shortcut goes down, up
change NAME TRIGGER                  the person chooses another key
changed                              the desktop says so, and of nothing it knows: with numbers
close                                the desktop ends the session
dialog KIND                          how the next one goes: yes | open (nobody answers yet) | cancelled | failed | without NAME |
                                     one of NONSENSE
answer                               the open dialog is answered with yes
pick [PICTURE]                       the person takes this picture in the open picker, or closes it

As arguments: old (has no shortcuts), forbid (wants every program to have an app id), mute (never answers), odd (calls its session
by a number).
"""

from __future__ import annotations

import json
import os
import select
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, message_bus, new_error, new_method_return, new_signal
from jeepney.io.blocking import DBusConnection, open_dbus_connection

PORTAL, PLACE = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS, REGISTRY = "org.freedesktop.portal.GlobalShortcuts", "org.freedesktop.host.portal.Registry"
SCREENSHOT = "org.freedesktop.portal.Screenshot"
REQUEST, SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
SIGNATURES = {
    f"{REGISTRY}.Register": "sa{sv}",
    f"{SHORTCUTS}.CreateSession": "a{sv}",
    f"{SHORTCUTS}.BindShortcuts": "oa(sa{sv})sa{sv}",
    f"{SCREENSHOT}.Screenshot": "sa{sv}",
    f"{SESSION}.Close": "",
    "org.freedesktop.DBus.Properties.Get": "ss",
}
RESPONSES = {"cancelled": 1, "failed": 2}
NONSENSE = {
    "shapeless": ("u", (0,)),
    "wordless": ("ua{sv}", (0, {"shortcuts": ("as", ["talk"])})),
    "numbers": ("ua{sv}", (0, {"shortcuts": ("a(sa{sv})", [("talk", {"trigger_description": ("u", 7)})])})),
}
"""Answers to the dialog that are not as the specification has them: their signature and values."""


class Refused(Exception):
    """An error reply: the name after org.freedesktop., and the words."""


class Portal:
    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus
        self._owner = ""
        self._session = ""
        self._shortcuts: dict[str, str] = {}
        self._dialog = "yes"
        self._open: tuple[str, dict[str, str]] | None = None
        self._picker: tuple[str, str] | None = None
        self._asked_before: set[str] = set()

    def answer(self, message: Message) -> None:
        if message.header.message_type is not MessageType.method_call:
            return
        fields, body = message.header.fields, _plain(message.body)
        method = f"{fields[HeaderFields.interface]}.{fields[HeaderFields.member]}"
        path, sender, wanted = fields[HeaderFields.path], fields[HeaderFields.sender], fields.get(HeaderFields.signature, "")
        _log(method=method, path=path, body=body)
        try:
            if SIGNATURES.get(method) != wanted or (method.startswith(SHORTCUTS) and "old" in sys.argv):
                raise Refused("DBus.Error.UnknownMethod", f"No such method {method!r} with {wanted!r}")
            signature, values = self._do(method, path, sender, body)
        except Refused as refused:
            error, words = refused.args
            self._bus.send(new_error(message, f"org.freedesktop.{error}", "s", (words,)))
            return
        finally:
            self._asked_before.add(sender)
        if "mute" in sys.argv:
            return
        self._bus.send(new_method_return(message, signature or None, values))
        if method == f"{SHORTCUTS}.CreateSession":
            session = ("u", 7) if "odd" in sys.argv else ("s", self._session)
            self._respond(body[0], 0, {"session_handle": session})
        elif method == f"{SHORTCUTS}.BindShortcuts":
            self._show_dialog(body)

    def _do(self, method: str, at: str, sender: str, body: list[Any]) -> tuple[str, tuple[Any, ...]]:
        match method.rpartition(".")[2]:
            case "Register" if sender in self._asked_before:
                raise Refused("portal.Error.Failed", "Connection already associated with an application ID")
            case "Get":
                return "v", (("u", 2),)
            case "CreateSession" if "forbid" in sys.argv:
                raise Refused("portal.Error.NotAllowed", "An app id is required")
            case "CreateSession":
                (options,) = body
                self._owner = sender
                self._session = f"{PLACE}/session/{_mangled(self._owner)}/{options['session_handle_token']}"
                self._shortcuts = {}
                return "o", (self._path(options),)
            case "BindShortcuts":
                session, _, _, options = body
                if session != self._session or self._shortcuts:
                    raise Refused("DBus.Error.AccessDenied", "Invalid session")
                return "o", (self._path(options),)
            case "Screenshot":
                path = self._path(body[1], sender)
                self._picker = (sender, path)
                return "o", (path,)
            case "Close":
                if at != self._session:
                    raise Refused("DBus.Error.UnknownObject", "No such session")
                self._session = ""
        return "", ()

    def do(self, words: list[str]) -> None:
        match words:
            case ["activate" | "deactivate" as what, name]:
                self._tell(f"{what.capitalize()}d", "osta{sv}", self._session, name, 12345, {})
            case ["change", name, trigger]:
                self._shortcuts[name] = trigger
                self._tell("ShortcutsChanged", "oa(sa{sv})", self._session, self._described())
            case ["changed"]:
                self._tell("ShortcutsChanged", "ouu", self._session, 1, 2)
            case ["close"]:
                self._signal(self._session, SESSION, "Closed", "a{sv}", {})
                self._session = ""
            case ["dialog", *kind]:
                self._dialog = " ".join(kind)
            case ["answer"]:
                assert self._open
                self._decide(*self._open)
            case ["pick", *picture]:
                self._hand_over(" ".join(picture))

    def _show_dialog(self, body: list[Any]) -> None:
        _, shortcuts, _, options = body
        wanted = {name: facts.get("preferred_trigger", "") for name, facts in shortcuts}
        self._open = (options["handle_token"], wanted)
        if self._dialog != "open":
            self._decide(*self._open)

    def _decide(self, token: str, wanted: dict[str, str]) -> None:
        if self._dialog in RESPONSES:
            self._respond({"handle_token": token}, RESPONSES[self._dialog], {})
            return
        if self._dialog in NONSENSE:
            signature, values = NONSENSE[self._dialog]
            self._signal(self._path({"handle_token": token}), REQUEST, "Response", signature, *values)
            return
        left_out = self._dialog.removeprefix("without ")
        self._shortcuts = {name: f"Press {trigger}" for name, trigger in wanted.items() if name != left_out}
        self._respond({"handle_token": token}, 0, {"shortcuts": ("a(sa{sv})", self._described())})

    def _hand_over(self, picture: str) -> None:
        assert self._picker, "no picker is open"
        (asker, path), self._picker = self._picker, None
        body = (0, {"uri": ("s", Path(picture).as_uri())}) if picture else (1, {})
        self._signal(path, REQUEST, "Response", "ua{sv}", *body, to=asker)

    def _described(self) -> list[tuple[str, dict[str, tuple[str, str]]]]:
        return [
            (name, {"description": ("s", name), "trigger_description": ("s", trigger)})
            for name, trigger in self._shortcuts.items()
        ]

    def _respond(self, options: dict[str, Any], response: int, results: dict[str, Any]) -> None:
        self._signal(self._path(options), REQUEST, "Response", "ua{sv}", response, results)

    def _tell(self, member: str, signature: str, *values: Any) -> None:
        self._signal(PLACE, SHORTCUTS, member, signature, *values)

    def _signal(self, path: str, interface: str, member: str, signature: str, *values: Any, to: str = "") -> None:
        sent = new_signal(DBusAddress(path, interface=interface), member, signature, values)
        sent.header.fields[HeaderFields.destination] = to or self._owner
        self._bus.send(sent)

    def _path(self, options: dict[str, Any], asker: str = "") -> str:
        return f"{PLACE}/request/{_mangled(asker or self._owner)}/{options['handle_token']}"


def _mangled(name: str) -> str:
    return name.removeprefix(":").replace(".", "_")


def _plain(value: Any) -> Any:
    """Without the types of variants, which here stand in options alone; structures are lists, as JSON has them."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, (_, inner) in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _log(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> None:
    bus = open_dbus_connection(os.environ["DBUS_SESSION_BUS_ADDRESS"])
    bus.send_and_get_reply(message_bus.RequestName(PORTAL))
    portal = Portal(bus)
    _log(method="ready")
    while True:
        with suppress(TimeoutError):  # nothing more has come
            while True:  # before waiting: calls may have been read along with what was waited for
                portal.answer(bus.receive(timeout=0))
        ready, _, _ = select.select([bus.sock, sys.stdin], [], [])
        if sys.stdin in ready:
            data = os.read(sys.stdin.fileno(), 4096)
            if not data:
                return
            for line in data.decode().splitlines():
                portal.do(line.split())


if __name__ == "__main__":
    with suppress(ConnectionResetError):  # the bus has ended
        main()
