"""A desktop's screenshot portal, run as a program: `mock_portal.py ADDRESS WAY PICTURE`.

It follows the specification as WAY says. Prints "ready" once it has its name, then each call to it as a line of JSON.
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Screenshot.html
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, message_bus, new_error, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection

NAME, BUS = "org.freedesktop.portal.Desktop", "org.freedesktop.DBus"
REQUEST = "org.freedesktop.portal.Request"

RESPONSES = {"cancelled": (1, {}), "denied": (2, {}), "no file": (0, {"uri": ("s", "https://example.org/a.png")})}
"""What the person or the desktop says; any other WAY is a picture."""
NONSENSE = {"shapeless": ("s", ("yes",)), "number": ("ua{sv}", (0, {"uri": ("u", 7)}))}
"""Answers that are not as the specification has them: their signature and values."""


class Portal:
    def __init__(self, address: str, way: str, picture: Path) -> None:
        self._way, self._picture = way, picture
        self._bus = open_dbus_connection(address)
        self._bus.send_and_get_reply(message_bus.RequestName(NAME))
        _say("ready")

    def serve(self) -> None:
        while True:
            try:
                message = self._bus.receive()
            except ConnectionResetError:
                return
            if message.header.message_type is MessageType.method_call:
                fields = message.header.fields
                interface, member = fields[HeaderFields.interface], fields[HeaderFields.member]
                _say(json.dumps([f"{interface}.{member}", fields[HeaderFields.path], _plain(message.body)]))
                self._answer(message, member)

    def _answer(self, call: Message, member: str) -> None:
        known = {"Register", "Screenshot", "Close"} - ({"Register"} if self._way == "old" else set())
        if member not in known:
            self._bus.send(new_error(call, f"{BUS}.Error.UnknownMethod", "s", ("No such interface",)))
        elif member != "Screenshot":
            self._bus.send(new_method_return(call))
        elif self._way == "forbidden":
            self._bus.send(new_error(call, f"{BUS}.Error.AccessDenied", "s", ("Not allowed",)))
        elif self._way == "handleless":
            self._bus.send(new_method_return(call, "u", (7,)))
        elif self._way != "mute":
            self._take(call)

    def _take(self, call: Message) -> None:
        token = call.body[1]["handle_token"][1] if self._way != "old" else "1"
        sender = call.header.fields[HeaderFields.sender]
        handle = f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/{token}"
        accepted = new_method_return(call, "o", (handle,))
        picture = (0, {"uri": ("s", self._picture.as_uri())})
        signature, body = NONSENSE.get(self._way, ("ua{sv}", RESPONSES.get(self._way, picture)))
        answer = new_signal(DBusAddress(handle, interface=REQUEST), "Response", signature, body)
        answer.header.fields[HeaderFields.destination] = sender
        if self._way == "never":
            self._bus.send(accepted)
        elif self._way == "hasty":  # allowed: the answer may be there before the reply
            self._bus.send(answer)
            self._bus.send(accepted)
        else:
            self._bus.send(accepted)
            self._bus.send(answer)


def _plain(value: Any) -> Any:
    """Without the types of variants, which here stand in options alone."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, (_, inner) in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    Portal(sys.argv[1], sys.argv[2], Path(sys.argv[3])).serve()
