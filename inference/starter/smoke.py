"""Proof in under three minutes that the pipeline learns: `python -m inference.starter.smoke --out DIR`.

Trains the real shape for a few dozen steps on pages, speech and documents, and exports what came out into DIR. Exit status 1 if a
loss did not fall as it should.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from inference.starter.export import export
from inference.starter.shape import STARTER
from inference.starter.speech import random_clip
from inference.starter.train import Plan, Trainer

__all__ = ["main"]

STEPS = 40
CLIPS = 80
REQUIRED = {"page": 0.9, "hear": 0.5, "document": 0.8}
"""What the last losses must be at most, as a share of the first."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Train for a moment and see whether the losses fall.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pair of GGUF files")
    out: Path = parser.parse_args().out
    rng = random.Random(0)
    clips = [random_clip(rng, evaluation=False) for _ in range(CLIPS)]
    trainer = Trainer(STARTER, clips, clips[:16])
    history: list[dict[str, float]] = []
    for step in range(STEPS):
        history.append(trainer.step(Plan(0.0)))
        if step % 10 == 0:
            print(f"step {step}  " + "  ".join(f"{task} {loss:.3f}" for task, loss in history[-1].items()), flush=True)
    for path in export(trainer.model, out):
        print(f"{path}  {path.stat().st_size:,} bytes")
    return _verdict(history)


def _verdict(history: list[dict[str, float]]) -> int:
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
