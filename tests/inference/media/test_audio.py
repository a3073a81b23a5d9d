"""Recordings: decoding, resampling and cutting."""

from __future__ import annotations

import io
import itertools
import struct
from pathlib import Path

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.conversation import AudioPart
from inference.errors import MediaError
from inference.media import audio
from inference.media.audio import blocks
from inference.media.prepared import FRAME, MAX_SECONDS, SAMPLE_RATE, pieces
from inference.media.tape import Tape
from tests.factories import sound_bytes, tone
from tests.opened import decode_sound, prepare_sound


def peak_kib() -> int:
    """The most memory this process ever held, in KiB."""
    resource = pytest.importorskip("resource")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "MP3", "AIFF", "AU", "CAF"])
@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_every_format_becomes_16_khz_mono(kind: str, rate: int) -> None:
    samples = decode_sound(sound_bytes(tone(1.0, rate), rate, kind), "x")
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert abs(len(samples) - SAMPLE_RATE) <= (0.1 if kind == "MP3" else 0) * SAMPLE_RATE
    spectrum = np.abs(np.fft.rfft(samples))
    assert abs(np.argmax(spectrum) * SAMPLE_RATE / len(samples) - 440) < 5
    assert abs(np.abs(samples[2000:-2000]).max() - 0.5) < 0.05


@pytest.mark.parametrize(("kind", "rate"), [("WAV", 48_000), ("FLAC", 16_000), ("OGG", 44_100)])
def test_blocks_of_a_file_are_the_whole_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, rate: int) -> None:
    monkeypatch.setattr(audio, "_BLOCK_SAMPLES", 20_000)
    path = tmp_path / "x"
    path.write_bytes(sound_bytes(tone(3.0, rate), rate, kind))
    found = list(audio.blocks(path, "x"))
    assert np.array_equal(np.concatenate([block for block, _ in found]), decode_sound(path.read_bytes(), "x"))
    shares = [share for _, share in found]
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        list(audio.blocks(tmp_path / "gone.wav", "gone.wav"))


def test_16_khz_is_left_as_it_is() -> None:
    samples = tone(0.3)
    assert np.array_equal(decode_sound(sound_bytes(samples, subtype="FLOAT"), "x"), samples)


def test_blocks_are_resampled_as_the_whole_would_be() -> None:
    rng = np.random.default_rng(1)
    noise = rng.uniform(-0.3, 0.3, 30 * 48_000).astype(np.float32)
    whole = soxr.resample(noise, 48_000, SAMPLE_RATE, quality="HQ")
    blocks = decode_sound(sound_bytes(noise, 48_000, subtype="FLOAT"), "x")
    assert len(whole) == len(blocks)
    assert np.abs(whole - blocks).max() < 1e-4


def test_channels_are_averaged_and_levels_clipped() -> None:
    stereo = np.stack([np.full(1000, 0.5), np.full(1000, -0.1)], axis=1).astype(np.float32)
    assert np.allclose(decode_sound(sound_bytes(stereo, subtype="FLOAT"), "x"), 0.2)
    loud = decode_sound(sound_bytes(np.full(1000, 3.0, np.float32), subtype="FLOAT"), "x")
    assert loud.max() == 1.0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_numbers_are_refused(bad: float) -> None:
    samples = tone(0.1)
    samples[7] = bad
    with pytest.raises(MediaError, match="not numbers"):
        decode_sound(sound_bytes(samples, subtype="FLOAT"), "x.wav")


def test_an_empty_recording_is_refused() -> None:
    with pytest.raises(MediaError, match="no sound"):
        decode_sound(sound_bytes(np.zeros(0, np.float32)), "x.wav")


@pytest.mark.parametrize("kind", ["WAV", "FLAC"])
def test_a_cut_off_recording_is_refused(kind: str) -> None:
    data = sound_bytes(tone(2.0), kind=kind)
    with pytest.raises(MediaError, match=r"cut off|damaged"):
        decode_sound(data[: len(data) // 2], "x")


def test_a_streamed_wav_of_unknown_size_is_read_to_its_end() -> None:
    data = bytearray(sound_bytes(tone(0.5)))
    at = data.index(b"data") + 4
    data[at : at + 4] = b"\xff\xff\xff\xff"
    assert len(decode_sound(bytes(data), "x.wav")) == SAMPLE_RATE // 2


def test_lying_sizes_cost_no_memory() -> None:
    wav = bytearray(sound_bytes(tone(0.1)))
    at = wav.index(b"data") + 4
    wav[at : at + 4] = struct.pack("<I", 0x0FFFFF00)
    flac = bytearray(sound_bytes(tone(0.1), kind="FLAC"))
    flac[21] |= 0x0F  # the upper bits of the 36-bit sample count
    flac[22:26] = b"\xff\xff\xff\xf0"
    before = peak_kib()
    for data in (wav, flac):
        with pytest.raises(MediaError):
            decode_sound(bytes(data), "liar")
    assert peak_kib() - before < 100_000


@pytest.mark.parametrize("rate", [1, 999, 0xFFFFFFF0])
def test_absurd_rates_are_refused(rate: int) -> None:
    wav = bytearray(sound_bytes(tone(0.1)))
    at = wav.index(b"fmt ") + 12
    wav[at : at + 4] = struct.pack("<I", rate)
    with pytest.raises(MediaError):
        decode_sound(bytes(wav), "x.wav")


def test_an_overlong_recording_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "MAX_HOURS", 1 / 3600)
    with pytest.raises(MediaError, match="longer than"):
        decode_sound(sound_bytes(tone(1.5)), "x.wav")


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 130 * SAMPLE_RATE), st.integers(0, 2**32 - 1))
def test_pieces_are_the_whole_and_none_is_too_long(length: int, seed: int) -> None:
    samples = np.random.default_rng(seed).uniform(-1, 1, length).astype(np.float32)
    cuts = pieces(samples)
    assert cuts[0][0] == 0
    assert cuts[-1][1] == length
    assert all(before[1] == after[0] for before, after in itertools.pairwise(cuts))
    assert all(0 < stop - start <= MAX_SECONDS * SAMPLE_RATE for start, stop in cuts)
    assert all(start % FRAME == 0 for start, _ in cuts)
    assert cuts == pieces(samples)


