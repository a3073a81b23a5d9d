"""A connection to the session's message bus, served by the event loop: calls with their answers, and signals.

Of its own, not Qt's: an app id must be registered before any other portal call on the same connection, and Qt asks the portal
for the colour scheme on its. Only a local socket is ever opened; a bus that is reached over the network is refused.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from app.capture.hotkeys.dbus_values import CALL, ERROR, REPLY, SIGNAL, Malformed, Message, length_of, read, write

__all__ = ["Session"]

BUS = "org.freedesktop.DBus"
Answered = Callable[[Message], None]


class Session(QObject):
    """`open()` once; then `ready` or `lost`. After `lost` nothing follows, and calls that wait are never answered."""

    ready = Signal()
    heard = Signal(object)
    """Each signal of the bus that is for us, as a Message."""
    lost = Signal(str)
    """One sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        """Our name on the bus, e.g. ":1.42", once `ready`."""
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._received = bytearray()
        self._welcomed = False
        self._serial = 0
        self._waiting: dict[int, Answered] = {}

    def open(self) -> None:
        """Connect; nothing waits, the answers come with the event loop."""
        addresses = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "") or _usual_address()
        for address in filter(None, map(_local, addresses.split(";"))):
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.setblocking(False)
            try:
                link.connect(address)
            except OSError:
                link.close()
                continue
            self._begin(link)
            return
        self.lost.emit("This desktop has no message bus that answers.")

    def call(self, destination: str, path: str, method: str, signature: str, *values: Any, then: Answered | None = None) -> None:
        """`method` with its interface: "org.freedesktop.DBus.Hello". `then` gets the REPLY or ERROR."""
        interface, _, member = method.rpartition(".")
        message = Message(
            CALL, path=path, interface=interface, member=member, destination=destination, signature=signature, body=values
        )
        self._serial += 1
        if then is not None:
            self._waiting[self._serial] = then
        self._send(write(replace(message, serial=self._serial)))

    def watch(self, rule: str) -> None:
        """Have the bus send signals that match: "type='signal',interface='…'"."""
        self.call(BUS, "/org/freedesktop/DBus", f"{BUS}.AddMatch", "s", rule)

    def close(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self._waiting.clear()

    def _begin(self, link: socket.socket) -> None:
        self._socket = link
        self._notifier = QSocketNotifier(link.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._receive)
        # The bus knows by the socket who we are; the user's number in hexadecimal only has to agree.
        self._send(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")

    def _send(self, data: bytes) -> None:
        if self._socket is None:
            return
        try:
            self._socket.sendall(data)  # a few hundred bytes into an empty buffer
        except OSError:
            self._lose("The desktop's message bus has closed the connection.")

    @Slot()
    def _receive(self) -> None:
        if self._socket is None:
            return
        try:
            data = self._socket.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose("The desktop's message bus has closed the connection.")
            return
        self._received += data
        try:
            self._take()
        except Malformed as problem:
            self._lose(f"The desktop's message bus said something that is no message ({problem}).")

    def _take(self) -> None:
        if not self._welcomed:
            self._welcome()
        while self._welcomed and self._socket is not None:
            length = length_of(bytes(self._received[:16]))
            if length is None or len(self._received) < length:
                return
            data = bytes(self._received[:length])
            del self._received[:length]
            self._deliver(read(data))

    def _welcome(self) -> None:
        line, ended, rest = bytes(self._received).partition(b"\r\n")
        if not ended:
            return
        if not line.startswith(b"OK "):
            self._lose("The desktop's message bus does not let Hush in.")
            return
        self._received = bytearray(rest)
        self._welcomed = True
        self._send(b"BEGIN\r\n")
        self.call(BUS, "/org/freedesktop/DBus", f"{BUS}.Hello", "", then=self._named)

    def _named(self, message: Message) -> None:
        if message.kind == ERROR:
            self._lose("The desktop's message bus does not let Hush in.")
            return
        self.name = message.body[0]
        self.ready.emit()

    def _deliver(self, message: Message) -> None:
        if message.kind in (REPLY, ERROR):
            then = self._waiting.pop(message.answers, None)
            if then is not None:
                then(message)
        elif message.kind == SIGNAL:
            self.heard.emit(message)

    def _lose(self, why: str) -> None:
        self.close()
        self.lost.emit(why)


def _usual_address() -> str:
    """Where the bus of a login session is when nobody says."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"unix:path={folder}/bus" if folder else ""


def _local(address: str) -> str | bytes:
    """The socket's address if it is a local one that can be connected to; empty otherwise."""
    transport, _, options = address.partition(":")
    if transport != "unix":
        return ""
    found = dict(option.split("=", 1) for option in options.split(",") if "=" in option)
    if "abstract" in found and sys.platform == "linux":
        return b"\0" + unquote(found["abstract"]).encode()
    return unquote(found.get("path", ""))
