"""From the network's distributions to text: on distributions made here."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.recognition.ctc import Alphabet, decode
from inference.recognition.ink import Ink, ink_of
from inference.recognition.placing import placed

KNOWN = Alphabet(("", *"abc日", " "), np.array([False, False, False, False, True, False]))
SURE, SPACE = 0.95, 5


def chances(text: str) -> NDArray[np.float32]:
    """A step for each character of `text`; _ is the blank."""
    found = np.full((len(text), 6), 0.01, np.float32)
    for step, character in enumerate(text):
        found[step, 0 if character == "_" else KNOWN.characters.index(character)] = SURE
    return found


def blank_ink(*gaps: tuple[int, int], width: int) -> Ink:
    starts, stops = np.array(gaps, np.int64).reshape(-1, 2).T
    return Ink(starts, stops, width, 26.0)


@pytest.mark.parametrize(
    ("steps", "text"), [("a_b", "ab"), ("aab", "ab"), ("a_a", "aa"), ("___", ""), ("a_ _b", "a b"), ("日_a", "日a")]
)
def test_runs_are_taken_once_and_blanks_left_out(steps: str, text: str) -> None:
    assert decode(chances(steps), KNOWN).text == text


def test_without_east_asian_characters_the_next_likeliest_is_taken() -> None:
    found = chances("a_日")
    found[2, 3] = 0.04
    assert decode(found, KNOWN, western=True).text == "ac"


def test_a_character_knows_its_steps() -> None:
    found = decode(chances("_aa_b"), KNOWN)
    assert (found.spans, found.chances) == (((1, 3), (4, 5)), (pytest.approx(SURE), pytest.approx(SURE)))


def test_marks_lie_in_the_gaps() -> None:
    """Middles at 12 and 36 pixels, ink from 8 to 18 and from 30 to 42."""
    found = placed(decode(chances("_a__b_"), KNOWN), blank_ink((0, 8), (18, 30), (42, 48), width=48))
    assert (found.text, found.marks) == ("ab", (8, 24, 42))


def test_a_space_takes_the_whole_gap() -> None:
    found = placed(decode(chances("_a_ _b_"), KNOWN), blank_ink((0, 8), (18, 40), (52, 56), width=56))
    assert (found.text, found.marks) == ("a b", (8, 18, 40, 52))


def test_a_gap_too_wide_for_letters_is_a_space() -> None:
    found = placed(decode(chances("_a____b_"), KNOWN), blank_ink((0, 8), (18, 46), (58, 64), width=64))
    assert found.text == "a b"


def test_a_possible_space_is_one_where_others_of_the_line_are_no_wider() -> None:
    steps = chances("_a_ _b__c_")
    ink = blank_ink((0, 8), (16, 40), (48, 68), (76, 80), width=80)
    assert placed(decode(steps, KNOWN), ink).text == "a bc"
    steps[6, SPACE] = 0.05
    assert placed(decode(steps, KNOWN), ink).text == "a bc"  # narrower than the other space
    ink = blank_ink((0, 8), (20, 40), (46, 68), (76, 80), width=80)
    assert placed(decode(steps, KNOWN), ink).text == "a b c"


def test_ink_is_what_differs_from_its_ground() -> None:
    pixels = np.full((48, 60, 3), 240, np.uint8)
    pixels[10:40, 20:24] = 30
    pixels[10:40, 40:50] = 30
    found = ink_of(pixels)
    assert (found.starts.tolist(), found.stops.tolist()) == ([0, 24, 50], [20, 40, 60])
    assert (found.gap(22, 45), found.begins(22), found.ends(45)) == ((24, 40), 20, 50)
    assert found.widest_gap(10, 55) == 32
