"""Trains a starter from nothing, one that knows the small world, and writes it as a pair of GGUF files.

    python -m inference.training.train --out FOLDER --minutes 240
    python -m inference.training.train --out FOLDER --smoke

Reading is learned from dense supervision (which characters lie in each patch) and from what is written out in order; lines,
numbers and documents grow over the first half. `--smoke` takes 40 easy steps instead, and its exit status is 1 if a loss did not
fall as it should. How well a pair does is told by `hush evaluate`; what else was tried by LOG.md.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

import torch

from inference.training.examples import TASKS, Ease, Examples, Task
from inference.training.gguf_files import export
from inference.training.learning import Trainer
from inference.training.shape import STARTER

__all__ = ["main"]

SHOW_EVERY, WRITE_EVERY = 20, 600.0  # steps, seconds
SMOKE_STEPS, FALLS_TO = 40, 0.8
"""Of a trial: its length, and what the last losses must be at most, as a share of the first."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Train a starter from nothing.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pair of GGUF files")
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--minutes", type=float, help="how long to train")
    length.add_argument("--smoke", action="store_true", help="see for a moment whether the losses fall")
    parser.add_argument("--threads", type=int, default=1, help="the matrices are too small to be shared out")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    trainer = Trainer(STARTER, seed=chosen.seed)
    rng = random.Random(chosen.seed)
    if chosen.smoke:
        return _try(trainer, Examples(STARTER, rng, tokens=420), chosen.out)
    _train(trainer, Examples(STARTER, rng), chosen.out, seconds=chosen.minutes * 60)
    return 0


def _train(trainer: Trainer, examples: Examples, out: Path, *, seconds: float) -> None:
    """Train for so many seconds, with a line of progress now and then and the pair written every ten minutes and at the end."""
    start = written = time.monotonic()
    means: dict[Task, float] = {}
    while (spent := time.monotonic() - start) < seconds:
        done = spent / seconds
        losses = trainer.step({task: examples.make(task, Ease.at(done)) for task in TASKS}, done)
        means = {task: means.get(task, loss) * 0.95 + loss * 0.05 for task, loss in losses.items()}
        if trainer.steps % SHOW_EVERY == 0:
            print(f"{spent / 60:6.1f} min  step {trainer.steps}  {_told(means)}", flush=True)
        if time.monotonic() - written > WRITE_EVERY:
            export(trainer.model, out)
            written = time.monotonic()
    _write(trainer, out)


def _try(trainer: Trainer, examples: Examples, out: Path) -> int:
    """A few easy steps; whether each task's loss fell, as an exit status."""
    history: list[dict[Task, float]] = []
    for step in range(SMOKE_STEPS):
        history.append(trainer.step({task: examples.make(task, Ease.at(0.0)) for task in TASKS}, 0.0))
        if step % 10 == 0:
            print(f"step {step}  {_told(history[-1])}", flush=True)
    _write(trainer, out)
    status = 0
    for task in TASKS:
        first, last = (sum(losses[task] for losses in part) / 5 for part in (history[:5], history[-5:]))
        fell = last <= first * FALLS_TO
        status |= not fell
        print(f"{task}: {first:.3f} to {last:.3f} {'learns' if fell else 'DOES NOT LEARN'}")
    return status


def _write(trainer: Trainer, out: Path) -> None:
    for path in export(trainer.model, out):
        print(f"{path}  {path.stat().st_size:,} bytes")


def _told(losses: dict[Task, float]) -> str:
    return "  ".join(f"{task} {loss:.3f}" for task, loss in losses.items())


if __name__ == "__main__":
    sys.exit(main())
