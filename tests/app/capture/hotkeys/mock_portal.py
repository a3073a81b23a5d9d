"""The desktop's portal on a private message bus, in a process of its own, as the specifications have it: keys and screenshots.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html (version 2) and
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Screenshot.html, with Request,
Session and host.portal.Registry. Each call is written to stdout as a line of JSON. On stdin comes what the person and the
desktop do:

activate NAME | deactivate NAME      the key of a shortcut goes down, up
change NAME TRIGGER                  the person chooses another key
close                                the desktop ends the session
dialog KIND                          how the next dialog goes: yes | open (nobody answers yet) | cancelled | failed | without NAME
answer                               the open dialog is answered with yes
pick [PICTURE]                       the person takes this picture in the open picker, or closes it

As arguments: old (has no shortcuts), forbid (wants every program to have an app id), mute (never answers).
"""

from __future__ import annotations

import json
import os
import select
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.capture.hotkeys.dbus_values import CALL, ERROR, REPLY, SIGNAL, Message, Variant, length_of, read, write

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


class Refused(Exception):
    """An error reply: the name after org.freedesktop., and the words."""


class Bus:
    """The portal's own connection, with blocking calls."""

    def __init__(self) -> None:
        address = os.environ["DBUS_SESSION_BUS_ADDRESS"].removeprefix("unix:path=").partition(",")[0]
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(address)
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        assert self.socket.recv(1024).startswith(b"OK ")
        self.socket.sendall(b"BEGIN\r\n")
        self._serial = 0
        self.ask("Hello", "")
        self.ask("RequestName", "su", PORTAL, 0)

    def send(self, message: Message) -> int:
        self._serial += 1
        self.socket.sendall(write(replace(message, serial=self._serial)))
        return self._serial

    def ask(self, member: str, signature: str, *values: Any) -> Message:
        bus = "org.freedesktop.DBus"
        call = Message(CALL, path="/org/freedesktop/DBus", interface=bus, member=member, destination=bus)
        serial = self.send(replace(call, signature=signature, body=values))
        while (answer := self.receive()).answers != serial:
            pass
        return answer

    def receive(self) -> Message:
        data = b""
        while (wanted := length_of(data) or 16) > len(data):
            more = self.socket.recv(wanted - len(data))
            if not more:
                sys.exit("the bus closed the connection")
            data += more
        return read(data)


class Portal:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._owner = ""
        self._session = ""
        self._shortcuts: dict[str, str] = {}
        self._dialog = "yes"
        self._open: tuple[str, dict[str, str]] | None = None
        self._picker: tuple[str, str] | None = None
        self._asked_before: set[str] = set()

    def answer(self, message: Message) -> None:
        if message.kind != CALL:
            return
        method = f"{message.interface}.{message.member}"
        _log(method=method, path=message.path, body=message.body)
        reply = Message(REPLY, answers=message.serial, destination=message.sender)
        try:
            if SIGNATURES.get(method) != message.signature or (method.startswith(SHORTCUTS) and "old" in sys.argv):
                raise Refused("DBus.Error.UnknownMethod", f"No such method {method!r} with {message.signature!r}")
            signature, body = self._do(method, message)
        except Refused as refused:
            error, words = refused.args
            self._bus.send(replace(reply, kind=ERROR, error=f"org.freedesktop.{error}", signature="s", body=(words,)))
            return
        finally:
            self._asked_before.add(message.sender)
        if "mute" in sys.argv:
            return
        self._bus.send(replace(reply, signature=signature, body=body))
        if method == f"{SHORTCUTS}.CreateSession":
            self._respond(message.body[0], 0, {"session_handle": Variant("s", self._session)})
        elif method == f"{SHORTCUTS}.BindShortcuts":
            self._show_dialog(message)

    def _do(self, method: str, message: Message) -> tuple[str, tuple[Any, ...]]:
        match method.rpartition(".")[2]:
            case "Register" if message.sender in self._asked_before:
                raise Refused("portal.Error.Failed", "Connection already associated with an application ID")
            case "Get":
                return "v", (Variant("u", 2),)
            case "CreateSession" if "forbid" in sys.argv:
                raise Refused("portal.Error.NotAllowed", "An app id is required")
            case "CreateSession":
                (options,) = message.body
                self._owner = message.sender
                self._session = f"{PLACE}/session/{_mangled(self._owner)}/{options['session_handle_token']}"
                self._shortcuts = {}
                return "o", (self._path(options),)
            case "BindShortcuts":
                session, _, _, options = message.body
                if session != self._session or self._shortcuts:
                    raise Refused("DBus.Error.AccessDenied", "Invalid session")
                return "o", (self._path(options),)
            case "Screenshot":
                path = self._path(message.body[1], message.sender)
                self._picker = (message.sender, path)
                return "o", (path,)
            case "Close":
                if message.path != self._session:
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

    def _show_dialog(self, message: Message) -> None:
        _, shortcuts, _, options = message.body
        wanted = {name: facts.get("preferred_trigger", "") for name, facts in shortcuts}
        self._open = (options["handle_token"], wanted)
        if self._dialog != "open":
            self._decide(*self._open)

    def _decide(self, token: str, wanted: dict[str, str]) -> None:
        if self._dialog in RESPONSES:
            self._respond({"handle_token": token}, RESPONSES[self._dialog], {})
            return
        left_out = self._dialog.removeprefix("without ")
        self._shortcuts = {name: f"Press {trigger}" for name, trigger in wanted.items() if name != left_out}
        self._respond({"handle_token": token}, 0, {"shortcuts": Variant("a(sa{sv})", self._described())})

    def _hand_over(self, picture: str) -> None:
        assert self._picker, "no picker is open"
        (asker, path), self._picker = self._picker, None
        body = (0, {"uri": Variant("s", Path(picture).as_uri())}) if picture else (1, {})
        told = Message(SIGNAL, path=path, interface=REQUEST, member="Response", destination=asker)
        self._bus.send(replace(told, signature="ua{sv}", body=body))

    def _described(self) -> list[tuple[str, dict[str, Variant]]]:
        return [
            (name, {"description": Variant("s", name), "trigger_description": Variant("s", trigger)})
            for name, trigger in self._shortcuts.items()
        ]

    def _respond(self, options: dict[str, Any], response: int, results: dict[str, Variant]) -> None:
        self._signal(self._path(options), REQUEST, "Response", "ua{sv}", response, results)

    def _tell(self, member: str, signature: str, *values: Any) -> None:
        self._signal(PLACE, SHORTCUTS, member, signature, *values)

    def _signal(self, path: str, interface: str, member: str, signature: str, *values: Any) -> None:
        sent = Message(SIGNAL, path=path, interface=interface, member=member, destination=self._owner)
        self._bus.send(replace(sent, signature=signature, body=values))

    def _path(self, options: dict[str, Any], asker: str = "") -> str:
        return f"{PLACE}/request/{_mangled(asker or self._owner)}/{options['handle_token']}"


def _mangled(name: str) -> str:
    return name.removeprefix(":").replace(".", "_")


def _log(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> None:
    bus = Bus()
    portal = Portal(bus)
    _log(method="ready")
    while True:
        ready, _, _ = select.select([bus.socket, sys.stdin], [], [])
        if bus.socket in ready:
            portal.answer(bus.receive())
        if sys.stdin in ready:
            data = os.read(sys.stdin.fileno(), 4096)
            if not data:
                return
            for line in data.decode().splitlines():
                portal.do(line.split())


if __name__ == "__main__":
    main()
