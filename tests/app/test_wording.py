"""Sentences and numbers as people read them."""

from __future__ import annotations

import pytest

from app import wording
from inference.errors import ContextFull, EngineFault, MediaError, MemoryShort
from inference.events import Cost, LoadProgress, PromptProgress
from inference.sentences import Sentence


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (7.4, "0:07"), (59.6, "1:00"), (750, "12:30"), (3723, "1:02:03")])
def test_duration(seconds: float, said: str) -> None:
    assert wording.duration(seconds) == said


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 MiB"), (90 * 2**20, "90 MiB"), (2**30, "1.0 GiB"), (int(8.56 * 2**30), "8.6 GiB")]
)
def test_gibibytes(count: int, said: str) -> None:
    assert wording.gibibytes(count) == said


def test_blame_is_named_only_where_it_is_ours() -> None:
    assert (
        str(wording.sentence(MediaError(Sentence('"a.png" is empty.', "Choose another.")))) == '"a.png" is empty. Choose another.'
    )
    assert str(wording.sentence(MemoryShort(Sentence("Too big.")))) == "Too big."
    assert str(wording.sentence(EngineFault(Sentence("It stumbled.")))).startswith("A fault of Hush, not yours: It stumbled.")
    assert "9,000" in str(wording.sentence(ContextFull(9000, 8192)))


def test_reading_says_what_is_left_and_what_was_kept() -> None:
    assert wording.reading(PromptProgress(128, 1290, 0, None)) == "Reading: 128 of 1,290 tokens"
    assert (
        wording.reading(PromptProgress(128, 1290, 100, 12.2))
        == "Reading: 128 of 1,290 tokens, 100 kept from before, about 12 s left"
    )
    assert wording.reading(PromptProgress(1, 2, 0, 0.2)).endswith("less than a second left")
    assert wording.reading(PromptProgress(1, 2, 0, 200)).endswith("about 3 min left")


def test_loading_says_what_is_done() -> None:
    assert wording.loading("Gemma", LoadProgress(0.434)) == "Loading Gemma: reading the weights, 43 %"
    assert wording.loading("Gemma", None) == "Loading Gemma"


def test_memory_is_held_against_its_prediction_where_that_tells_something() -> None:
    gib = 2**30
    large = wording.answer_details(Cost(peak_rss_bytes=9 * gib, predicted_bytes=10 * gib))
    assert large == ["Memory at its peak 9.0 GiB, 10.0 GiB predicted (-10.0 %)"]
    small = wording.answer_details(Cost(peak_rss_bytes=gib // 4, predicted_bytes=gib // 2))
    assert small == ["Memory at its peak 256 MiB, 512 MiB predicted"]
