"""The connection to the message bus: with a bus that follows the specification, and with ones that do not."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the message bus is Linux's", allow_module_level=True)

from jeepney import (
    DBusAddress,
    Message,
    Parser,
    new_method_call,
    new_method_return,
    new_signal,
)

from app.capture.hotkeys.portal import PortalHotkeys
from app.capture.portal.bus import CLOSED, NO_BUS, REFUSED, Bus
from app.capture.portal.messages import Heard
from app.capture.portal.screenshot import NO_BUS as NO_SCREENSHOT
from app.capture.portal.screenshot import PortalScreenshot
from app.sentences import say
from inference.sentences import Sentence
from tests.app.capture.message_bus import session_bus

Wait = Callable[..., None]
WELCOME = b"OK 0123456789abcdef0123456789abcdef\r\n"


@pytest.mark.parametrize("folder", ["plain", "Schlüssel; und, 100 %"])
def test_what_is_written_here_is_read_by_qt(
    folder: str, tmp_path: Path, application: object, monkeypatch: pytest.MonkeyPatch, wait_until: Wait
) -> None:
    """And the other way round: the wire format against an implementation that is not ours. The name of a folder is escaped."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVirtualObject

    class Other(QDBusVirtualObject):
        def handleMessage(self, message: QDBusMessage, connection: QDBusConnection, /) -> bool:
            reply = message.createReply()
            reply.setArguments([{"number": 7, "words": ["a", "b"], "half": 0.5}, message.signature(), repr(message)])
            connection.send(reply)
            return True

        def introspect(self, path: str, /) -> str:
            return ""

    where = tmp_path / folder
    where.mkdir()
    with session_bus(where) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"nonsense;tcp:host=localhost,port=1;{address}")
        qt = QDBusConnection.connectToBus(address, "other")
        other, bus, answers = Other(), Bus(), list[Heard]()
        assert qt.registerVirtualObject("/other", other)
        body = (True, [("talk", {"description": ("s", "Hold to talk")}), ("capture", {})])
        call = new_method_call(DBusAddress("/other", qt.baseService(), "x.Y"), "Do", "ba(sa{sv})", body)
        bus.ready.connect(lambda: bus.call(call, then=answers.append))
        bus.open()
        wait_until(lambda: answers)
        facts, signature, seen = answers[0].body
        assert facts == {"number": ("i", 7), "words": ("as", ["a", "b"]), "half": ("d", 0.5)}
        assert signature == "ba(sa{sv})"
        assert '[Argument: (sa{sv}) "talk", [Argument: a{sv} {"description" = [Variant(QString): "Hold to talk"]}]]' in seen
        bus.close()
        qt.unregisterObject("/other")
        QDBusConnection.disconnectFromBus("other")


def hello(call: Message, signature: str = "s", *body: Any) -> bytes:
    return new_method_return(call, signature, body or (":1.1",)).serialise(1)


def hostile(signature: str, body: bytes) -> bytes:
    """A signal that no library would write."""
    message = new_signal(DBusAddress("/p", interface="i.i"), "M", signature)
    message.header.body_length = len(body)
    header = message.header.serialise(serial=2)
    return header + bytes(-len(header) % 8) + body


ENDLESS = (64).to_bytes(4, "little") + bytes(68)
BUSES: dict[str, tuple[bytes, Callable[[Message], bytes], Sentence]] = {
    "closes when it has let us in": (WELCOME, hello, CLOSED),
    "lets nobody in": (b"REJECTED EXTERNAL\r\n", hello, REFUSED),
    "never ends its first line": (b"x" * 10_000, hello, REFUSED),
    "gives us no name": (WELCOME, lambda call: hello(call, "u", 7), REFUSED),
    "gives us nothing": (WELCOME, lambda call: new_method_return(call).serialise(1), REFUSED),
    "says a message without end": (
        WELCOME,
        lambda call: hello(call) + hostile("a()", ENDLESS),
        say("bus-not-understood", problem="an empty structure"),
    ),
    "hides one in a variant": (
        WELCOME,
        lambda call: hello(call) + hostile("v", b"\3a()\0" + bytes(3) + ENDLESS),
        say("bus-not-understood", problem="an empty structure"),
    ),
    "nests without end": (
        WELCOME,
        lambda call: hello(call) + hostile("v", b"\1v\0" * 100_000),
        say("bus-not-understood", problem="nested too deeply"),
    ),
    "says a long message": (
        WELCOME,
        lambda call: hello(call) + b"l\4\0\1" + (2**30).to_bytes(4, "little") + bytes(8),
        say("bus-not-understood", problem=f"a message of {2**30 + 16} bytes"),
    ),
}


@contextmanager
def serving(address: Path, greeting: bytes, answer: Callable[[Message], bytes]) -> Iterator[None]:
    """One connection: the greeting, then the answer to the first call, then the end of it."""

    def serve() -> None:
        link, _ = listener.accept()
        with link, suppress(ConnectionError):
            link.recv(4096)
            link.sendall(greeting)
            parser, said = Parser(), link.recv(4096).removeprefix(b"BEGIN\r\n")
            while not (calls := parser.feed(said)):
                if not (said := link.recv(4096).removeprefix(b"BEGIN\r\n")):
                    return
            link.sendall(answer(calls[0]))

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen()
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            thread.join(10)


@pytest.fixture(params=BUSES)
def hostile_bus(
    request: pytest.FixtureRequest, tmp_path: Path, application: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sentence]:
    """A bus that is none; what is said of it."""
    greeting, answer, sentence = BUSES[request.param]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    with serving(tmp_path / "bus", greeting, answer):
        yield sentence


def test_hostile_bus_is_left(hostile_bus: Sentence, wait_until: Wait) -> None:
    bus, lost = Bus(), list[Sentence]()
    bus.lost.connect(lost.append)
    bus.open()
    wait_until(lambda: lost)
    assert lost == [hostile_bus]


def test_hostile_bus_gives_no_screenshot(hostile_bus: Sentence, wait_until: Wait) -> None:
    failed, screenshot = list[Sentence](), PortalScreenshot(app_id="hush")
    screenshot.failed.connect(failed.append)
    screenshot.take()
    wait_until(lambda: failed)
    assert failed == [NO_SCREENSHOT]


def test_hostile_bus_gives_no_keys(hostile_bus: Sentence, wait_until: Wait) -> None:
    bound, hotkeys = list[Any](), PortalHotkeys(app_id="hush")
    hotkeys.bound.connect(bound.append)
    hotkeys.bind({"talk": "F9"})
    wait_until(lambda: bound)
    assert [told["talk"].problem.startswith(str(hostile_bus)) for told in bound] == [True]
    hotkeys.close()


def test_nothing_is_said_while_it_is_opened_or_after_it_is_closed(
    application: object, monkeypatch: pytest.MonkeyPatch, wait_until: Wait
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    first, second, lost = Bus(), Bus(), list[str]()
    for bus, name in ((first, "first"), (second, "second")):
        bus.lost.connect(lambda why, name=name: lost.append(f"{name}: {why}"))
        bus.open()
    first.close()
    assert lost == []
    wait_until(lambda: lost)
    assert lost == [f"second: {NO_BUS}"]
