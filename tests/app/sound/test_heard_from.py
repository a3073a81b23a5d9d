"""What an answer has from a recording is heard there by a click on its words, and the recording shows that it plays."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.building import build, wind_down
from app.conversation.transcript.answer import Answer
from app.desk import Desk
from app.sound.player import Player
from app.sound.sound import Sound
from app.values import Attached
from app.window.window import Window
from app.worker.recognising import READERS, WriteDown
from inference.conversation import AudioPart
from inference.history.values import Recognised
from inference.recognition.speech import Speech, Word
from tests import alsa
from tests.alsa import SoundCard
from tests.factories import sound_bytes, tone

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")

Wait = Callable[..., None]
SAID = Speech((Word(0.5, 1.0, "Call"), Word(20.0, 20.5, "Bob"), Word(21.0, 22.0, "at"), Word(22.0, 23.0, "14:30.")), "en", 60)
MEMO = AudioPart("memo.wav", sound_bytes(tone(60, rate=alsa.RATE), alsa.RATE), text=SAID.text)


@pytest.fixture
def desk(prompter: Any, sound: Sound) -> Iterator[Desk]:
    desk = build(prompter, None, sound)
    yield desk
    wind_down(desk)


def test_a_click_plays_it_from_there(
    card: SoundCard, desk: Desk, prompter: Any, shown: Callable[[Desk], Window], wait_until: Wait
) -> None:
    window, memo = shown(desk), Attached(MEMO, seconds=60, waveform=(0.5,) * 48)
    desk.transcript.ask("Whom is it about?", (memo,))  # that is read, since it is on screen
    prompter.say(WriteDown, Recognised(MEMO.digest, 0, READERS["audio"], SAID.text, json.dumps(SAID.as_json())))
    desk.transcript.write("It is about **Bob**.")
    desk.transcript.end("done", model="Eyes")
    wait_until(lambda: not desk.checked.busy and window.transcript.settled)
    row = window.transcript.row(1)
    assert isinstance(row, Answer)
    (player,) = window.transcript.findChildren(Player)
    assert player.button.accessibleName() == "Play memo.wav"
    QTest.mouseClick(row.body, Qt.MouseButton.LeftButton, pos=row.body._pieces[0].areas(12, 15)[0].center().toPoint())
    assert desk.senses is not None
    playback = desk.senses.playback
    assert playback.position_s == 20.0
    assert player.button.accessibleName() == "Pause memo.wav"
    wait_until(lambda: playback.position_s > 20.0)
    player.button.click()
    wait_until(lambda: not playback.playing)
