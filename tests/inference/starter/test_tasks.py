"""Every task makes batches that can be learned from, the same ones from the same seed, in processes of their own as well."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest
import torch

from inference.starter.feed import Feed
from inference.starter.plan import TASKS, Ease, Plan, Reading, Refresh, Settle, Stint, Task
from inference.starter.shape import TINY
from inference.starter.synthesis.clips import Clips, make_all
from inference.starter.tasks import Maker
from inference.starter.tokenizer import starter_tokenizer
from inference.starter.world import PLACE

EASY = Ease(longest=30, seconds=4, papers=0.5, budgets=(70,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("clips")
    make_all(made, sentences=6, digits=4, questions=30, seed=1, workers=2)
    return made


@pytest.fixture
def maker(folder: Path) -> Maker:
    return Maker(TINY, Clips.open(folder), random.Random(1), tokens=280)


@pytest.mark.parametrize("task", TASKS)
def test_batches_are_whole(maker: Maker, task: Task) -> None:
    sample = maker.make(task, EASY)
    batch = sample.batch
    size, length = batch.ids.shape
    assert size >= 2
    assert (batch.patches is not None) == (batch.grid is not None) == (sample.dense is not None)
    if batch.patches is not None:
        assert batch.patches.shape[0] == size
        assert 0 < batch.picture.start < batch.picture.stop <= length
    if batch.frames is not None:
        assert batch.frames.shape[0] == size
        assert batch.heard >= batch.picture.stop
        assert float(batch.frames.abs().max()) > 0.01
    if task == "page":
        assert not sample.labels.numel()
        return
    several = 0
    for row in range(size):
        answer = [starter_tokenizer().texts[int(label)] for label in sample.labels[row] if label >= 0]
        assert answer[-1] == "<turn|>"
        assert len(answer) > answer.count("<turn|>")
        several += answer.count("<turn|>") > 1
    assert (several > 0) == (batch.branch is not None)


@pytest.mark.parametrize("task", ["ask", "paper"])
def test_one_look_serves_several_questions(maker: Maker, task: Task) -> None:
    """All but a line typed with its question, one batch of papers in seven, and now and then screens with one fact each."""
    alone = sum(maker.make(task, EASY).batch.branch is None for _ in range(12))
    assert alone <= 4


def test_what_is_elsewhere_has_one_answer(maker: Maker) -> None:
    for _ in range(6):
        sample = maker.make("elsewhere", EASY)
        answers = {starter_tokenizer().decode(int(t) for t in row if t >= 0) for row in sample.labels}
        assert answers == {PLACE}


def test_same_seed_same_batches(folder: Path) -> None:
    pairs = [[Maker(TINY, Clips.open(folder), random.Random(5), tokens=280).make(task, EASY) for task in TASKS] for _ in range(2)]
    for one, other in zip(*pairs, strict=True):
        assert torch.equal(one.batch.ids, other.batch.ids)
        assert torch.equal(one.labels, other.labels)


@pytest.mark.parametrize("workers", [0, 1])
def test_steps_follow_the_plan(folder: Path, workers: int) -> None:
    feed = Feed(TINY, folder, plan_for=Plan, seed=1, tokens=140, workers=workers)
    (start,) = islice(feed.steps(), 1)
    assert [task for task, _ in start] == ["page", "page", "hear", "paper"]
    feed.done = 0.9
    seen = {task for step in islice(feed.steps(), 8) for task, _ in step}
    assert seen >= {"page", "read", "ask", "hear"}


@pytest.mark.parametrize("plan", [Stint, Settle, Refresh])
def test_a_stint_has_every_task(plan: type[Plan]) -> None:
    assert set(plan(0.0).mix) == set(plan(1.0).mix) == set(TASKS)


def test_a_stint_for_reading_leaves_out_spoken_questions_alone() -> None:
    assert set(Reading(0.5).mix) == {*TASKS} - {"point"}


def test_narrow_pictures_say_little_and_narrow_recordings_digits(maker: Maker) -> None:
    narrow = Ease(longest=60, narrow=1.0, digits=1.0)
    for _ in range(4):
        read, heard = maker.make("read", narrow), maker.make("hear", narrow)
        texts = [starter_tokenizer().decode(int(t) for t in row if t >= 0) for row in read.labels]
        assert sum(map(len, texts)) / len(texts) < 16, texts
        assert all(starter_tokenizer().decode(int(t) for t in row if t >= 0).isdigit() for row in heard.labels)
