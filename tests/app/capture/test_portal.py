"""The desktop's own picker: a real message bus of our own, and a portal in another process that follows the specification."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.capture.screen import is_wayland
from app.desk import Desk
from app.window.window import Window
from tests.app.capture.message_bus import session_bus
from tests.factories import picture, picture_bytes
from tests.inference.recognition.drawn import LINES, as_file, page

if not sys.platform.startswith("linux"):
    pytest.skip("portals are Linux's", allow_module_level=True)

from app.capture.portal import calls
from app.capture.portal import screenshot as portal
from app.capture.portal.screenshot import PortalScreenshot

Wait = Callable[..., None]


class Asked:
    """A screenshot asked for, and everything that came of it."""

    def __init__(self, *, answer_ms: int = calls.ANSWER_MS, choosing_ms: int = portal.CHOOSING_MS) -> None:
        self.came: list[tuple[str, Any]] = []
        self.screenshot = PortalScreenshot(app_id="hush", answer_ms=answer_ms, choosing_ms=choosing_ms)
        self.screenshot.taken.connect(lambda data: self.came.append(("taken", data)))
        self.screenshot.cancelled.connect(lambda: self.came.append(("cancelled", None)))
        self.screenshot.failed.connect(lambda sentence: self.came.append(("failed", sentence)))
        self.screenshot.take()


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, application: QApplication) -> Iterator[str]:
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def picked(tmp_path: Path) -> Path:
    path = tmp_path / "Screenshot from now ü.png"
    path.write_bytes(picture_bytes(picture(120, 80)))
    return path


@contextmanager
def mock_portal(bus: str, way: str, picked: Path) -> Iterator[list[list[Any]]]:
    """Runs until the block ends; the calls it got are in the list then."""
    program = Path(__file__).with_name("mock_portal.py")
    command = [sys.executable, str(program), bus, way, str(picked)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    calls: list[list[Any]] = []
    try:
        assert process.stdout.readline() == "ready\n"
        yield calls
    finally:
        process.terminate()
        calls += [json.loads(line) for line in process.stdout.read().splitlines()]
        process.wait(10)
        process.stdout.close()


def test_picture_is_taken_and_its_file_deleted(bus: str, picked: Path, wait_until: Wait) -> None:
    data = picked.read_bytes()
    with mock_portal(bus, "picture", picked) as calls:
        asked = Asked()
        wait_until(lambda: asked.came)
    assert asked.came == [("taken", data)]
    assert not picked.exists()
    (registered, _, who), (taken, _, (parent, options)) = calls
    assert (registered, who) == ("org.freedesktop.host.portal.Registry.Register", ["hush", {}])  # before anything else
    assert (taken, parent) == ("org.freedesktop.portal.Screenshot.Screenshot", "")
    assert options["interactive"] == 1
    assert options["handle_token"].startswith("hush_")


@pytest.mark.parametrize("way", ["hasty", "old"])
def test_answer_is_heard_early_and_under_another_name(bus: str, picked: Path, way: str, wait_until: Wait) -> None:
    data = picked.read_bytes()
    with mock_portal(bus, way, picked):
        asked = Asked()
        wait_until(lambda: asked.came)
    assert asked.came == [("taken", data)]


@pytest.mark.parametrize(
    ("way", "came"),
    [
        ("cancelled", ("cancelled", None)),
        ("denied", ("failed", portal.DENIED)),
        ("forbidden", ("failed", portal.DENIED)),
        ("no file", ("failed", portal.UNREADABLE)),
        ("number", ("failed", portal.UNREADABLE)),
        ("shapeless", ("failed", portal.NONSENSE)),
        ("handleless", ("failed", portal.NONSENSE)),
    ],
)
def test_no_picture_is_one_clear_outcome(
    bus: str, picked: Path, way: str, came: tuple[str, str | None], wait_until: Wait
) -> None:
    with mock_portal(bus, way, picked):
        asked = Asked()
        wait_until(lambda: asked.came)
    assert asked.came == [came]
    assert picked.exists()  # it is not ours


def test_missing_and_empty_files_are_unreadable(bus: str, picked: Path, wait_until: Wait) -> None:
    with mock_portal(bus, "picture", picked.with_name("gone.png")):
        asked = Asked()
        wait_until(lambda: asked.came)
    assert asked.came == [("failed", portal.UNREADABLE)]
    picked.write_bytes(b"")
    with mock_portal(bus, "picture", picked):
        asked = Asked()
        wait_until(lambda: asked.came)
    assert asked.came == [("failed", portal.UNREADABLE)]


@pytest.mark.parametrize(("way", "patience"), [("mute", {"answer_ms": 300}), ("never", {"choosing_ms": 300})])
def test_desktop_that_never_answers(bus: str, picked: Path, way: str, patience: dict[str, int], wait_until: Wait) -> None:
    with mock_portal(bus, way, picked) as calls:
        asked = Asked(**patience)
        wait_until(lambda: asked.came)
        asked.screenshot.take()  # and it can be tried again
        wait_until(lambda: len(asked.came) == 2)
    assert asked.came == [("failed", portal.SILENT)] * 2
    closed = [call for call in calls if call[0].endswith("Request.Close")]
    assert closed  # the picker does not stay open


def test_cancel_closes_the_picker(bus: str, picked: Path, wait_until: Wait) -> None:
    with mock_portal(bus, "never", picked) as calls:
        asked = Asked()
        wait_until(lambda: asked.screenshot._patience.interval() == portal.CHOOSING_MS)
        asked.screenshot.cancel()
        asked.screenshot.cancel()
        other = Asked()  # the portal has read what came before once it answers this
        wait_until(lambda: other.screenshot._patience.interval() == portal.CHOOSING_MS)
        other.screenshot.cancel()
    assert asked.came == [("cancelled", None)]
    assert sum(call[0].endswith("Request.Close") for call in calls) >= 1


def test_desktop_without_a_portal(bus: str, wait_until: Wait) -> None:
    asked = Asked()
    wait_until(lambda: asked.came)
    assert asked.came == [("failed", portal.NO_PORTAL)]


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "tcp:host=127.0.0.1,port=9"])
def test_no_message_bus(application: QApplication, address: str, monkeypatch: pytest.MonkeyPatch, wait_until: Wait) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    asked = Asked()
    wait_until(lambda: asked.came)
    assert asked.came == [("failed", portal.NO_BUS)]


def test_bus_that_ends_meanwhile(tmp_path: Path, picked: Path, monkeypatch: pytest.MonkeyPatch, wait_until: Wait) -> None:
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with mock_portal(address, "never", picked):
            asked = Asked()
            wait_until(lambda: asked.screenshot._patience.interval() == portal.CHOOSING_MS)
    wait_until(lambda: asked.came)
    assert asked.came == [("failed", portal.NO_BUS)]


@pytest.fixture
def on_wayland(bus: str, unkept: Desk, shown: Callable[[Desk], Window], monkeypatch: pytest.MonkeyPatch) -> Window:
    """The window in a session where no program sees the screen."""
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    return shown(unkept)


@pytest.mark.usefixtures("recognisers")
@pytest.mark.parametrize("words", [True, False])
def test_words_of_what_was_picked_are_on_the_clipboard_and_the_picture_goes(
    on_wayland: Window, bus: str, picked: Path, wait_until: Wait, words: bool
) -> None:
    """As by the overlay's own button; where there are no words the picture stays, and so does the clipboard."""
    window, desk = on_wayland, on_wayland._desk
    picked.write_bytes(as_file(page(LINES if words else [""] * 4, width=640)))
    QGuiApplication.clipboard().setText("what was there")
    with mock_portal(bus, "picture", picked):
        window.composer.capture.click()
        wait_until(lambda: desk.draft.chips and not desk.draft.pending)
    assert [chip.kind for chip in desk.draft.chips] == ["image"]
    assert window.notice.isVisible()
    assert window.notice.words.text() == "The picture is in your message."
    assert window.notice.action.text() == "Copy its words"
    QTest.mouseClick(window.notice.action, Qt.MouseButton.LeftButton)
    wait_until(lambda: desk.notice.text.startswith("20 words copied" if words else "No text was found"), 60)
    assert QGuiApplication.clipboard().text() == ("\n".join(LINES) if words else "what was there")
    assert len(desk.draft.chips) == (0 if words else 1)


def test_wayland_is_known_by_any_of_its_signs(application: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    assert not is_wayland()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert is_wayland()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    assert is_wayland()
