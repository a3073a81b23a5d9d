"""Seeing and hearing, all of it real: a hand on the mouse and the keys of an X server, the overlay over the real screen, a
microphone that is an ALSA device, the keys that work anywhere, and the starter's right answer at the end.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.capture.pane import Pane
from app.sound.player import Player
from app.sound.push_to_talk import GUARD_S
from app.window.asked import OfTray
from inference.conversation import AudioPart, ImagePart
from tests.app.desktop.room import POINT_KEY, TALK_KEY, Room
from tests.app.desktop.sign import PLACE, SIZE, Sign, reads, sign_picture

if TYPE_CHECKING:
    from tests.alsa import SoundCard

Wait = Callable[..., None]
SOUND = 25
"""Soft tokens of a second of it, in every model of Gemma's kind."""


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
    room.write("read")
    room.hand.keys("Return")
    kinds, answer = room.answered()
    assert kinds == (ImagePart,)
    assert reads(answer)


def test_talk_key_is_held_and_what_was_said_is_answered(room: Room, card: SoundCard, wait_until: Wait) -> None:
    """Whatever window is in front: the key is the desktop's, the recording goes to the model as sound."""
    room.window.showMinimized()
    room.hold(TALK_KEY)
    assert room.presence.pill is not None
    room.wait(room.presence.pill.isVisible)
    room.say(card, "four zero seven")
    room.let_go(TALK_KEY)
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
    left, top = PLACE
    room.hold(POINT_KEY)
    room.see_the_overlay()
    room.hand.press(left, top)
    room.hand.move(left + 60, top + 20)
    seconds = room.say(card, "three seven")
    assert room.desk.draft.empty, "the drag is not over"
    room.hand.release(left + SIZE[0] - 1, top + SIZE[1] - 1)
    room.wait(lambda: room.desk.draft.chips and room.desk.draft.chips[0].tokens, 30)
    seen = room.desk.draft.chips[0].tokens
    assert seen
    assert room.desk.transcript.entries == [], "nothing is sent while the key is held"
    room.let_go(POINT_KEY)
    _, answer = room.answered()
    assert reads(answer), "given both, the starter reads the picture: it has not learned to do two things at once"
    assert room.desk.transcript.entries[1].cost.prompt_tokens > seen + SOUND * seconds, "what was said was evaluated too"
    assert room.desk.draft.empty
    asked = room.desk.transcript.messages()[0].parts
    picture = next(part for part in asked if isinstance(part, ImagePart))
    assert Image.open(io.BytesIO(picture.data)).convert("RGB").tobytes() == sign_picture().tobytes()
    (recording,) = (one for one in room.desk.transcript.entries[0].attachments if isinstance(one.part, AudioPart))
    assert recording.seconds > seconds
    assert len(asked) == 2


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
    room.presence._obey_start("talk", {})
    room.say(card, "four zero seven")
    room.presence._obey_start("talk", {})
    ended = time.monotonic()
    assert room.answered()[1] == "407"
    room.wait(lambda: time.monotonic() > ended + GUARD_S)  # sooner it would be the second half of a double press
    room.presence._obey_start("talk", {})
    room.wait(lambda: room.senses.heard.phase == "listening")
    room.presence._obey_start("talk", {"cancel": True})
    room.wait(lambda: room.senses.heard.phase == "idle")
    room.window.hide()
    room.presence._obey_tray(OfTray.NEW_CHAT)
    assert room.window.isVisible()
    assert room.desk.transcript.entries == []


def test_memo_is_kept_with_what_it_was_sent_with(room: Room, card: SoundCard, wait_until: Wait) -> None:
    from app.memos.work import ListMemos
    from tests.app.history import Asked

    room.presence._obey_start("talk", {})
    room.say(card, "four zero seven")
    room.presence._obey_start("talk", {})
    room.answered()
    assert room.desk.memos is not None
    (memo,) = Asked(room.desk.memos.page._history, wait_until)(ListMemos())
    assert memo.message == room.desk.transcript.entries[0].kept
    assert memo.seconds > 0.5


def test_buttons_say_the_keys_that_work_anywhere(room: Room) -> None:
    assert "anywhere" in room.window.composer.capture.toolTip()
    assert room.window.composer.talk is not None
    assert "anywhere" in room.window.composer.talk.toolTip()
