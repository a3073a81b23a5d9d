"""From the talk key to a right answer: real presses in time, a real ALSA microphone, the real engine on the starter."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.desk import Desk
from app.sentences import say
from app.sound.recordings import memo_name
from app.sound.sound import ListMicrophones, Record, Sound, Warm
from app.sound.sound_values import Heard
from app.sound.voice import NOTHING_S, VoiceController
from app.sound.voice_state import VoiceState
from app.worker.lane import ignore
from tests import alsa
from tests.alsa import SoundCard, no_sound_card, sound_card, spoken
from tests.factories import tone

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")

Wait = Callable[..., None]


class Talk:
    """A voice controller with what it said, and a clock that the test sets."""

    def __init__(self, sound: Sound, limit_s: float) -> None:
        self.now = 100.0
        self.state = VoiceState()
        self.voice = VoiceController(sound, self.state, limit_s=limit_s, clock=lambda: self.now)
        self.recorded: list[tuple[str, Heard, bool]] = []
        self.failed: list[str] = []
        self.phases: list[str] = []
        self.levels: list[float] = []
        self.voice.recorded.connect(lambda *memo: self.recorded.append(memo))
        self.voice.failed.connect(lambda problem: self.failed.append(str(problem)))
        self.state.changed.connect(self._note)
        self.state.moved.connect(lambda: self.levels.append(self.state.levels[-1]))

    def _note(self) -> None:
        if self.state.phase not in self.phases[-1:]:
            self.phases.append(self.state.phase)

    def let_go(self) -> None:
        """A release after a second; the timer of the bounce is due at once."""
        self.now += 1
        self.voice.release()
        self.now += 0.1


@pytest.fixture
def talk(sound: Sound) -> Callable[..., Talk]:
    def talk(limit_s: float = 60.0) -> Talk:
        return Talk(sound, limit_s)

    return talk


def sound_of(heard: Heard) -> np.ndarray:
    samples, rate = soundfile.read(heard.file.path, dtype="float32")
    assert rate == 16_000
    return samples


def test_hold_speak_release_and_the_answer_is_right(
    card: SoundCard, sound: Sound, talk: Callable[..., Talk], desk: Desk, wait_until: Wait
) -> None:
    """The recording itself goes to the model, which hears the digits."""
    desk.models.load_starter()
    wait_until(lambda: desk.model.phase == "ready", 60)
    key = talk()

    def send(name: str, heard: Heard, now: bool) -> None:
        desk.drafts.attach_recording(name, heard.file.path)
        if now:
            desk.chat.send()

    key.voice.recorded.connect(send)
    said = spoken("four zero seven")
    key.voice.press()
    wait_until(lambda: key.state.phase == "listening")
    card.say(said)
    wait_until(lambda: card.said and key.state.seconds > len(said) / alsa.RATE + 0.1)
    key.let_go()
    wait_until(lambda: desk.transcript.entries and not desk.activity.busy, 60)
    question, answer = desk.transcript.entries
    assert answer.text == "407"
    assert question.attachments[0].part.name == key.recorded[0][0]
    assert key.phases == ["opening", "listening", "sending", "idle"]
    assert key.failed == []
    assert max(key.levels) > 0.02
    assert max(key.state.levels) == pytest.approx(max(key.levels[-len(key.state.levels) :]))


def test_a_tap_records_until_the_next_press(card: SoundCard, talk: Callable[..., Talk], wait_until: Wait) -> None:
    key = talk()
    key.voice.sends = False
    key.voice.press()
    key.now += 0.1
    key.voice.release()
    key.now += 0.1
    wait_until(lambda: key.state.locked)
    card.say((tone(1, rate=alsa.RATE) * 32767).astype(np.int16))
    wait_until(lambda: card.said and key.state.seconds > 1)
    key.now += 5
    key.voice.press()
    wait_until(lambda: key.recorded)
    ((name, heard, send),) = key.recorded
    assert name.startswith("Voice memo ")
    assert not send
    assert np.abs(sound_of(heard)).max() == pytest.approx(0.5, abs=0.02)
    assert key.phases == ["opening", "listening", "attaching", "idle"]


def test_escape_forgets_everything(card: SoundCard, talk: Callable[..., Talk], wait_until: Wait) -> None:
    key = talk()
    key.voice.press()
    wait_until(lambda: key.state.phase == "listening")
    assert key.voice.active
    key.voice.cancel()
    key.let_go()
    assert key.state.phase == "idle"
    assert not key.voice.active
    again = talk()  # the device is free: another recording works
    again.voice.toggle()
    wait_until(lambda: again.state.phase == "listening")
    again.voice.cancel()
    assert key.recorded == again.recorded == []
    assert key.failed == again.failed == []


def test_silence_is_said_and_not_sent(card: SoundCard, talk: Callable[..., Talk], wait_until: Wait) -> None:
    key = talk()
    key.voice.press()
    wait_until(lambda: key.state.seconds > 0.5)
    key.let_go()
    wait_until(lambda: key.failed)
    assert key.failed == [str(say("nothing-heard"))]
    assert (key.state.phase, key.state.sentence) == ("failed", str(say("nothing-heard")))
    assert key.recorded == []


def test_silence_is_said_while_it_is_recorded_and_ends_nothing(
    card: SoundCard, talk: Callable[..., Talk], wait_until: Wait
) -> None:
    key = talk()
    key.voice.press()
    wait_until(lambda: key.state.quiet)
    assert key.state.quiet == str(say("no-sound-arrives", name="System default"))
    assert key.state.seconds >= NOTHING_S
    assert key.state.phase == "listening"
    card.say((tone(1, rate=alsa.RATE) * 32767).astype(np.int16))
    wait_until(lambda: not key.state.quiet)
    wait_until(lambda: card.said)
    key.let_go()
    wait_until(lambda: key.recorded)
    assert key.failed == []


def test_let_go_before_the_microphone_is_open(card: SoundCard, talk: Callable[..., Talk], wait_until: Wait) -> None:
    key = talk()
    key.voice.press()
    key.let_go()
    wait_until(lambda: key.failed)
    assert key.failed == [str(say("spoken-too-soon"))]


def test_a_stuck_key_ends_at_the_limit_and_is_not_sent(card: SoundCard, talk: Callable[..., Talk], wait_until: Wait) -> None:
    key = talk(limit_s=1.0)
    card.say((tone(3, rate=alsa.RATE) * 32767).astype(np.int16))
    key.voice.press()
    wait_until(lambda: key.recorded)
    ((_, heard, send),) = key.recorded
    assert len(sound_of(heard)) == pytest.approx(16_000, abs=200)
    assert not send
    assert key.failed == [str(say("recording-at-its-longest", after="0:01"))]
    assert key.voice._key.phase == "idle"


def test_what_was_dictated_until_the_limit_is_not_said_to_be_attached(
    card: SoundCard, talk: Callable[..., Talk], wait_until: Wait
) -> None:
    key = talk(limit_s=1.0)
    key.voice.dictates = True
    card.say((tone(3, rate=alsa.RATE) * 32767).astype(np.int16))
    key.voice.press()
    wait_until(lambda: key.failed)
    why = "Recording stopped after 0:01, the longest it can be."
    assert (key.failed, key.recorded) == ([f"{why} What was heard is written into your message."], [])


def test_the_clock_of_the_key_ends_it_too(card: SoundCard, talk: Callable[..., Talk], wait_until: Wait) -> None:
    """A device that is slow to give samples reaches the limit of time before that of samples."""
    key = talk(limit_s=60)
    card.say((tone(1, rate=alsa.RATE) * 32767).astype(np.int16))
    key.voice.press()
    wait_until(lambda: card.said and key.state.seconds > 1)
    key.now += 61
    key.voice._due()  # its timer would come a minute later
    wait_until(lambda: key.recorded)
    assert not key.recorded[0][2]
    assert key.failed == [str(say("recording-at-its-longest", after="0:01"))]


def test_unplugged_in_the_middle_is_kept_and_said(card: SoundCard, talk: Callable[..., Talk], wait_until: Wait) -> None:
    key = talk()
    said = (tone(1, rate=alsa.RATE) * 32767).astype(np.int16)
    card.say(said)
    key.voice.press()
    wait_until(lambda: card.said and key.state.seconds > 1)
    card.unplug()
    wait_until(lambda: key.recorded, 15)
    ((_, heard, send),) = key.recorded
    assert not send
    assert len(sound_of(heard)) >= 16_000
    assert key.failed[0].startswith("The microphone stopped after 0:01. What it heard until then is attached")
    assert key.voice._key.phase == "idle"


def test_no_microphone_is_a_sentence_and_the_next_press_tries_again(
    tmp_path: Path, talk: Callable[..., Talk], wait_until: Wait
) -> None:
    key = talk()
    (tmp_path / "none").mkdir()
    with no_sound_card(tmp_path / "none"):
        key.voice.press()
        wait_until(lambda: key.failed)
    assert key.failed == ["There is no microphone here. Connect one, then speak again."]
    key.let_go()
    key.now += 5
    with sound_card(tmp_path):
        key.voice.press()
        wait_until(lambda: key.state.phase == "listening")
        key.voice.cancel()
        wait_until(lambda: key.state.phase == "idle")


def test_microphones_are_listed(card: SoundCard, sound: Sound, wait_until: Wait) -> None:
    heard: list[object] = []
    sound.submit(Warm(), heard.append, heard.append)
    sound.submit(ListMicrophones(), heard.append, heard.append)
    wait_until(lambda: len(heard) == 2)
    nothing, found = heard
    assert nothing is None
    assert isinstance(found, tuple)
    assert [seen.name for seen in found if seen.default] == ["System default"]


def test_recording_that_is_forgotten_before_it_begins_never_begins(card: SoundCard, sound: Sound, wait_until: Wait) -> None:
    heard: list[object] = []
    sound.submit(Record(), heard.append, heard.append, heard.append).forget()
    after = sound.submit(ListMicrophones(), ignore, heard.append)
    wait_until(lambda: not after.live)
    assert heard == []
    assert sound._under_way == {}, "the lane waits for nothing more of it"


def test_hold_mode_takes_a_tap_for_a_slip_and_says_so(card: SoundCard, talk: Callable[..., Talk], wait_until: Wait) -> None:
    key = talk()
    key.voice.mode = "hold"
    key.voice.press()
    key.now += 0.1
    key.voice.release()
    key.now += 0.1
    wait_until(lambda: key.state.phase == "failed")
    assert key.state.sentence == str(say("hold-the-key"))
    assert key.failed == []


def test_name_of_a_memo() -> None:
    assert memo_name(datetime(2026, 11, 22, 14, 3, tzinfo=UTC)) == "Voice memo 14:03.wav"
