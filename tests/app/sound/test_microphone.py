"""Recording from a real ALSA device through PortAudio: what comes out, what is kept when it goes wrong, what is said then."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr

from app.sound import microphone, portaudio
from app.sound.kept_sound import RATE
from app.sound.microphone import Recording, microphones
from app.sound.portaudio import SoundError, explain_refusal, readable
from app.sound.sound_values import Heard, Level
from tests import alsa
from tests.alsa import SoundCard, no_sound_card, sound_card, spoken
from tests.factories import tone

Listen = Callable[..., Recording]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")


@pytest.fixture
def listen(tmp_path: Path) -> Iterator[Listen]:
    """Opens recordings; what a failed test leaves open is ended, for PortAudio's thread would go on without its callback."""
    opened: list[Recording] = []

    def listen(*arguments: Any, **options: Any) -> Recording:
        opened.append(Recording(tmp_path / "recordings", *arguments, **options))
        return opened[-1]

    yield listen
    for recording in opened:
        recording.drop()


def poll_until(recording: Recording, over: Callable[[], object], seconds: float = 10) -> list[Level]:
    """Polls as the sound thread does; the levels it gave."""
    levels: list[Level] = []
    end = time.monotonic() + seconds
    while not over():
        assert time.monotonic() < end, "did not happen"
        if level := recording.poll():
            levels.append(level)
        time.sleep(0.01)
    return levels


def samples_of(heard: Heard) -> np.ndarray:
    samples, rate = soundfile.read(heard.file.path, dtype="float32")
    assert (rate, samples.ndim) == (RATE, 1)
    return samples


def test_what_is_said_is_what_is_kept(card: SoundCard, listen: Listen) -> None:
    said = spoken("four zero seven")
    recording = listen()
    card.say(said)
    levels = poll_until(recording, lambda: card.said and recording.seconds > len(said) / alsa.RATE + 0.9)
    heard = recording.close()
    got = samples_of(heard)
    expected = soxr.resample(said / np.float32(32768), alsa.RATE, RATE)
    # The two were resampled from different instants, so they agree but for a fraction of a sample; a gap would cost far more.
    alike = np.correlate(got, expected, "valid").max() / np.linalg.norm(got) / np.linalg.norm(expected)
    assert alike > 0.95
    assert heard.ended == "stopped"
    assert heard.seconds == pytest.approx(len(got) / RATE)
    assert heard.gaps == 0
    assert not heard.silent
    assert max(level.peak for level in levels) <= 1
    assert [level.seconds for level in levels] == sorted(level.seconds for level in levels)


def test_level_is_that_of_what_came_last(card: SoundCard, listen: Listen) -> None:
    recording = listen()
    poll_until(recording, lambda: recording.seconds > 0.1)
    card.say((tone(1.5, rate=alsa.RATE, level=0.5) * 32767).astype(np.int16))
    levels = poll_until(recording, lambda: card.said and recording.seconds > 1.8)
    recording.close()
    loudest = max(levels, key=lambda level: level.rms)
    assert loudest.rms == pytest.approx(0.5 / 2**0.5, abs=0.02)
    assert loudest.peak == pytest.approx(0.5, abs=0.02)
    assert levels[-1].rms < 0.01


def test_silence_is_recognised(card: SoundCard, listen: Listen) -> None:
    recording = listen()
    poll_until(recording, lambda: recording.seconds > 0.3)
    heard = recording.close()
    assert heard.silent
    assert heard.loudest == 0


@pytest.mark.parametrize(("noise", "silent"), [(0, True), (30, False)])
def test_a_whisper_on_a_wrong_offset_is_no_silence_and_the_offset_alone_is(
    tmp_path: Path, listen: Listen, noise: int, silent: bool
) -> None:
    with sound_card(tmp_path, offset=900) as card:
        recording = listen()
        card.say(np.random.default_rng(1).normal(900, noise, alsa.RATE).astype(np.int16))
        poll_until(recording, lambda: card.said and recording.seconds > 1)
        assert recording.close().silent is silent


def test_limit_ends_it_with_everything_kept_in_bounded_memory(card: SoundCard, listen: Listen) -> None:
    recording = listen(limit_s=0.5)
    card.say(np.ones(alsa.RATE, np.int16))
    poll_until(recording, lambda: recording.ended)
    assert recording.ended == "limit"
    heard = recording.close()
    assert heard.ended == "limit"
    assert heard.seconds == pytest.approx(0.5, abs=0.01)


