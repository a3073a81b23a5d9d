"""The shipped starter through the real engine: the figures that its card and the README give are what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, Request, Sampling, TextPart
from inference.engine import Engine
from inference.evaluation.cases import TASKS, Task
from inference.evaluation.scoring import evaluate
from inference.events import Finished
from inference.loading import LoadSettings, ModelFiles
from inference.stop import StopFlag
from resources import example
from tests.starter_table import TEXTS, kept, table, table_in

NEAR, NEAR_ERRORS = 0.06, 0.2
"""Processors round differently, and an answer that has gone astray differs from there on: of the shares of answers, and of the
errors by the character and by the word, of which an answer without end has many (quantisation alone moves them by 0.05).
"""


@pytest.fixture(scope="module")
def engine(starter: tuple[Path, Path]) -> Any:
    engine = Engine()
    settings = LoadSettings(context=4096, image_tokens=280)
    engine.load(ModelFiles(*starter, trusted=True), settings, emit=lambda _event: None)
    yield engine
    engine.close()


LEAST: dict[Task, float] = {"small_read": 0.9, "small_hear": 0.9, "small_documents": 0.9}
"""Share of answers that are right to the letter in the world that the starter was trained in."""


def _answer(engine: Engine, request: Request) -> str:
    outcome = engine.generate(request, emit=lambda _event: None, stop=StopFlag())
    assert isinstance(outcome, Finished)
    return outcome.text


@pytest.mark.parametrize("task", TASKS)
def test_the_figures_in_the_card_are_true(engine: Engine, task: Task) -> None:
    found = evaluate(lambda request: _answer(engine, request), tasks=(task,))[task]
    told = kept()["shipped"][task]
    assert found["exact"] >= LEAST.get(task, 0.0)
    for name, share in found.items():
        assert share == pytest.approx(told[name], abs=NEAR_ERRORS if name in ("cer", "wer") else NEAR), f"{name}: {found}"


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_the_table_stands_where_people_read_it(text: Path) -> None:
    assert table_in(text) == table(kept()), "python -m tests.starter_table --write"


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ((ImagePart("sign.png", example("sign.png").read_bytes()), TextPart("What does it say?")), "Platform 4"),
        ((TextPart("What is the number?"), AudioPart("number.flac", example("number.flac").read_bytes())), "407"),
        ((DocumentPart("order.txt", example("order.txt").read_bytes()), TextPart("What is the total?")), "48.20 [p. 1]"),
    ],
    ids=["sign", "number", "order"],
)
def test_what_the_window_offers_first_is_right(engine: Engine, parts: tuple[Part, ...], answer: str) -> None:
    request = Request((Message("user", parts),), sampling=Sampling.exact(), max_tokens=120)
    assert _answer(engine, request).strip() == answer
