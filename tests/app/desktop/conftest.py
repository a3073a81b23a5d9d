"""A person at a desktop on which Hush is open: a hand for the mouse and the keys, a microphone, a sign to look at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.building import build, wind_down
from app.desk import Desk
from app.presence import Presence
from app.sound.sound import Sound
from app.window.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker
from tests.app.desktop.room import Room
from tests.app.desktop.sign import Sign, sign_picture

if TYPE_CHECKING:
    from tests.alsa import SoundCard
    from tests.app.capture.hand import Hand

Wait = Callable[..., None]


@pytest.fixture(autouse=True)
def _linux_alone() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the events come from an X server, sound from ALSA")


@pytest.fixture
def hand(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    from tests.app.capture.hand import Hand

    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    hand = Hand(display)
    hand.move(5, 795)
    yield hand
    hand.close()


@pytest.fixture
def card(tmp_path: Path) -> Iterator[SoundCard]:
    from tests.alsa import sound_card

    with sound_card(tmp_path) as card:
        yield card


@pytest.fixture
def sound(app: QApplication, card: SoundCard) -> Iterator[Sound]:
    """After the card: its thread looks for devices as soon as it is told to warm up."""
    sound = Sound()
    yield sound
    assert sound.close(), "the sound thread did not end"


@pytest.fixture
def sign(app: QApplication, tmp_path: Path, wait_until: Wait) -> Iterator[Sign]:
    sign_picture().save(tmp_path / "sign.png")
    sign = Sign(tmp_path / "sign.png")
    sign.show()
    wait_until(sign.isVisible)
    yield sign
    sign.close()


@pytest.fixture
def context() -> int | None:
    """Tokens of the starter's context; None for its own choice. For a file of tests to say otherwise."""
    return None


@pytest.fixture
def room(
    worker: Worker,
    history: HistoryWorker,
    sound: Sound,
    shown: Callable[[Desk], Window],
    hand: Hand,
    context: int | None,
    tmp_path: Path,
    wait_until: Wait,
) -> Iterator[Room]:
    desk = build(worker, history, sound, settings=tmp_path / "settings.json")
    assert desk.past is not None
    assert desk.senses is not None
    desk.past.chats.start()
    desk.models.load_starter(context=context)
    window = shown(desk)
    window.resize(800, 700)
    window.move(0, 0)
    presence = Presence(desk, desk.senses, window, sound)
    wait_until(lambda: desk.model.phase == "ready" and presence.hotkeys.bindings, 60)
    assert [binding.problem for binding in presence.hotkeys.bindings.values()] == ["", "", ""]
    yield Room(desk, desk.senses, window, presence, hand, wait_until)
    presence.close()
    wind_down(desk)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # pyright: ignore[reportArgumentType]
