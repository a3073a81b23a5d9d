"""Frames are asked for the letters that were said a moment before, word by word, wherever the clip lies in the recording."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.starter import samples
from inference.starter.hearing import AT_ONCE, SAID, Heard, letters_of, sounds
from inference.starter.pictures import Targets
from inference.starter.speech import FRAME, SAMPLE_RATE

LATER = 3 * FRAME
"""What is said is asked for so many samples later."""


def _told(found: Targets) -> str:
    return "".join(SAID[slot] for frame in found.slots.tolist() for slot in frame if slot < len(SAID))


def test_letters_share_their_word_evenly() -> None:
    found = letters_of("It's 9.", [(0, 0), (3, 6000)], 8000)
    assert [(letter.text, letter.word, letter.place) for letter in found] == [
        ("i", 0, 0), ("t", 0, 1), ("s", 0, 2), ("9", 1, 0)]  # fmt: skip
    assert [letter.at for letter in found] == [1000, 3000, 5000, 7000]


def test_digits_of_a_string_are_one_word() -> None:
    found = letters_of("407", [(0, 0), (1, 4000), (2, 8000)], 12_000)
    assert [(letter.text, letter.word, letter.place, letter.at) for letter in found] == [
        ("4", 0, 0, 2000), ("0", 0, 1, 6000), ("7", 0, 2, 10_000)]  # fmt: skip


def test_a_pause_is_no_part_of_the_word_before_it() -> None:
    one, two = letters_of("4 7", [(0, 0), (1, 5 * SAMPLE_RATE)], 6 * SAMPLE_RATE)
    assert one.at < 0.3 * SAMPLE_RATE
    assert two.at > 5 * SAMPLE_RATE


def test_without_times_there_are_no_letters() -> None:
    assert letters_of("407", [], 12_000) == letters_of("", [], 0) == ()


@pytest.mark.parametrize(("before", "pace"), [(0, 1.0), (3000, 1.0), (0, 1.08), (2000, 0.92)])
def test_frames_tell_letters_in_their_order(before: int, pace: float) -> None:
    letters = letters_of("help us", [(0, 0), (4, 8000)], 12_000)
    heard = Heard(np.zeros(30 * FRAME, np.float32), before, pace, letters)
    found = sounds(heard, 30)
    assert _told(found) == "helpus"
    for letter in letters:
        frame = int((before + letter.at * pace + LATER) / FRAME)
        assert SAID.index(letter.text) in found.slots[frame]
        assert found.line[frame] == letter.word
    assert (found.line >= 0).sum() == (found.place >= 0).sum() == (found.slots[:, 0] < len(SAID)).sum()


def test_two_letters_fit_a_frame_and_what_comes_too_late_is_left_out() -> None:
    letters = letters_of("abc defg", [(0, 0), (3, 40 * FRAME)], 44 * FRAME)
    quick = replace(Heard(np.zeros(0, np.float32), 0, 1.0), letters=tuple(letter._replace(at=100.0) for letter in letters[:2]))
    found = sounds(quick, 10)
    assert found.slots.shape == (10, AT_ONCE)
    assert _told(found) == "ab"
    assert _told(sounds(Heard(np.zeros(0, np.float32), 0, 1.0, letters), 20)) == "abc"


def test_batches_bring_what_is_said_and_where_it_is_heard() -> None:
    letters = letters_of("407", [(0, 0), (1, 4000), (2, 8000)], 12_000)
    said = [Heard(np.zeros(9 * FRAME, np.float32), 0, 1.0, letters), Heard(np.zeros(40 * FRAME, np.float32), 900, 1.0, letters)]
    sample = samples.about_sound(said, question="", answers=["407", "407"])
    assert sample.batch.frames is not None
    assert sample.batch.frames.shape == (2, 40, FRAME)
    assert sample.batch.sound.stop - sample.batch.sound.start == 40
    assert sample.heard is not None
    assert sample.heard.slots.shape == (2, 40, AT_ONCE)
    assert (sample.heard.slots < len(SAID)).sum() == 6
    untimed = samples.about_sound([replace(said[0], letters=()), said[1]], question="", answers=["407", "407"])
    assert untimed.heard is None