def test_cuts_lie_in_the_pauses() -> None:
    samples = np.random.default_rng(3).uniform(-0.5, 0.5, 70 * SAMPLE_RATE).astype(np.float32)
    for second in (25.0, 48.5):
        start = round(second * SAMPLE_RATE)
        samples[start : start + SAMPLE_RATE // 2] *= 0.01
    first, second, *_ = (start / SAMPLE_RATE for start, _ in pieces(samples)[1:])
    assert 25.0 < first < 25.5
    assert 48.5 < second < 49.0


def test_silence_is_cut_into_long_pieces() -> None:
    cuts = pieces(np.zeros(61 * SAMPLE_RATE, np.float32))
    assert len(cuts) == 3
    assert cuts[0][1] > 29.8 * SAMPLE_RATE


def test_prepared_pieces_carry_time_tokens_and_digest() -> None:
    part = AudioPart("talk.wav", sound_bytes(np.random.default_rng(5).uniform(-1, 1, 40 * SAMPLE_RATE + 1).astype(np.float32)))
    first, second = prepare_sound(part)
    assert first.start_s == 0
    assert second.start_s == len(first.samples) / SAMPLE_RATE
    assert first.total_s == second.total_s == 40 + 1 / SAMPLE_RATE
    assert first.tokens + second.tokens == 1001 == -(-(40 * SAMPLE_RATE + 1) // FRAME)
    assert not first.samples.flags.writeable
    assert first.digest != second.digest
    assert [piece.digest for piece in prepare_sound(part)] == [first.digest, second.digest]


def test_a_seek_before_the_start_is_no_exception_in_a_callback() -> None:
    tape = Tape(io.BytesIO(b"abc"))
    assert tape.seek(-1) == 0
    assert tape.seek(-9, 2) == 0


PLACEHOLDERS = (0, 0x7FFFFFFF, 0x7FFFFFFF - 36, 0x80000000, 0xFFFFF000, 0xFFFFFFFF)


@pytest.mark.parametrize("size", PLACEHOLDERS)
def test_a_length_that_a_recorder_wrote_into_a_pipe_is_none(size: int) -> None:
    wav = bytearray(sound_bytes(tone(1.0)))
    at = wav.index(b"data") + 4
    wav[at : at + 4] = wav[4:8] = struct.pack("<I", size)
    assert len(decode_sound(bytes(wav), "pipe.wav")) == SAMPLE_RATE


def test_nearly_all_of_a_recording_is_used_and_the_end_is_said_to_be_missing() -> None:
    wav = sound_bytes(tone(2.0))
    said: list[str] = []
    samples = np.concatenate([block for block, _ in blocks(wav[: len(wav) - len(wav) // 50], "cut.wav", said.append)])
    assert len(samples) == pytest.approx(1.96 * SAMPLE_RATE, abs=400)
    assert said == ['The last 3 % of "cut.wav" are missing: it is cut off.']
    with pytest.raises(MediaError, match="cut off"):
        decode_sound(wav[: len(wav) // 2], "cut.wav")


def test_channels_that_are_each_others_opposite_are_heard() -> None:
    left = tone(1.0)
    stereo = np.stack([left, -left], axis=1)
    assert np.abs(decode_sound(sound_bytes(stereo), "wired.wav")).max() > 0.1
    assert np.abs(decode_sound(sound_bytes(np.stack([left, left * 0], axis=1)), "one.wav")).max() == pytest.approx(
        np.abs(left).max() / 2, abs=0.01
    )


@pytest.mark.parametrize("kind", ["MP3", "OGG"])
def test_recordings_joined_into_one_file_are_read_to_the_end(kind: str) -> None:
    first, second = sound_bytes(tone(1.5), kind=kind), sound_bytes(tone(2.5), kind=kind)
    assert len(decode_sound(first + second, "joined")) == pytest.approx(4 * SAMPLE_RATE, rel=0.05)
    assert len(decode_sound(first + second + first, "joined")) == pytest.approx(5.5 * SAMPLE_RATE, rel=0.05)
