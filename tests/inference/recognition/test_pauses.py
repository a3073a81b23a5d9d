"""Where somebody speaks: noise is no voice, no voice is lost, and an hour costs no more memory than a minute."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.evaluation.speech import Voice, say
from inference.media.prepared import SAMPLE_RATE
from inference.recognition import pauses
from inference.recognition.pauses import FRAME_S, LONGEST_S, Piece, Span, pieces, spans

Samples = NDArray[np.float32]
RNG = np.random.default_rng(16)


def seconds(count: float) -> int:
    return round(count * SAMPLE_RATE)


def noise(length: float, level: float = 1e-3) -> Samples:
    return RNG.normal(0, level, seconds(length)).astype(np.float32)


def hum(length: float) -> Samples:
    return (0.3 * np.sin(2 * np.pi * 50 * np.arange(seconds(length)) / SAMPLE_RATE)).astype(np.float32)


@pytest.fixture(scope="module")
def sentence() -> Samples:
    """About two seconds of a voice, without the silence around it."""
    return say("the quick brown fox jumps over the lazy dog", Voice("en-us", 160, 50))


def mixed(sentence: Samples, decibels: float) -> Samples:
    """The sentence between two silences, in noise so far below it."""
    quiet = np.concatenate([np.zeros(seconds(3), np.float32), sentence, np.zeros(seconds(3), np.float32)])
    level = float(np.sqrt(np.square(sentence).mean())) * 10 ** (-decibels / 20)
    return quiet + RNG.normal(0, level, len(quiet)).astype(np.float32)


@pytest.mark.parametrize(
    "sound", [np.zeros(seconds(40), np.float32), noise(70), noise(40, 0.2), hum(40)], ids=["silence", "hiss", "loud noise", "hum"]
)
def test_where_nobody_speaks_there_is_nothing_to_hear(sound: Samples) -> None:
    assert list(spans([sound])) == []


@pytest.mark.parametrize("decibels", [60, 20, 10, 3])
def test_a_voice_is_found_in_noise(sentence: Samples, decibels: float) -> None:
    (span,) = spans([mixed(sentence, decibels)])
    assert 2.2 <= span.start <= 3.15
    assert -0.15 <= span.start + len(span.samples) / SAMPLE_RATE - 3 - len(sentence) / SAMPLE_RATE <= 0.8
    assert span.voice.mean() > 0.4


def test_a_short_recording_is_heard_whatever_it_is(sentence: Samples) -> None:
    (span,) = spans([sentence[: seconds(0.6)]])
    assert span.voice.all()
    assert np.array_equal(span.samples, sentence[: seconds(0.6)])


def test_an_empty_recording_holds_nothing() -> None:
    assert list(spans([])) == list(spans([np.zeros(0, np.float32)])) == []


def test_spans_end_in_pauses(sentence: Samples) -> None:
    """Two minutes in which somebody hardly takes a breath."""
    spoken = [part for _ in range(40) for part in (sentence, noise(0.6))]
    sound = np.concatenate(spoken)
    found = list(spans([sound]))
    assert all(len(span.samples) <= LONGEST_S * SAMPLE_RATE for span in found)
    assert all(span.voice[-10:].mean() < 0.5 for span in found)
    covered = sum(len(span.samples) for span in found)
    assert covered > 0.95 * len(sound)
    assert len(found) <= 8


def test_a_voice_without_any_pause_is_cut_all_the_same(sentence: Samples) -> None:
    loud = np.concatenate([noise(3), np.tile(sentence[seconds(0.3) : seconds(0.9)], 120), noise(3)])
    found = list(spans([loud]))
    assert all(len(span.samples) <= LONGEST_S * SAMPLE_RATE for span in found)
    assert sum(len(span.samples) for span in found) > 0.95 * (len(loud) - seconds(6))


def test_long_rests_are_left_out_and_the_times_are_right(sentence: Samples) -> None:
    sound = np.concatenate([sentence, noise(9), sentence, noise(9), sentence])
    (piece,) = pieces(spans([sound]))
    assert len(piece.spans) == 3
    assert len(piece.samples) < 3 * len(sentence) + seconds(4)
    assert len(piece.voice) == pytest.approx(len(piece.samples) / (FRAME_S * SAMPLE_RATE), abs=3)
    inside = len(piece.spans[0].samples) / SAMPLE_RATE + 1.0
    start, end = piece.times(inside, inside + 99)
    assert start == pytest.approx(piece.spans[1].start + 1.0)
    assert end == pytest.approx(piece.spans[1].start + len(piece.spans[1].samples) / SAMPLE_RATE)
    assert piece.times(-1, 0.5) == (piece.spans[0].start, piece.spans[0].start + 0.5)


@pytest.mark.parametrize("late", [5.0, 20.0, 29.0, 31.5])
def test_a_voice_may_begin_anywhere_in_what_is_held(sentence: Samples, late: float) -> None:
    spoken = np.concatenate([noise(late), sentence, noise(0.5), sentence, noise(50), sentence, noise(1)])
    first, second = spans([spoken])
    assert first.start == pytest.approx(late - 0.5, abs=0.15)
    assert len(first.samples) == pytest.approx(2 * len(sentence) + seconds(1.5), abs=seconds(0.6))
    assert second.start == pytest.approx(late + 50 + 2 * len(sentence) / SAMPLE_RATE, abs=0.15)


def test_an_hour_is_never_held(sentence: Samples) -> None:
    """What was taken in and not yet given out stays below a minute and a half, whatever the blocks."""
    minute = np.concatenate([np.tile(np.concatenate([sentence, noise(0.8)]), 16), noise(12)])
    taken = 0.0

    def hour() -> Iterator[Samples]:
        nonlocal taken
        for _ in range(20):
            taken += len(minute) / SAMPLE_RATE
            yield minute

    ahead = [taken - piece.end for piece in pieces(spans(hour()))]
    assert len(ahead) > 20
    assert max(ahead) < len(minute) / SAMPLE_RATE + 62


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.floats(0.02, 6), st.floats(1e-5, 0.3)), max_size=8), st.integers(2_000, 50_000))
def test_any_sound_in_any_blocks(parts: list[tuple[float, float]], block: int) -> None:
    sound = np.concatenate([np.zeros(0, np.float32), *(noise(length, level) for length, level in parts)])
    whole = list(spans([sound]))
    split = list(spans([sound[at : at + block] for at in range(0, len(sound), block)]))
    assert [(span.start, len(span.samples)) for span in whole] == [(span.start, len(span.samples)) for span in split]
    behind = 0.0
    for span in whole:
        assert span.start >= behind
        first = seconds(span.start)
        assert np.array_equal(span.samples, sound[first : first + len(span.samples)])
        behind = span.start + len(span.samples) / SAMPLE_RATE
    assert all(sum(len(span.voice) for span in piece.spans) <= LONGEST_S / FRAME_S for piece in pieces(whole))


def test_blocks_of_any_size_are_taken_in(sentence: Samples) -> None:
    (whole,) = spans([sentence])
    (bits,) = spans([sentence[at : at + 100] for at in range(0, len(sentence), 100)])
    assert np.array_equal(whole.samples, bits.samples)


def test_a_frame_has_a_flag(sentence: Samples) -> None:
    assert len(pauses._spoken(pauses._rises(sentence))) == -(-len(sentence) // round(FRAME_S * SAMPLE_RATE))


def test_a_piece_knows_its_end() -> None:
    piece = Piece((Span(2.0, np.zeros(seconds(1), np.float32), np.ones(50, np.bool_)),))
    assert piece.end == 3.0
