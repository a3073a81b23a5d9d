"""The real screen of the tests' display: its pixels, and which windows are where."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from Xlib import X, Xatom
from Xlib.display import Display

from app.capture import screen
from app.capture.box import Box
from app.capture.screen import Desktop, Monitor, Place, grab, places
from app.capture.x11_windows import shown_windows
from inference.errors import InputError
from tests.app.capture.hand import Hand, Pattern, pattern

Wait = Callable[..., None]
AT = Box(311, 207, 256, 180)


@pytest.fixture
def server(display: str) -> Iterator[Display]:
    server = Display(f"unix/{display}")
    yield server
    server.close()


@pytest.fixture
def shown(app: QApplication, wait_until: Wait) -> Iterator[Pattern]:
    window = Pattern(AT.width, AT.height)
    window.move(AT.left, AT.top)
    window.show()
    wait_until(lambda: grab(places()).cut(AT) == window.image)
    yield window
    window.close()


def test_pixels_are_the_screens_own(shown: Pattern) -> None:
    desktop = grab(places())
    assert [monitor.box for monitor in desktop.monitors] == [Box(0, 0, 1280, 800)]
    inside = Box(AT.left + 7, AT.top + 9, 33, 21)
    assert desktop.cut(inside) == shown.image.copy(7, 9, 33, 21)
    dimmed = desktop.monitors[0].dimmed.pixelColor(AT.left + 200, AT.top + 100)
    assert dimmed.red() < 200


def test_cut_joins_monitors_and_is_black_between_them() -> None:
    left, right = pattern(40, 30), pattern(20, 20, blue=255)
    monitors = (
        Monitor(Place("L", Box(0, 0, 40, 30), 1.0), Box(0, 0, 40, 30), left, left),
        Monitor(Place("R", Box(40, 0, 20, 20), 1.0), Box(40, 0, 20, 20), right, right),
    )
    whole = Desktop(monitors).cut(Desktop(monitors).box)
    assert (whole.width(), whole.height()) == (60, 30)
    assert whole.copy(0, 0, 40, 30) == left
    assert whole.copy(40, 0, 20, 20) == right
    black = QImage(20, 10, QImage.Format.Format_RGB32)
    black.fill(0)
    assert whole.copy(40, 20, 20, 10) == black


def test_mac_monitors_are_set_out_in_pixels_without_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    """There corners are in points and pictures in pixels: a Retina screen beside a plain one."""
    monkeypatch.setattr(sys, "platform", "darwin")
    fine, plain = Place("fine", Box(0, 0, 144, 90), 2.0), Place("plain", Box(144, 0, 192, 108), 1.0)
    assert [place.device for place in (fine, plain)] == [Box(0, 0, 144, 90), Box(144, 0, 192, 108)]  # what mss is asked for
    pictures = pattern(288, 180), pattern(192, 108)
    grabbed = (
        Monitor(fine, Box(0, 0, 288, 180), pictures[0], pictures[0]),
        Monitor(plain, Box(144, 0, 192, 108), pictures[1], pictures[1]),
    )
    assert [monitor.box for monitor in screen._set_out(grabbed)] == [Box(0, 0, 288, 180), Box(288, 0, 192, 108)]


def test_screen_that_gives_nothing_is_said_with_what_to_do(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    with pytest.raises(InputError, match="drop it"):
        grab([Place("gone", Box(0, 0, 10, 10), 1.0)])


def test_windows_are_listed_from_the_top_without_a_window_manager(shown: Pattern, app: QApplication, wait_until: Wait) -> None:
    above = Pattern(64, 48, blue=1)
    above.move(AT.left + 10, AT.top + 10)
    above.show()
    wait_until(lambda: len(shown_windows()) == 2)
    assert shown_windows() == [("pattern 1", Box(AT.left + 10, AT.top + 10, 64, 48)), ("pattern 0", AT)]
    assert [window.title for window in grab(places()).windows] == ["pattern 1", "pattern 0"]
    above.close()
    assert screen.grab(places()).windows[0].title == "pattern 0"


def test_window_manager_is_believed(server: Display) -> None:
    """What a window manager says: stacking, frames, shadows drawn by the program, what is minimised or on another workspace."""
    root = server.screen().root

    def window(x: int, y: int, width: int, height: int, title: str, **hints: list[int]) -> int:
        made = root.create_window(x, y, width, height, 0, X.CopyFromParent, X.InputOutput, override_redirect=True)
        made.change_text_property(server.intern_atom("_NET_WM_NAME"), server.intern_atom("UTF8_STRING"), title)
        for name, values in hints.items():
            kind = Xatom.ATOM if name in ("_NET_WM_STATE", "_NET_WM_WINDOW_TYPE") else Xatom.CARDINAL
            made.change_property(server.intern_atom(name), kind, 32, values)
        made.map()
        return made.id

    def atom(name: str) -> list[int]:
        return [server.intern_atom(name)]

    listed = [
        window(0, 0, 1280, 800, "desktop", _NET_WM_WINDOW_TYPE=atom("_NET_WM_WINDOW_TYPE_DESKTOP")),
        window(500, 300, 200, 100, "framed – ü", _NET_FRAME_EXTENTS=[2, 3, 24, 4]),
        window(100, 100, 220, 140, "shadowed", _GTK_FRAME_EXTENTS=[10, 10, 20, 20]),
        window(10, 10, 300, 200, "minimised", _NET_WM_STATE=atom("_NET_WM_STATE_HIDDEN")),
        window(10, 10, 300, 200, "elsewhere", _NET_WM_DESKTOP=[1]),
        window(1200, 700, 300, 300, "half outside", _NET_WM_DESKTOP=[0xFFFFFFFF]),
        window(10, 10, 4, 4, "tiny"),
    ]
    stacking, current = server.intern_atom("_NET_CLIENT_LIST_STACKING"), server.intern_atom("_NET_CURRENT_DESKTOP")
    root.change_property(stacking, Xatom.WINDOW, 32, [*listed, 0x7FFFFFF])  # the last is gone already
    root.change_property(current, Xatom.CARDINAL, 32, [0])
    server.sync()
    try:
        assert shown_windows() == [
            ("half outside", Box(1200, 700, 80, 100)),
            ("shadowed", Box(110, 120, 200, 100)),
            ("framed – ü", Box(498, 276, 205, 128)),
        ]
    finally:
        root.delete_property(stacking)
        root.delete_property(current)
        for number in listed:
            server.create_resource_object("window", number).destroy()
        server.sync()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # python-xlib closes no socket that failed
@pytest.mark.parametrize("name", ["", ":987", "elsewhere.example:0"])
def test_no_server_no_windows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", name)
    assert os.environ["DISPLAY"] == name
    assert shown_windows() == []


def test_hand_moves_the_real_pointer(hand: Hand, server: Display) -> None:
    hand.move(123, 45)
    pointer = server.screen().root.query_pointer()
    assert (pointer.root_x, pointer.root_y) == (123, 45)
