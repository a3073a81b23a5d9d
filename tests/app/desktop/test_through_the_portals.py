"""Hush on a desktop that lets programs see and hear keys through its portals alone: a private message bus, a portal on it that
follows the specifications, and from its signals to the starter's right answer.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from app.capture.pane import Pane
from inference.conversation import AudioPart, ImagePart
from tests.app.capture.hotkeys.running_portal import Portal
from tests.app.capture.message_bus import session_bus
from tests.app.desktop.room import Room
from tests.app.desktop.sign import reads, sign_picture

if TYPE_CHECKING:
    from tests.alsa import SoundCard

Wait = Callable[..., None]
KEYS = {"talk": "Hold to talk", "capture": "Take a picture of the screen", "point": "Hold to point and speak"}
"""And what the desktop's dialog calls them."""


@pytest.fixture
def portal(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_until: Wait) -> Iterator[Portal]:
    """A session on Wayland with nobody but the portal on its bus; Hush itself draws through X11, as many programs do there."""
    with session_bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        portal = Portal(tmp_path)
        try:
            wait_until(lambda: portal.calls("ready"), 30)
            yield portal
        finally:
            portal.close()


@pytest.fixture
def room(portal: Portal, room: Room) -> Room:
    """Opened after the portal is there, and given its keys by it."""
    (bound,) = portal.calls("BindShortcuts")
    assert {name: facts["description"] for name, facts in bound["body"][1]} == KEYS
    return room


@pytest.fixture
def picked(tmp_path: Path) -> Path:
    """The file in which the desktop hands over what the person picked."""
    path = tmp_path / "Screenshot from now ü.png"
    sign_picture().save(path)
    return path


def pick(room: Room, portal: Portal, *picture: Path) -> None:
    """In the desktop's picker, once it is open."""
    room.wait(lambda: portal.calls("Screenshot"), 30)
    assert not any(isinstance(top, Pane) for top in QApplication.topLevelWidgets()), "an overlay of ours is no use here"
    portal.does("pick", *map(str, picture))
    room.wait(lambda: not room.senses.capture.busy, 30)


def test_what_the_desktops_picker_gave_is_asked_about(room: Room, portal: Portal, picked: Path) -> None:
    portal.does("activate", "capture")
    portal.does("deactivate", "capture")
    pick(room, portal, picked)
    room.wait(lambda: room.desk.draft.chips and room.desk.draft.chips[0].tokens, 30)
    assert not picked.exists(), "the desktop's file stays behind"
    room.write("read")
    room.hand.keys("Return")
    kinds, answer = room.answered()
    assert kinds == (ImagePart,)
    assert reads(answer)


def test_the_windows_button_asks_the_desktop_too_and_a_closed_picker_leaves_nothing(room: Room, portal: Portal) -> None:
    room.click(room.window.composer.capture)
    pick(room, portal)
    (call,) = portal.calls("Screenshot")
    assert call["body"][1]["interactive"], "the person chooses, not Hush"
    assert room.desk.draft.empty
    assert room.desk.notice.text == ""
    assert room.window.isVisible()


def test_what_was_said_between_the_desktops_signals_is_answered(room: Room, portal: Portal, card: SoundCard) -> None:
    room.window.showMinimized()
    portal.does("activate", "talk")
    room.say(card, "four zero seven")
    assert room.desk.transcript.entries == []
    portal.does("deactivate", "talk")
    assert room.answered() == ((AudioPart,), "407")
    assert not room.window.isMinimized(), "the answer is to be seen"


def test_pointing_in_the_desktops_picker_and_speaking_is_one_turn(
    room: Room, portal: Portal, card: SoundCard, picked: Path
) -> None:
    portal.does("activate", "point")
    room.wait(lambda: portal.calls("Screenshot"), 30)
    seconds = room.say(card, "three seven")
    pick(room, portal, picked)
    assert room.desk.transcript.entries == [], "nothing is sent while the key is held"
    portal.does("deactivate", "point")
    kinds, answer = room.answered()
    assert sorted(kind.__name__ for kind in kinds) == ["AudioPart", "ImagePart"]
    assert reads(answer), "given both, the starter reads the picture"
    attached = {type(one.part): one for one in room.desk.transcript.entries[0].attachments}
    picture = attached[ImagePart].part
    assert isinstance(picture, ImagePart)
    assert Image.open(io.BytesIO(picture.data)).convert("RGB").tobytes() == sign_picture().tobytes()
    assert attached[AudioPart].seconds > seconds


def test_keys_the_desktop_takes_back_end_what_is_recorded_and_say_so(room: Room, portal: Portal, card: SoundCard) -> None:
    """Whoever heard the press hears a release: nobody is recorded on and on."""
    portal.does("activate", "talk")
    room.say(card, "four zero seven")
    portal.does("close")
    assert room.answered() == ((AudioPart,), "407")
    assert room.desk.settings is not None
    assert "taken the keys back" in room.desk.settings.model.note("key_talk")
