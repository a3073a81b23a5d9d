"""The shipped starter in its small world, through the real engine: held-out cases that training never saw."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.conversation import Request
from inference.engine import Engine
from inference.events import Finished
from inference.loading import LoadSettings, ModelFiles
from inference.starter.evaluate import TASKS, evaluate
from inference.stop import StopFlag

LEAST = {"read": 0.9, "hear": 0.9, "documents": 0.9}
"""Share of answers that are right to the letter."""


@pytest.fixture(scope="module")
def figures(starter: tuple[Path, Path]) -> dict[str, dict[str, float]]:
    engine = Engine()
    engine.load(ModelFiles(*starter, trusted=True), LoadSettings(context=4096, image_tokens=280), emit=lambda _event: None)

    def answer(request: Request) -> str:
        outcome = engine.generate(request, emit=lambda _event: None, stop=StopFlag())
        assert isinstance(outcome, Finished)
        return outcome.text

    try:
        return evaluate(answer)
    finally:
        engine.close()


@pytest.mark.parametrize("task", TASKS)
def test_the_starter_is_right_in_its_small_world(figures: dict[str, dict[str, float]], task: str) -> None:
    assert figures[task]["n"] >= 100
    assert figures[task]["exact"] >= LEAST[task], figures
