"""Damaged files of every kind, opened in the child: each ends as a value or as a sentence, and the child goes on.

`python -m tests.bench.fuzz COUNT` does the same with as many as one likes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from inference.decoding.decoder import Decoder, Look
from inference.errors import MediaError
from tests.fuzzed import KINDS, mutations

COUNT = 17
"""Of each kind: more than 300 in all."""


@pytest.fixture(scope="module")
def opener() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()


@pytest.mark.parametrize("name", KINDS)
def test_damaged_file_is_a_value_or_a_sentence(opener: Decoder, name: str) -> None:
    for number, data in enumerate(mutations(name, COUNT)):
        began = time.monotonic()
        seen = look(opener, name, data)
        assert (seen.what and seen.advice) if isinstance(seen, MediaError) else seen.width or seen.seconds or seen.pages, number
        assert time.monotonic() - began < 70, number
    opener.look(name, KINDS[name](), side=48, peaks=8)


def look(opener: Decoder, name: str, data: bytes) -> Look | MediaError:
    try:
        return opener.look(name, data, side=48, peaks=8)
    except MediaError as error:
        return error


def test_the_same_seed_gives_the_same_damage() -> None:
    assert list(mutations("a.png", 5)) == list(mutations("a.png", 5))
    assert list(mutations("a.png", 5)) != list(mutations("a.png", 5, seed=18))
