"""Proof in under three minutes that the pipeline learns: `python -m inference.starter.smoke --out DIR`.

Trains the real shape for a few dozen steps on every task, and exports what came out into DIR. Exit status 1 if a loss did not
fall as it should.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from inference.starter.export import export
from inference.starter.feed import make_step
from inference.starter.plan import TASKS, Ease, Plan, Task
from inference.starter.shape import STARTER
from inference.starter.synthesis.clips import Clips, make_all
from inference.starter.tasks import Maker
from inference.starter.trainer import Trainer

__all__ = ["main"]

STEPS = 40
REQUIRED: dict[Task, float] = {"page": 0.9, "read": 0.8, "ask": 0.8, "hear": 0.8, "point": 0.8, "paper": 0.8, "elsewhere": 0.8}
"""What the last losses must be at most, as a share of the first."""


@dataclass(frozen=True)
class _Everything(Plan):
    """A little of every task, all of it easy."""

    @property
    def mix(self) -> dict[Task, int]:
        return dict.fromkeys(TASKS, 10)

    @property
    def ease(self) -> Ease:
        return Ease(longest=12, seconds=3, papers=1.0, budgets=(70,))


def main() -> int:
    parser = argparse.ArgumentParser(description="Train for a moment and see whether the losses fall.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pair of GGUF files")
    out: Path = parser.parse_args().out
    with tempfile.TemporaryDirectory() as scratch:
        make_all(Path(scratch), sentences=20, digits=20, questions=20, seed=0, workers=2)
        maker = Maker(STARTER, Clips.open(Path(scratch)), random.Random(0), tokens=420)
        trainer, plan = Trainer(STARTER), _Everything(0.0)
        history: list[dict[Task, float]] = []
        for step in range(STEPS):
            history.append({task: loss.item() for task, loss in trainer.step(make_step(maker, plan, maker.rng), plan).items()})
            if step % 10 == 0:
                print(f"step {step}  " + "  ".join(f"{task} {loss:.3f}" for task, loss in history[-1].items()), flush=True)
    for path in export(trainer.model, out):
        print(f"{path}  {path.stat().st_size:,} bytes")
    return _verdict(history)


def _verdict(history: list[dict[Task, float]]) -> int:
    status = 0
    for task, share in REQUIRED.items():
        first = sum(losses[task] for losses in history[:5]) / 5
        last = sum(losses[task] for losses in history[-5:]) / 5
        fell = last <= first * share
        status |= not fell
        print(f"{task}: {first:.3f} to {last:.3f} {'learns' if fell else 'DOES NOT LEARN'}")
    return status


if __name__ == "__main__":
    sys.exit(main())
