"""Seeing and hearing, all of it real: a hand on the mouse and the keys of an X server, the overlay over the real screen, a
microphone that is an ALSA device, the keys that work anywhere, and the starter's right answer at the end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.building import build, wind_down
from app.capture.pane import Pane
from app.capture.sound import Sound
from app.controllers.desk import Desk, Senses
from app.controllers.push_to_talk import GUARD_S, TAP_S
from app.presence import Presence
from app.widgets.player import Player
from app.widgets.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker
from inference.conversation import AudioPart, ImagePart

if sys.platform.startswith("linux"):
    from tests import alsa
    from tests.alsa import SoundCard, sound_card, spoken
    from tests.app.capture.hand import Hand

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the events come from an X server, sound from ALSA")

Wait = Callable[..., None]
SIGN = "Exit B7"
PLACE = (900, 60)
"""Where another program's window shows the sign, in pixels of the screen."""
SIZE = (240, 48)
STILL_S = 0.3


class Sign(QWidget):
    """Another program's window."""

    def __init__(self, path: Path) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self._picture = QPixmap(str(path))
        self.setFixedSize(self._picture.size())
        self.move(*PLACE)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._picture)


class Room:
    """The window with eyes and ears, its keys bound, the starter loaded; a hand, and a sound card to speak into."""

    def __init__(self, desk: Desk, senses: Senses, window: Window, presence: Presence, hand: Hand, wait: Wait) -> None:
        self.desk, self.senses, self.window, self.presence, self.hand, self.wait = desk, senses, window, presence, hand, wait

    def click(self, widget: QWidget) -> None:
        middle, since = widget.mapToGlobal(widget.rect().center()), time.monotonic()

        def still() -> bool:
            """Whether it has not moved for a while: a window that was just sized is laid out again by and by."""
            nonlocal middle, since
            if (now := widget.mapToGlobal(widget.rect().center())) != middle:
                middle, since = now, time.monotonic()
            return time.monotonic() > since + STILL_S and QApplication.widgetAt(middle) is widget

        self.wait(still)
        self.hand.click(middle.x(), middle.y())

    def drag_over_the_sign(self) -> None:
        """In the overlay, once it is open; the whole sign and nothing else."""
        self.wait(lambda: any(isinstance(top, Pane) and top.isVisible() for top in QApplication.topLevelWidgets()), 30)
        left, top = PLACE
        self.hand.drag((left, top), (left + SIZE[0] - 1, top + SIZE[1] - 1))

    def say(self, card: SoundCard, words: str) -> None:
        """Into the microphone that listens, to the end."""
        self.wait(lambda: self.senses.heard.phase == "listening", 30)
        began, sound = time.monotonic(), spoken(words)
        card.say(sound)
        self.wait(lambda: card.said and self.senses.heard.seconds > len(sound) / alsa.RATE + 0.1, 30)
        # The device keeps no time: two seconds of speech are over in a moment, and a key is held longer than that.
        self.wait(lambda: time.monotonic() > began + TAP_S)

    def answered(self, entries: int = 2) -> tuple[tuple[type, ...], str]:
        """The kinds of what was attached to the newest question, and the answer."""
        self.wait(lambda: len(self.desk.transcript.entries) == entries and not self.desk.activity.busy, 60)
        question, answer = self.desk.transcript.entries[-2:]
        assert answer.state == "done"
        return tuple(type(attached.part) for attached in question.attachments), answer.text


