"""The icon in the tray: what it shows, what its menu asks for, on a desktop with a tray and on one without."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from app.conversation.activity import Activity
from app.conversation.waiting_list import WaitingList
from app.look import theme
from app.window.asked import OfTray
from app.window.tray import Tray

Wait = Callable[..., None]


@pytest.fixture
def activity(app: QApplication) -> Activity:
    return Activity()


@pytest.fixture
def tray(activity: Activity) -> Iterator[Tray]:
    tray = Tray(activity, WaitingList())
    yield tray
    tray.close()


def colours_of(tray: Tray) -> set[str]:
    picture = tray.icon.icon().pixmap(24, 24).toImage()
    return {picture.pixelColor(x, y).name() for x in range(24) for y in range(24)}


def test_icon_tells_what_hush_does(tray: Tray, activity: Activity) -> None:
    assert theme.LIGHT.accent in colours_of(tray)
    activity.show("reading")
    assert (tray.state, tray.icon.toolTip()) == ("busy", "Hush is answering")
    assert theme.LIGHT.amber in colours_of(tray)
    tray.set_listening(True)
    assert (tray.state, tray.icon.toolTip()) == ("listening", "Hush is listening")
    assert theme.LIGHT.red in colours_of(tray)
    activity.show("idle")
    assert tray.state == "listening"
    tray.set_listening(False)
    assert (tray.state, tray.icon.toolTip()) == ("idle", "Hush")


def test_menu_asks_for_every_verb(tray: Tray) -> None:
    asked: list[OfTray] = []
    tray.asked.connect(asked.append)
    for action in tray.menu.actions():
        action.trigger()
    assert asked == list(OfTray)


def test_menu_says_the_keys_and_what_talk_does(tray: Tray) -> None:
    tray.show_keys({"capture": "Ctrl+Alt+S", "talk": "F9"})
    assert tray.actions[OfTray.CAPTURE].text() == "Take a picture of the screen\tCtrl+Alt+S"
    tray.set_listening(True)
    assert tray.actions[OfTray.TALK].text() == "End and send\tF9"
    tray.set_listening(False)
    assert tray.actions[OfTray.TALK].text() == "Talk\tF9"


def test_desktop_without_a_tray(tray: Tray) -> None:
    tray.show()
    assert not tray.available
    tray.set_listening(True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the panel is one of X11")
def test_desktop_with_a_tray(display: str, tray: Tray, wait_until: Wait, tmp_path: Path) -> None:
    """The panel comes late, takes the icon in, and a click on it is heard."""
    from tests.app.documents.panel import Panel

    asked: list[OfTray] = []
    tray.asked.connect(asked.append)
    tray.show()
    panel = Panel(display, tmp_path)
    try:
        wait_until(lambda: panel.said == ["ready", "docked"])
        wait_until(lambda: tray.available)
        wait_until(lambda: theme.LIGHT.accent in shown_at_the_corner())
        tray.set_listening(True)
        wait_until(lambda: theme.LIGHT.red in shown_at_the_corner())
        panel.click()
        wait_until(lambda: asked == [OfTray.SHOW])
    finally:
        tray.icon.hide()
        panel.close()


def shown_at_the_corner() -> set[str]:
    """The colours where the panel is, off the screen itself."""
    picture: QImage = QGuiApplication.primaryScreen().grabWindow(0, 0, 0, 48, 48).toImage()
    return {picture.pixelColor(x, y).name() for x in range(0, 48, 4) for y in range(0, 48, 4)}
