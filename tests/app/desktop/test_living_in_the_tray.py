"""Closed into the tray and back, and started there: a real panel, a window closed as a window manager closes it, real keys."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from app.capture.x11_windows import shown_windows
from app.instance.client import ask
from app.settings.settings_file import settings_path, write
from inference.conversation import AudioPart
from tests.app.command_line import ROOT
from tests.app.desktop.room import TALK_KEY, Room

if TYPE_CHECKING:
    from tests.alsa import SoundCard
    from tests.app.capture.hand import Hand
    from tests.app.documents.panel import Panel

Wait = Callable[..., None]
WINDOW, OVERLAY = "Hush", "Hush: take a screenshot"


@pytest.fixture
def panel(display: str, tmp_path: Path, wait_until: Wait) -> Iterator[Panel]:
    from tests.app.documents.panel import Panel

    panel = Panel(display, tmp_path)
    try:
        wait_until(lambda: panel.said == ["ready"], 30)
        yield panel
    finally:
        panel.close()


@pytest.fixture
def room(panel: Panel, room: Room) -> Room:
    """On a desktop that has a tray."""
    room.wait(lambda: room.presence.tray.available and panel.said == ["ready", "docked"], 30)
    return room


def close(room: Room) -> None:
    """By its cross; over once Qt knows that the keyboard is somewhere else, which it believes 0.4 s later."""
    room.hand.ask_to_close(int(room.window.winId()))
    room.wait(lambda: not room.window.isVisible() and QGuiApplication.focusWindow() is None, 30)


def test_closed_window_is_in_the_tray_and_comes_back_with_an_answer(room: Room, panel: Panel, card: SoundCard) -> None:
    close(room)
    room.hold(TALK_KEY)
    room.say(card, "four zero seven")
    room.let_go(TALK_KEY)
    assert room.answered() == ((AudioPart,), "407")
    room.wait(room.window.isActiveWindow, 30)
    close(room)
    panel.click()
    room.wait(lambda: room.window.isVisible() and room.window.isActiveWindow(), 30)
    assert room.window.composer.field.hasFocus()
    assert [entry.text for entry in room.desk.transcript.entries] == ["", "407"]


@pytest.fixture
def start(display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts Hush as a program that is to be hidden at first."""
    for variable in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        (tmp_path / variable).mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(tmp_path / variable))
    write(settings_path(), {"start_hidden": True})
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command, pipe = [sys.executable, "-m", "app"], subprocess.PIPE
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def shows(title: str) -> bool:
    """Whether the X server has such a window in sight."""
    return title in [shown for shown, _ in shown_windows()]


def listens(process: subprocess.Popen[str]) -> bool:
    """Whether it has come as far as to take the verbs of other starts, and goes on."""
    answer = ask("status")
    return process.poll() is None and answer is not None and answer["pid"] == process.pid


def test_hush_starts_hidden_and_stays_until_it_is_told_to_quit(
    start: Callable[[], subprocess.Popen[str]], panel: Panel, hand: Hand, wait_until: Wait
) -> None:
    process = start()
    wait_until(lambda: listens(process) and panel.said == ["ready", "docked"], 120)
    assert not shows(WINDOW)
    assert ask("capture") is not None  # it is there all the same
    wait_until(lambda: shows(OVERLAY), 60)
    hand.keys("Escape")
    wait_until(lambda: not shows(OVERLAY), 60)
    assert listens(process), "it ended with its last window"
    assert not shows(WINDOW)
    panel.click()
    wait_until(lambda: shows(WINDOW), 60)
    hand.ask_to_close(hand.window_called(WINDOW))
    wait_until(lambda: not shows(WINDOW), 60)
    assert listens(process), "closing the window ended it"
    assert ask("show") is not None
    wait_until(lambda: shows(WINDOW) and hand.keyboard_is_with(WINDOW), 60)
    hand.keys("Control_L", "q")
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0


def test_without_a_tray_there_is_a_window_and_closing_it_ends_hush(
    start: Callable[[], subprocess.Popen[str]], hand: Hand, wait_until: Wait
) -> None:
    """Hidden with nothing to bring it back, nobody would find it again."""
    process = start()
    wait_until(lambda: shows(WINDOW) and listens(process), 120)
    hand.ask_to_close(hand.window_called(WINDOW))
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0
