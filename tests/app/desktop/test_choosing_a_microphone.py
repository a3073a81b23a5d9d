"""A second microphone is plugged in, chosen in the settings with mouse and keys, and is the one that is heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.look.controls import Choice
from app.settings.settings_dialog import SettingsDialog
from inference.conversation import AudioPart
from tests.app.desktop.room import TALK_KEY, Room

if TYPE_CHECKING:
    from tests.alsa import SoundCard

HEADSET = "headset"


@pytest.fixture
def headset(tmp_path: Path) -> Iterator[SoundCard]:
    """Not plugged in yet."""
    from tests.alsa import sound_card

    (tmp_path / HEADSET).mkdir()
    with sound_card(tmp_path / HEADSET) as headset:
        yield headset


@pytest.fixture
def card(headset: SoundCard, card: SoundCard) -> SoundCard:
    """The devices of the machine are those of this card: it is opened last."""
    return card


def settings(room: Room) -> SettingsDialog:
    """Opened by their key."""
    room.hand.keys("Control_L", "comma")
    room.wait(lambda: room.window.findChildren(SettingsDialog), 30)
    (dialog,) = room.window.findChildren(SettingsDialog)
    dialog.activateWindow()  # Xvfb has no window manager to do it
    room.wait(dialog.isActiveWindow, 30)
    return dialog


def microphones(dialog: SettingsDialog) -> Choice:
    box = dialog.rows["microphone"].control
    assert isinstance(box, Choice)
    return box


def names(box: Choice) -> list[str]:
    return [box.itemText(index) for index in range(box.count())]


def close(room: Room, dialog: SettingsDialog) -> None:
    room.hand.keys("Escape")
    room.wait(lambda: not room.window.findChildren(SettingsDialog), 30)
    room.window.activateWindow()
    room.wait(room.window.isActiveWindow, 30)


def choose(room: Room, box: Choice, name: str) -> None:
    """A click opens the list, the arrows go through it, Enter takes one."""
    room.click(box)
    room.wait(box.view().isVisible, 30)
    for _ in range(box.findText(name) - box.currentIndex()):
        room.hand.keys("Down")
    room.wait(lambda: box.view().currentIndex().data() == name, 30)
    room.hand.keys("Return")
    room.wait(lambda: box.currentText() == name and not box.view().isVisible(), 30)


def test_microphone_that_was_chosen_is_the_one_that_is_heard(room: Room, card: SoundCard, headset: SoundCard) -> None:
    dialog = settings(room)
    room.wait(lambda: microphones(dialog).count() > 1, 30)
    assert "System default" in names(microphones(dialog))
    assert HEADSET not in names(microphones(dialog))
    close(room, dialog)
    card.plug_in(headset, HEADSET)
    dialog = settings(room)
    room.wait(lambda: HEADSET in names(microphones(dialog)), 30)
    choose(room, microphones(dialog), HEADSET)
    assert room.senses.voice.microphone == HEADSET
    close(room, dialog)
    room.hold(TALK_KEY)
    room.say(headset, "four zero seven")
    room.let_go(TALK_KEY)
    assert room.answered() == ((AudioPart,), "407")
    assert room.desk.notice.text == ""
