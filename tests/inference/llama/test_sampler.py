"""The next token: the best that is allowed, or a draw among the likely ones that never gives what is forbidden."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.llama.sampler import Sampler
from inference.loading import LoadSettings, ModelFiles
from inference.stop import StopFlag


@pytest.fixture(scope="module")
def parts(starter: tuple[Path, Path]) -> Iterator[Any]:
    """A loaded starter that has read a question."""
    engine = Engine()
    engine.load(ModelFiles(*starter, trusted=True), LoadSettings(context=512), emit=lambda _event: None)
    request = Request((Message.text("user", "total: 48.20\nWhat is the total?"),), max_tokens=1)
    engine.generate(request, emit=lambda _event: None, stop=StopFlag())
    yield engine._parts
    engine.close()


def drawn(parts: Any, sampling: Sampling, forbidden: set[int], times: int = 1) -> set[int]:
    sampler = Sampler(sampling, n_vocab=parts.model.n_vocab, forbidden=forbidden)
    found = {sampler.sample(parts.context.handle) for _ in range(times)}
    sampler.close()
    return found


def test_greedy_is_the_best_that_is_allowed(parts: Any) -> None:
    ranked = [int(token) for token in np.argsort(-parts.context.logits())]
    for forbidden in range(5):
        assert drawn(parts, Sampling.exact(), set(ranked[:forbidden])) == {ranked[forbidden]}


def test_top_k_is_taken_of_what_is_allowed(parts: Any) -> None:
    ranked = [int(token) for token in np.argsort(-parts.context.logits())]
    assert drawn(parts, Sampling(1e6, 3, 1.0, 1), set(ranked[:2]), times=200) == set(ranked[2:5])


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_draws_follow_the_probabilities(parts: Any, temperature: float) -> None:
    logits = np.sort(parts.context.logits().astype(float))[::-1][:2] / temperature
    odds = 1 / (1 + np.exp(logits[1] - logits[0]))
    best = int(parts.context.logits().argmax())
    sampler = Sampler(Sampling(temperature, 2, 1.0, 3), n_vocab=parts.model.n_vocab, forbidden=())
    share = np.mean([sampler.sample(parts.context.handle) == best for _ in range(2000)])
    sampler.close()
    assert share == pytest.approx(odds, abs=0.05)