@pytest.fixture
def hand(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    hand = Hand(display)
    hand.move(5, 795)
    yield hand
    hand.close()


@pytest.fixture
def card(tmp_path: Path) -> Iterator[SoundCard]:
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
    image = Image.new("RGB", SIZE, (250, 250, 246))
    ImageDraw.Draw(image).text((12, 9), SIGN, font=ImageFont.truetype("DejaVuSans.ttf", 28), fill=(20, 20, 30))
    image.save(tmp_path / "sign.png")
    sign = Sign(tmp_path / "sign.png")
    sign.show()
    wait_until(sign.isVisible)
    yield sign
    sign.close()


@pytest.fixture
def room(
    worker: Worker,
    history: HistoryWorker,
    sound: Sound,
    shown: Callable[[Desk], Window],
    hand: Hand,
    tmp_path: Path,
    wait_until: Wait,
) -> Iterator[Room]:
    desk = build(worker, history, sound, settings=tmp_path / "settings.json")
    assert desk.past is not None
    assert desk.senses is not None
    desk.past.chats.start()
    desk.models.load_starter()
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


def test_region_of_the_screen_is_asked_about(room: Room, sign: Sign) -> None:
    """The button, a drag in the overlay, a question by keys: read right."""
    room.click(room.window.composer.capture)
    room.drag_over_the_sign()
    room.wait(lambda: room.desk.draft.chips and room.desk.draft.chips[0].tokens, 30)
    attached = room.desk.draft.chips[0].attached
    assert attached is not None
    assert (attached.width, attached.height) == SIZE
    assert isinstance(attached.part, ImagePart)
    assert attached.part.tokens is not None, "a budget by how small its text is"
    room.wait(lambda: room.window.isActiveWindow() and room.window.composer.field.hasFocus())
    for name in ("r", "e", "a", "d"):
        room.hand.keys(name)
    room.wait(lambda: room.desk.draft.text == "read")
    room.hand.keys("Return")
    kinds, answer = room.answered()
    assert kinds == (ImagePart,)
    assert SequenceMatcher(None, answer, SIGN).ratio() > 0.5


def test_talk_key_is_held_and_what_was_said_is_answered(room: Room, card: SoundCard, wait_until: Wait) -> None:
    """Whatever window is in front: the key is the desktop's, the recording goes to the model as sound."""
    room.window.showMinimized()
    for name in ("Control_L", "Alt_L", "space"):
        room.hand.hold(name, down=True)
    assert room.presence.pill is not None
    room.wait(room.presence.pill.isVisible)
    room.say(card, "four zero seven")
    for name in ("space", "Alt_L", "Control_L"):
        room.hand.hold(name, down=False)
    kinds, answer = room.answered()
    assert (kinds, answer) == ((AudioPart,), "407")
    assert not room.window.isMinimized(), "the answer is to be seen"
    player = room.window.transcript.findChild(Player)
    assert isinstance(player, Player)
    room.wait(player.isVisible)
    QTest.mouseClick(player.button, Qt.MouseButton.LeftButton)
    room.wait(lambda: room.senses.playback.playing or room.senses.playback.position_s > 0)
    room.wait(lambda: not room.senses.playback.playing, 30)
    room.wait(lambda: not room.presence.pill.isVisible())  # type: ignore[union-attr]
    assert room.desk.notice.text == ""


def test_pointing_and_speaking_is_one_turn(room: Room, sign: Sign, card: SoundCard) -> None:
    """The key is held, the sign dragged over while somebody talks, the key let go: one question with both."""
    for name in ("Control_L", "Alt_L", "Shift_L", "space"):
        room.hand.hold(name, down=True)
    room.drag_over_the_sign()
    room.wait(lambda: room.desk.draft.chips)
    room.say(card, "three seven")
    assert room.desk.transcript.entries == [], "nothing is sent while the key is held"
    for name in ("space", "Shift_L", "Alt_L", "Control_L"):
        room.hand.hold(name, down=False)
    kinds, answer = room.answered()
    assert set(kinds) == {ImagePart, AudioPart}
    assert answer
    assert room.desk.draft.empty


def test_key_let_go_before_the_drag_is_done_waits_for_it(room: Room, sign: Sign, card: SoundCard) -> None:
    room.senses.both.point()
    room.say(card, "three seven")
    room.senses.both.let_go()
    room.wait(lambda: not room.senses.voice.active)
    room.wait(lambda: room.desk.draft.chips)
    assert room.desk.transcript.entries == []
    room.drag_over_the_sign()
    assert set(room.answered()[0]) == {ImagePart, AudioPart}


def test_escape_while_pointing_forgets_both(room: Room, sign: Sign, card: SoundCard) -> None:
    room.senses.both.point()
    room.wait(lambda: any(isinstance(top, Pane) and top.isActiveWindow() for top in QApplication.topLevelWidgets()), 30)
    room.wait(lambda: room.senses.heard.phase == "listening")
    room.hand.keys("Escape")
    room.wait(lambda: not room.senses.voice.active and not room.senses.capture.busy)
    assert room.desk.draft.empty
    assert room.desk.transcript.entries == []


def test_verbs_of_another_start_do_what_the_keys_do(room: Room, card: SoundCard) -> None:
    room.presence._obey("talk", {})
    room.say(card, "four zero seven")
    room.presence._obey("talk", {})
    ended = time.monotonic()
    assert room.answered()[1] == "407"
    room.wait(lambda: time.monotonic() > ended + GUARD_S)  # sooner it would be the second half of a double press
    room.presence._obey("talk", {})
    room.wait(lambda: room.senses.heard.phase == "listening")
    room.presence._obey("talk", {"cancel": True})
    room.wait(lambda: room.senses.heard.phase == "idle")
    room.window.hide()
    room.presence._obey("new", {})
    assert room.window.isVisible()
    assert room.desk.transcript.entries == []


def test_memo_is_kept_with_what_it_was_sent_with(room: Room, card: SoundCard, wait_until: Wait) -> None:
    from app.history_values import ListMemos, MemosListed
    from tests.app.history import Asked

    room.presence._obey("talk", {})
    room.say(card, "four zero seven")
    room.presence._obey("talk", {})
    room.answered()
    assert room.senses.memos is not None
    listed = Asked(room.senses.memos._history, wait_until)(ListMemos())
    assert isinstance(listed, MemosListed)
    (memo,) = listed.memos
    assert memo.message == room.desk.transcript.entries[0].kept
    assert memo.seconds > 0.5


def test_buttons_say_the_keys_that_work_anywhere(room: Room) -> None:
    assert "anywhere" in room.window.composer.capture.toolTip()
    assert room.window.composer.talk is not None
    assert "anywhere" in room.window.composer.talk.toolTip()
