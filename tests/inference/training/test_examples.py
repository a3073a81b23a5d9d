"""Every task makes batches that can be learned from, the same ones from the same seed, and nothing that is held out."""

from __future__ import annotations

import random

import pytest
import torch

from inference.evaluation import cases, dictation
from inference.evaluation.world import PLACE, held_out
from inference.training import examples
from inference.training.batches import IGNORED, Sample
from inference.training.decoder import TINY
from inference.training.examples import TASKS, Ease, Examples, Task
from inference.training.tokenizer import starter_tokenizer


def _answers(sample: Sample) -> list[str]:
    return [starter_tokenizer().decode(int(token) for token in row if token != IGNORED) for row in sample.labels]


@pytest.mark.parametrize("done", [0.0, 1.0])
@pytest.mark.parametrize("task", TASKS)
def test_batches_are_whole(task: Task, done: float) -> None:
    sample = Examples(TINY, random.Random(1), tokens=280).make(task, Ease.at(done))
    batch = sample.batch
    size, length = batch.ids.shape
    assert size >= 2
    assert (batch.patches is not None) == (sample.slots is not None) == (task == "read")
    assert (batch.frames is not None) == (task == "hear")
    if batch.patches is not None:
        assert batch.patches.shape[0] == size
        assert 0 < batch.picture.start < batch.picture.stop <= length
        assert 0 <= float(batch.patches.min()) < float(batch.patches.max()) <= 1
    if batch.frames is not None:
        assert batch.frames.shape[0] == size
        assert float(batch.frames.abs().max()) > 0.01
    assert all(_answers(sample))


@pytest.mark.parametrize("task", TASKS)
def test_same_seed_same_batches(task: Task) -> None:
    one, other = (Examples(TINY, random.Random(5), tokens=280).make(task, Ease.at(0.5)) for _ in range(2))
    assert torch.equal(one.batch.ids, other.batch.ids)
    assert torch.equal(one.labels, other.labels)


def test_nothing_that_is_held_out_is_learned() -> None:
    drawn, end = Examples(TINY, random.Random(2), tokens=280), Ease.at(1.0)
    read = [answer for _ in range(20) for answer in _answers(drawn.make("read", end))]
    found = [answer.split(" [p.")[0] for _ in range(20) for answer in _answers(drawn.make("look_up", end))]
    heard = [answer for _ in range(6) for answer in _answers(drawn.make("hear", end)) if len(answer) > 2]
    assert len({*read}) > 60
    assert not [text for text in (*read, *found, *heard) if held_out(text) and text != "Not in the document."]


def test_no_held_out_voice_is_heard_and_no_held_out_request_declined() -> None:
    names = [voice.split("+") for voice in examples._VOICES]  # pyright: ignore[reportPrivateUsage]
    assert not {name[0] for name in names} & set(dictation.ACCENTS)
    assert not {name[-1] for name in names} & set(dictation.VARIANTS)
    rng = random.Random(3)
    asked = {cases.random_request(rng).lower().rstrip("?.! ") for _ in range(2000)}
    fixed = {text.lower().rstrip("?.! ") for text in examples._DECLINED}  # pyright: ignore[reportPrivateUsage]
    assert not fixed & asked
    assert set(_answers(Examples(TINY, rng).make("decline", Ease.at(0.0)))) == {PLACE}


def test_it_starts_easy() -> None:
    assert Ease.at(0.0) == Ease(longest=2, digits=2, lines=2)
    assert Ease.at(0.5) == Ease.at(1.0) == Ease(longest=12, digits=4, lines=8)
