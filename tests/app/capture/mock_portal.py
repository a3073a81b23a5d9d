"""A desktop's screenshot portal, run as a program: `mock_portal.py SOCKET WAY PICTURE`. It follows the specification as WAY says.

Prints "ready" once it has its name, then each call to it as a line of JSON.
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Screenshot.html
"""

from __future__ import annotations

import json
import os
import socket
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from app.capture.hotkeys.dbus_values import CALL, ERROR, REPLY, SIGNAL, Message, Variant, length_of, read, write

NAME, BUS = "org.freedesktop.portal.Desktop", "org.freedesktop.DBus"
REQUEST = "org.freedesktop.portal.Request"

RESPONSES = {"cancelled": (1, {}), "denied": (2, {}), "no file": (0, {"uri": Variant("s", "https://example.org/a.png")})}
"""What the person or the desktop says; any other WAY is a picture."""


class Portal:
    def __init__(self, address: str, way: str, picture: Path) -> None:
        self._way, self._picture, self._serial, self._received = way, picture, 0, b""
        self._link = socket.socket(socket.AF_UNIX)
        self._link.connect(address)
        self._link.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        assert self._link.recv(1024).startswith(b"OK ")
        self._link.sendall(b"BEGIN\r\n")
        for method, signature, body in (("Hello", "", ()), ("RequestName", "su", (NAME, 0))):
            self._send(Message(CALL, 0, f"/{BUS.replace('.', '/')}", BUS, method, "", 0, BUS, "", signature, body))

    def serve(self) -> None:
        while message := self._next():
            if message.kind == SIGNAL and message.member == "NameAcquired" and message.body == (NAME,):
                _say("ready")
            elif message.kind == CALL:
                _say(json.dumps([f"{message.interface}.{message.member}", message.path, message.body]))
                self._answer(message)

    def _answer(self, call: Message) -> None:
        known = {"Register", "Screenshot", "Close"} - ({"Register"} if self._way == "old" else set())
        if call.member not in known:
            self._refuse(call, f"{BUS}.Error.UnknownMethod", "No such interface")
        elif call.member != "Screenshot":
            self._send(_reply(call))
        elif self._way == "forbidden":
            self._refuse(call, f"{BUS}.Error.AccessDenied", "Not allowed")
        elif self._way != "mute":
            self._take(call)

    def _take(self, call: Message) -> None:
        token = call.body[1]["handle_token"] if self._way != "old" else "1"
        handle = f"/org/freedesktop/portal/desktop/request/{call.sender[1:].replace('.', '_')}/{token}"
        accepted = replace(_reply(call), signature="o", body=(handle,))
        picture = (0, {"uri": Variant("s", self._picture.as_uri())})
        code, results = RESPONSES.get(self._way, picture)
        answer = Message(
            SIGNAL,
            path=handle,
            interface=REQUEST,
            member="Response",
            destination=call.sender,
            signature="ua{sv}",
            body=(code, results),
        )
        if self._way == "never":
            self._send(accepted)
        elif self._way == "hasty":  # allowed: the answer may be there before the reply
            self._send(answer)
            self._send(accepted)
        else:
            self._send(accepted)
            self._send(answer)

    def _refuse(self, call: Message, error: str, why: str) -> None:
        self._send(replace(_reply(call), kind=ERROR, error=error, signature="s", body=(why,)))

    def _send(self, message: Message) -> None:
        self._serial += 1
        self._link.sendall(write(replace(message, serial=self._serial)))

    def _next(self) -> Message | None:
        while (length := length_of(self._received[:16])) is None or len(self._received) < length:
            more = self._link.recv(65536)
            if not more:
                return None
            self._received += more
        message, self._received = read(self._received[:length]), self._received[length:]
        return message


def _reply(call: Message) -> Message:
    return Message(REPLY, answers=call.serial, destination=call.sender)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    Portal(sys.argv[1], sys.argv[2], Path(sys.argv[3])).serve()
