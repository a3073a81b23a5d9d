"""Several processes that learn one model together, each on a processor core of its own.

Two of them learn nearly twice as fast as one with two threads: the matrices of a small model are too small to be shared out.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
import torch.distributed
from torch import nn
from torch.multiprocessing.spawn import spawn

__all__ = ["ALONE", "Learners", "together"]

_PATIENCE = timedelta(minutes=20)  # the first batches of each kind are compiled, the one's before the other's


class Learners:
    """One of `count` learners, number `rank`; all call the same methods in the same order."""

    def __init__(self, rank: int = 0, count: int = 1) -> None:
        self.rank, self.count = rank, count

    def share(self, parameters: Iterable[nn.Parameter]) -> None:
        """Give every learner's gradients the mean of all."""
        if self.count == 1:
            return
        there = list(parameters)
        flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in there])
        torch.distributed.all_reduce(flat)
        flat /= self.count
        for p, part in zip(there, flat.split([p.numel() for p in there]), strict=True):
            p.grad = part.view_as(p)

    def agreed(self, value: float) -> float:
        """The first learner's `value`."""
        if self.count == 1:
            return value
        told = torch.tensor([value], dtype=torch.float64)
        torch.distributed.broadcast(told, 0)
        return float(told)


ALONE = Learners()


def together(count: int, learn: Callable[..., None], *arguments: object) -> None:
    """Run `learn(learners, *arguments)` in `count` processes; in this one if it is the only one."""
    if count == 1:
        learn(ALONE, *arguments)
        return
    with TemporaryDirectory() as folder:
        spawn(_one, (count, Path(folder) / "meeting", learn, arguments), nprocs=count)


def _one(rank: int, count: int, meeting: Path, learn: Callable[..., None], arguments: tuple[object, ...]) -> None:
    # The parent's end is told by SIGINT, which a shell's background jobs, and so their children, are started deaf to.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    torch.distributed.init_process_group("gloo", init_method=meeting.as_uri(), rank=rank, world_size=count, timeout=_PATIENCE)
    try:
        learn(Learners(rank, count), *arguments)
    finally:
        torch.distributed.destroy_process_group()
