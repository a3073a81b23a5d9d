"""Recordings on their way to a loudspeaker: all of what a model would hear, from any second."""

from __future__ import annotations

import struct
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from inference.decoding.played import Played, _player  # pyright: ignore[reportPrivateUsage]
from inference.decoding.sounding import play
from inference.errors import MediaError
from tests.factories import sound_bytes, tone

RATE = 16_000


@pytest.fixture(scope="module", autouse=True)
def _no_player_left() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        if thread.name.endswith("(_run)"):  # it gets the next child ready
            thread.join(10)
    _player().close()


def played(data: bytes, start_s: float = 0.0) -> tuple[float, int]:
    """How long it says it is, and the samples that come."""
    told: list[float | bytes] = []
    play(told.append, name="a", data=data, start_s=start_s, rate=RATE)
    assert isinstance(told[0], float)
    return told[0], sum(len(np.frombuffer(block, np.int16)) for block in told[1:] if isinstance(block, bytes))


def test_it_is_played_from_any_second() -> None:
    assert played(sound_bytes(tone(2.0, 8_000), 8_000), 0.5) == (2.0, round(1.5 * RATE))


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_streamed_wav_is_played_to_its_end(size: int) -> None:
    wav = bytearray(sound_bytes(tone(1.0)))
    at = wav.index(b"data") + 4
    wav[at : at + 4] = wav[4:8] = struct.pack("<I", size)
    assert played(bytes(wav)) == (1.0, RATE)


def test_joined_recordings_are_played_to_the_end() -> None:
    first, second = sound_bytes(tone(1.5), kind="MP3"), sound_bytes(tone(2.5), kind="MP3")
    total, samples = played(first + second, 3.0)
    assert total == pytest.approx(4.0, rel=0.05)
    assert samples == pytest.approx((total - 3.0) * RATE, abs=1)


def test_what_comes_through_the_child_is_what_is_played() -> None:
    sound, count = Played("a.wav", sound_bytes(tone(1.0)), start_s=0.25, rate=RATE), 0
    until = time.monotonic() + 30
    while (block := sound.take()) is not None and time.monotonic() < until:
        count += len(block) // 2
        time.sleep(0.01)
    sound.close()
    assert (sound.total_s, count) == (1.0, round(0.75 * RATE))


def test_what_cannot_be_opened_says_why() -> None:
    with pytest.raises(MediaError, match=r'"a\.wav"') as refused:
        Played("a.wav", b"RIFF\0\0\0\0WAVE", start_s=0.0, rate=RATE)
    assert refused.value.advice
