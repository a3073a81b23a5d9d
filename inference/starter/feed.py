"""Batches made in processes of their own, so that drawing and speaking do not hold up the learning."""

from __future__ import annotations

import random
from collections.abc import Iterator
from ctypes import c_double
from multiprocessing import Value
from pathlib import Path
from typing import Any

from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from inference.starter.plan import Plan
from inference.starter.samples import Step
from inference.starter.shape import Shape
from inference.starter.synthesis.clips import Clips
from inference.starter.tasks import Maker

__all__ = ["Feed", "make_step"]

_AHEAD = 3
"""Steps each process keeps ready."""


class Feed(IterableDataset[Step]):
    """An endless stream of steps for `plan_for(done)`; set `done` (0 to 1) as the training goes on.

    The processes see `done` a few steps late. With `workers` 0 the steps are made as they are asked for. rank: of one of several
    learners: each has batches of its own, but of the same tasks at each step, so that none waits for long.
    """

    def __init__(
        self, shape: Shape, clips: Path, *, plan_for: type[Plan], seed: int, tokens: int, workers: int, rank: int = 0
    ) -> None:
        self._shape, self._clips, self._plan_for = shape, clips, plan_for
        self._seed, self._tokens, self._workers, self._rank = seed, tokens, workers, rank
        self._done: Any = Value(c_double, 0.0)

    @property
    def done(self) -> float:
        return self._done.value

    @done.setter
    def done(self, share: float) -> None:
        self._done.value = share

    def steps(self) -> Iterator[Step]:
        loader = DataLoader(
            self,
            batch_size=None,
            num_workers=self._workers,
            prefetch_factor=_AHEAD if self._workers else None,
            collate_fn=_as_it_is,
        )
        return iter(loader)

    def __iter__(self) -> Iterator[Step]:
        worker = get_worker_info()
        number = worker.id if worker else 0
        maker = Maker(
            self._shape, Clips.open(self._clips), random.Random(f"{self._seed} {number} {self._rank}"), tokens=self._tokens
        )
        turns = random.Random(f"turns {self._seed} {number}")
        while True:
            yield make_step(maker, self._plan_for(self.done), turns)


def make_step(maker: Maker, plan: Plan, turns: random.Random) -> Step:
    """One batch of each task whose turn it is: a share of ten means ten steps out of ten, twenty two batches in each."""
    step: Step = []
    for task, share in plan.mix.items():
        count = share // 10 + (turns.random() * 10 < share % 10)
        for _ in range(count):
            step.append((task, maker.make(task, plan.ease)))
    return step


def _as_it_is(step: Step) -> Step:
    return step
