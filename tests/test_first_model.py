"""Thirty fixed questions to the first model: what it answered when they were fixed, less a little, is the floor from then on.

`make test` leaves them out, for no test needs the real model; .ci/run asks them where the model is in the cache folder. Answers
are exact (temperature 0), but processors round differently, and a question or two may go another way.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from inference.loading import ModelFiles
from resources import first_model
from tests.answering.asking import load_answerer
from tests.answering.cases import Answered, ask_all, read_questions

MODEL = first_model()
"""Looked for at once: while tests run the cache folder is their own."""
RIGHT, SUMMARISED, REFUSED = 15, 3, 4
"""Of 20, 5 and 5; it was 17, 4 and 5."""

pytestmark = [
    pytest.mark.first_model,
    pytest.mark.skipif(MODEL is None, reason="the first model is not in the cache folder, so nothing was asked of it"),
]


@pytest.fixture(scope="module")
def answered() -> Sequence[Answered]:
    assert MODEL is not None
    with load_answerer(ModelFiles(MODEL, trusted=True)) as answer:
        return ask_all(read_questions("fixed"), answer)


@pytest.mark.parametrize(("kind", "floor"), [("fact", RIGHT), ("summary", SUMMARISED), ("absent", REFUSED)])
def test_it_answers_as_well_as_when_they_were_fixed(answered: Sequence[Answered], kind: str, floor: int) -> None:
    of_kind = [one for one in answered if one.ask.kind == kind]
    missed = [f"{one.ask.question} -> {one.answer}" for one in of_kind if one.verdict != "right"]
    assert len(of_kind) - len(missed) >= floor, missed
