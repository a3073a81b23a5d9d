"""What is spoken is on the disk: kill -9 costs at most a second, a full disk nothing of what was heard before."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from app.sound.kept_sound import RATE, KeptSound, find
from tests import alsa
from tests.alsa import sound_card, spoken

ROUNDS = int(os.environ.get("HUSH_KILLS", "3"))
"""100 take some minutes."""
LOST_S = 1.0
"""So much of what was said may be gone."""
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ALSA is Linux's")


def samples(seconds: float, value: int = 1000) -> bytes:
    return np.full(round(RATE * seconds), value, "<i2").tobytes()


def recorded_until_killed(folder: Path, seconds: float) -> float:
    """How many seconds the microphone had heard when a process that recorded from it was killed; it hears in real time."""
    command = [sys.executable, "-m", "tests.app.speaker", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as speaker:
        assert speaker.stdout is not None
        first = speaker.stdout.readline()
        time.sleep(seconds)
        speaker.send_signal(signal.SIGKILL)
        killed = time.monotonic()
        lines = [first, *speaker.stdout.read().splitlines()]
    newest = json.loads([line for line in lines if line.strip().endswith("}")][-1])
    return newest["recorded"] + killed - newest["at"]


@on_linux
def test_at_most_a_second_of_what_was_said_is_lost_to_a_kill(tmp_path: Path) -> None:
    dice, said, lost = random.Random(16), spoken("one two three four five six seven eight nine"), []
    expected = soxr.resample(said / np.float32(32768), alsa.RATE, RATE)
    with sound_card(tmp_path) as card:
        for _ in range(ROUNDS):
            card.say(said)
            recorded = recorded_until_killed(tmp_path / "recordings", dice.uniform(0.1, 3.0))
            (path,) = (tmp_path / "recordings").glob("*.wav")
            with wave.open(str(path)) as whole:  # as it lies there, before anything is mended
                assert whole.getframerate() == RATE
                lost.append(recorded - whole.getnframes() / RATE)
            (kept,) = find(tmp_path / "recordings")
            file = kept.finish()
            assert recorded - LOST_S <= file.seconds
            assert abs(file.began + file.seconds - time.time()) < 60
            got, _ = soundfile.read(file.path, dtype="float32")
            stretch = expected[: max(RATE // 2, len(got) - RATE)]
            alike = np.correlate(got, stretch, "valid") if len(got) > len(stretch) else np.zeros(1)
            assert len(got) < 1.5 * RATE or alike.max() > 0.9 * float(np.square(stretch).sum()), "it is what was said"
            kept.drop()
            card.forget()
    assert max(lost) <= LOST_S, lost


def test_file_is_whole_at_every_moment_and_for_one_person(tmp_path: Path) -> None:
    kept = KeptSound.begin(tmp_path / "recordings")
    for count in range(1, 4):
        kept.add(samples(0.5))
        heard, rate = soundfile.read(kept.path, dtype="int16")
        assert (len(heard), rate) == (count * RATE // 2, RATE)
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.path.parent.stat().st_mode) == 0o700
    assert kept.finish().seconds == 1.5
    kept.drop()
    assert list((tmp_path / "recordings").iterdir()) == []


def test_what_another_program_records_is_not_taken(tmp_path: Path) -> None:
    first, second = KeptSound.begin(tmp_path), KeptSound.begin(tmp_path)
    assert first.path != second.path
    first.add(samples(0.5))
    second.add(samples(0.25))
    assert find(tmp_path) == []
    first.leave()
    (found,) = find(tmp_path)
    assert (found.path, found.seconds) == (first.path, 0.5)
    found.leave()
    second.leave()
    both = find(tmp_path)
    assert [kept.seconds for kept in both] == [0.5, 0.25]
    for kept in both:
        kept.drop()


def test_a_torn_write_is_mended_and_an_empty_file_goes(tmp_path: Path) -> None:
    kept = KeptSound.begin(tmp_path)
    kept.add(samples(0.5))
    kept.leave()
    with kept.path.open("ab") as file:
        file.write(b"\1" * 3201)  # samples whose header was not written any more, and half of one
    (tmp_path / "empty.wav").touch()
    (found,) = find(tmp_path)
    file_found = found.finish()
    assert file_found.seconds == 0.6
    assert len(soundfile.read(file_found.path)[0]) == round(0.6 * RATE)
    found.drop()
    assert list(tmp_path.iterdir()) == []
