"""A connection to the session's message bus, served by the event loop: calls with their answers, and signals.

Of its own, not Qt's: an app id must be registered before any other portal call on the same connection, and Qt asks the portal
for the colour scheme on its. Only a local socket is ever opened; a bus that is reached over the network is refused. What the
messages are made of is jeepney's; its own connections wait in the thread that asks, which here is the window's.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from urllib.parse import unquote

from jeepney import MatchRule, Message, MessageType, message_bus
from jeepney.auth import BEGIN, AuthenticationError, Authenticator
from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal, Slot

from app.capture.portal.messages import Heard, Malformed, length_of, read
from app.sentences import say
from inference.sentences import Sentence

__all__ = ["Answered", "Bus"]

NO_BUS, CLOSED, REFUSED = say("bus-absent"), say("bus-closed"), say("bus-refuses")

Answered = Callable[[Heard], None]


class Bus(QObject):
    """`open()` once; then `ready` or `lost`. After `lost` nothing follows, and calls that wait are never answered.

    Signals and answers come from the event loop alone, never while `open` or `call` runs; after `close` none comes.
    """

    ready = Signal()
    heard = Signal(object)
    """Each signal of the bus that is for us, as a Heard."""
    lost = Signal(object)
    """Why: Sentence."""
    _broke = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        """Our name on the bus, e.g. ":1.42", once `ready`."""
        self._open = False
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._admission = Authenticator()
        self._received = bytearray()
        self._serial = 0
        self._waiting: dict[int, Answered] = {}
        self._broke.connect(self._lose, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Connect; nothing waits, the answers come with the event loop."""
        self._open = True
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
        self._broke.emit(NO_BUS)

    def call(self, message: Message, then: Answered | None = None) -> None:
        """Send a method call. `then` gets the reply or the error."""
        if self._socket is None:
            return
        self._serial += 1
        if then is not None:
            self._waiting[self._serial] = then
        self._send(message.serialise(self._serial))

    def watch(self, rule: MatchRule) -> None:
        """Have the bus send the signals that match."""
        self.call(message_bus.AddMatch(rule))

    def close(self) -> None:
        self._open = False
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
        self._send(self._admission.data_to_send() or b"")

    def _send(self, data: bytes) -> None:
        if self._socket is None:
            return
        try:
            self._socket.sendall(data)  # a few hundred bytes into an empty buffer
        except OSError:
            self._broke.emit(CLOSED)

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
            self._lose(CLOSED)
            return
        try:
            self._take(data)
        except AuthenticationError:
            self._lose(REFUSED)
        except Malformed as problem:
            self._lose(say("bus-not-understood", problem=str(problem)))

    def _take(self, data: bytes) -> None:
        if not self._admission.authenticated:
            self._admission.feed(data)
            if self._admission.authenticated:
                self._send(BEGIN)
                self.call(message_bus.Hello(), then=self._named)
            return
        self._received += data
        while self._socket is not None:
            length = length_of(bytes(self._received[:16]))
            if length is None or len(self._received) < length:
                return
            whole = bytes(self._received[:length])
            del self._received[:length]
            self._deliver(read(whole))

    def _named(self, answer: Heard) -> None:
        match answer.body:
            case (str(name),) if not answer.failed and name.startswith(":"):
                self.name = name
                self.ready.emit()
            case _:
                self._lose(REFUSED)

    def _deliver(self, message: Heard) -> None:
        if message.kind is MessageType.signal:
            self.heard.emit(message)
        elif message.kind in (MessageType.method_return, MessageType.error):
            then = self._waiting.pop(message.answers, None)
            if then is not None:
                then(message)

    @Slot(object)
    def _lose(self, why: Sentence) -> None:
        if self._open:
            self.close()
            self.lost.emit(why)


def _usual_address() -> str:
    """Where the bus of a login session is when nobody says."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"unix:path={folder}/bus" if folder else ""


def _local(address: str) -> str | bytes:
    """The socket's address if it is a local one that can be connected to; empty otherwise.

    Not jeepney's: it takes the escaped bytes of a name for characters, so that no folder with an umlaut is found.
    """
    transport, _, options = address.partition(":")
    if transport != "unix":
        return ""
    found = dict(option.split("=", 1) for option in options.split(",") if "=" in option)
    if "abstract" in found and sys.platform == "linux":
        return b"\0" + unquote(found["abstract"]).encode()
    return unquote(found.get("path", ""))
