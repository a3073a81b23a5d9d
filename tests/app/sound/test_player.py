"""Recordings of the conversation are played through a real ALSA loudspeaker: what it was given is what was recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.sound.playback import PlaybackController
from app.sound.player import Player
from app.sound.sound import ListMicrophones, Record, Sound
from app.values import Attached
from app.worker.lane import ignore
from inference.conversation import AudioPart
from tests import alsa
from tests.alsa import SoundCard, no_sound_card
from tests.factories import sound_bytes, tone

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")

Wait = Callable[..., None]


def recording(seconds: float, *, rate: int = alsa.RATE, name: str = "Voice memo 14:03.wav") -> Attached:
    """Rises from silence to full scale, so that every moment of it can be told from its level."""
    samples = tone(seconds, rate=rate, level=1.0) * np.linspace(0, 1, round(seconds * rate), dtype=np.float32)
    return Attached(AudioPart(name, sound_bytes(samples, rate)), seconds=seconds, waveform=tuple(np.linspace(0, 1, 48)))


@pytest.fixture
def playback(sound: Sound) -> PlaybackController:
    return PlaybackController(sound)


@pytest.fixture
def shown(app: QApplication, playback: PlaybackController) -> Iterator[Callable[[Attached], Player]]:
    players: list[Player] = []

    def show(attached: Attached) -> Player:
        players.append(Player(attached, playback))
        players[-1].show()
        return players[-1]

    yield show
    for player in players:
        player.hide()
        player.deleteLater()


Show = Callable[[Attached], Player]


@pytest.mark.parametrize("rate", [alsa.RATE, 16_000])
def test_what_is_played_is_what_was_recorded(
    card: SoundCard, playback: PlaybackController, shown: Show, wait_until: Wait, rate: int
) -> None:
    memo = recording(1.0, rate=rate)
    player = shown(memo)
    player.button.click()
    assert playback.playing
    assert player.button.accessibleName().startswith("Pause")
    wait_until(lambda: not playback.playing)
    heard = card.played()
    assert (heard[:, 0] == heard[:, 1]).all()
    loud = np.trim_zeros(heard[:, 0].astype(np.float32) / 32767)
    assert len(loud) == pytest.approx(alsa.RATE, abs=100)
    thirds = [float(np.abs(third).max()) for third in np.array_split(loud, 3)]
    assert thirds == pytest.approx([1 / 3, 2 / 3, 1], abs=0.05)
    assert (player.time.text(), playback.position_s) == ("0:01", 0)
    assert player.button.accessibleName().startswith("Play")


def test_a_click_in_the_wave_plays_from_there(
    card: SoundCard, playback: PlaybackController, shown: Show, wait_until: Wait
) -> None:
    player = shown(recording(1.0))
    wave = player.wave
    QTest.mouseClick(wave, Qt.MouseButton.LeftButton, pos=QPoint(wave.width() // 2, wave.height() // 2))
    assert playback.position_s == pytest.approx(0.5, abs=0.02)
    wait_until(lambda: not playback.playing)
    loud = np.trim_zeros(card.played()[:, 0].astype(np.float32) / 32767)
    assert len(loud) == pytest.approx(alsa.RATE / 2, abs=alsa.RATE / 50)
    assert np.abs(loud[:1000]).max() == pytest.approx(0.5, abs=0.05)


def test_pause_keeps_the_place_and_play_goes_on_from_it(
    card: SoundCard, playback: PlaybackController, shown: Show, wait_until: Wait
) -> None:
    player = shown(recording(120))
    player.button.click()
    wait_until(lambda: playback.position_s > 0.2)
    player.button.click()
    wait_until(lambda: not playback.playing)
    kept = playback.position_s
    assert 0.2 < kept < 120
    assert player.wave._played == pytest.approx(kept / 120)
    assert " / 2:00" in player.time.text()
    player.button.click()
    wait_until(lambda: playback.position_s > kept)
    player.button.click()
    wait_until(lambda: not playback.playing)


def test_one_at_a_time_and_only_the_one_that_plays_listens(
    card: SoundCard, playback: PlaybackController, shown: Show, wait_until: Wait
) -> None:
    first, second = shown(recording(120)), shown(recording(60, name="other.wav"))
    first.button.click()
    wait_until(lambda: playback.position_s > 0)
    second.button.click()
    wait_until(lambda: playback.position_s > 0)
    assert first.button.accessibleName().startswith("Play")
    assert second.button.accessibleName().startswith("Pause")
    assert (first._listening, second._listening) == (False, True)
    second.button.click()
    wait_until(lambda: not playback.playing)


def test_arrow_keys_step(card: SoundCard, playback: PlaybackController, shown: Show, wait_until: Wait) -> None:
    player = shown(recording(120))
    QTest.keyClick(player.wave, Qt.Key.Key_Right)
    assert playback.position_s == pytest.approx(5)
    QTest.keyClick(player.wave, Qt.Key.Key_Left)
    assert playback.position_s < 2
    player.button.click()
    wait_until(lambda: not playback.playing)


def test_recording_silences_the_loudspeaker(
    card: SoundCard, sound: Sound, playback: PlaybackController, wait_until: Wait
) -> None:
    """A microphone would hear it."""
    part = recording(120).part
    assert isinstance(part, AudioPart)
    playback.toggle(part)
    wait_until(lambda: playback.position_s > 0)
    recorded = sound.submit(Record(), ignore, ignore)
    wait_until(lambda: not playback.playing)
    playback.toggle(part)
    wait_until(lambda: not playback.playing)
    recorded.forget()


def test_no_loudspeaker_is_a_sentence(tmp_path: Path, playback: PlaybackController, shown: Show, wait_until: Wait) -> None:
    told: list[str] = []
    playback.failed.connect(lambda problem: told.append(str(problem)))
    player = shown(recording(1))
    with no_sound_card(tmp_path):
        playback._sound.submit(ListMicrophones(), ignore, ignore)  # what is there is looked at anew
        player.button.click()
        wait_until(lambda: told)
    assert told == ["There is no loudspeaker here. Connect one, then listen again."]
    assert not playback.playing