def test_unplugged_in_the_middle_keeps_what_was_said(card: SoundCard, listen: Listen) -> None:
    said = spoken("nine")
    now = 0.0
    recording = listen(clock=lambda: now)
    card.say(said)
    poll_until(recording, lambda: card.said and recording.seconds > len(said) / alsa.RATE)
    card.unplug()
    waited = time.monotonic()
    while time.monotonic() - waited < 0.2 or recording.poll():  # what is in the pipe still comes
        time.sleep(0.02)
    assert recording.ended == ""
    now = microphone.STALL_S + 0.1
    assert recording.ended == "lost"
    began = time.monotonic()
    heard = recording.close()
    assert time.monotonic() - began < 2, "closing waits for a driver that never answers"
    assert heard.ended == "lost"
    assert heard.seconds >= len(said) / alsa.RATE
    assert not heard.silent
    with pytest.raises(AssertionError, match="did not happen"):  # the driver still hangs: looking again would hang with it
        poll_until(recording, lambda: not portaudio._hung[0].is_alive(), 0.1)
    portaudio.look_again()


def test_a_stream_that_portaudio_ends_is_lost(card: SoundCard, listen: Listen) -> None:
    """Linux tells of a USB microphone that was pulled: its thread ends."""
    recording = listen()
    poll_until(recording, lambda: recording.seconds > 0.1)
    assert recording._stream is not None
    recording._stream.abort()
    poll_until(recording, lambda: recording.ended)
    assert recording.close().ended == "lost"


def test_a_device_that_never_gives_a_sample_is_said(tmp_path: Path, listen: Listen) -> None:
    now = 0.0
    with sound_card(tmp_path, dead=True):
        recording = listen(clock=lambda: now)
        now = microphone.START_S - 0.1
        assert recording.ended == ""
        now = microphone.START_S + 0.1
        with pytest.raises(SoundError, match=r"The microphone gives no sound\. Connect it again"):
            recording.close()


def test_no_microphone_is_a_sentence(tmp_path: Path) -> None:
    with no_sound_card(tmp_path):
        assert microphones() == ()
        with pytest.raises(SoundError, match=r"There is no microphone here\. Connect one, then speak again\."):
            Recording(tmp_path)


def test_a_microphone_plugged_in_later_is_found(tmp_path: Path, listen: Listen) -> None:
    (tmp_path / "none").mkdir()
    with no_sound_card(tmp_path / "none"):
        portaudio.look_again()
    with sound_card(tmp_path) as card:
        recording = listen()
        poll_until(recording, lambda: recording.seconds > 0)
        recording.close()
        card.remove()
        with pytest.raises(SoundError, match="no microphone"):
            listen()


def test_names_are_readable_and_the_chosen_one_is_missed(card: SoundCard, listen: Listen) -> None:
    found = microphones()
    assert [(seen.key, seen.name) for seen in found if seen.default] == [("default", "System default")]
    with pytest.raises(SoundError, match=r"“Blue Yeti” is not connected\. Connect it, or choose another"):
        listen("Blue Yeti (hw:3,0)")
    recording = listen("mouth")
    poll_until(recording, lambda: recording.seconds > 0)
    recording.drop()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("HDA Intel PCH: ALC295 Analog (hw:0,0)", "HDA Intel PCH: ALC295 Analog"),
        ("default", "System default"),
        ("pipewire", "PipeWire"),
        ("Headset Microphone (Jabra)", "Headset Microphone (Jabra)"),
    ],
)
def test_readable(name: str, shown: str) -> None:
    assert readable(name) == shown


def test_busy_device_is_a_sentence() -> None:
    error = portaudio.library().PortAudioError("Error opening RawInputStream: Device unavailable", portaudio.DEVICE_UNAVAILABLE)
    assert str(explain_refusal(error, "Blue Yeti (hw:3,0)", "input")) == (
        "The microphone “Blue Yeti” is in use by another program. Close it there and try again, or choose another one."
    )


def test_without_portaudio_it_says_how_to_get_it() -> None:
    """In a process of its own, where the linker finds no such library."""
    script = """
import ctypes.util
ctypes.util.find_library = lambda name: None
import platform; platform.system = lambda: "Elsewhere"
from pathlib import Path
from app.sound.microphone import Recording
from app.sound.portaudio import SoundError
try:
    Recording(Path("nowhere"))
except SoundError as error:
    print(error)
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("The sound library PortAudio is missing")
    assert "apt-get install libportaudio2" in told.stdout
