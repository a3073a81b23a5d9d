"""Trains the starter: `python -m inference.starter.train --clips FOLDER --out FOLDER --minutes N [--resume | --from FOLDER]`.

Reading is learned from dense supervision first (which characters lie in each patch), then written out in order at growing
lengths; hearing and papers are mixed in from the start, questions about pictures later. LOG.md says what was tried and how it
went. The clips are made before, by `python -m inference.starter.synthesis.clips`.
"""

from __future__ import annotations

import argparse
import time
from itertools import islice
from pathlib import Path

import torch

from inference.starter.feed import Feed
from inference.starter.importing import starter_of
from inference.starter.learners import Learners, together
from inference.starter.plan import PLANS, Plan, Task
from inference.starter.samples import Step
from inference.starter.shape import SHAPES
from inference.starter.trainer import Trainer

__all__ = ["main", "run"]

SHOW_EVERY, SAVE_EVERY, SCORE_EVERY = 20, 180.0, 600.0  # steps, seconds, seconds
SCORED = 3
"""Steps' worth of batches that a score is made of."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--minutes", type=float, required=True, help="of the whole training or of the stint, resumed ones included"
    )
    parser.add_argument("--plan", choices=PLANS, default="whole", help="from nothing, or a stint of so many minutes more")
    parser.add_argument("--since", type=float, metavar="MINUTE", help="when the stint began (default: now)")
    parser.add_argument("--clips", type=Path, required=True, help="folder of recordings")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out, if there is one")
    parser.add_argument("--from", type=Path, dest="pair", metavar="FOLDER", help="start from the pair of GGUF files in FOLDER")
    parser.add_argument("--shape", choices=SHAPES, default="starter")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--tokens", type=int, default=1400, help="soft tokens of a batch of pictures")
    parser.add_argument("--compile", action="store_true", help="compile the layers first (needs a C++ compiler)")
    parser.add_argument("--threads", type=int, default=1, help="processor cores that learn")
    parser.add_argument("--workers", type=int, default=1, help="processes that make batches; 0: none of their own")
    parser.add_argument("--learners", type=int, default=1, help="processes that learn together, each on a core of its own")
    chosen = parser.parse_args()
    together(chosen.learners, _learn, chosen)


def _learn(learners: Learners, chosen: argparse.Namespace) -> None:
    torch.set_num_threads(chosen.threads)
    torch.set_float32_matmul_precision("high")
    out: Path = chosen.out
    out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(SHAPES[chosen.shape], device=chosen.device, learners=learners)
    if chosen.pair:
        trainer.model.load_state_dict(starter_of(chosen.pair).state_dict())
    if chosen.resume and (out / "checkpoint.pt").exists():
        trainer.load(out / "checkpoint.pt")
    if chosen.compile:
        trainer.compile()
    start = 0.0
    if chosen.plan != "whole":
        start = trainer.seconds if chosen.since is None else chosen.since * 60
        print(f"the stint began at minute {start / 60:.2f}", flush=True)
    feed = Feed(
        trainer.shape,
        chosen.clips,
        plan_for=PLANS[chosen.plan],
        seed=trainer.steps,
        tokens=chosen.tokens,
        workers=chosen.workers,
        rank=learners.rank,
    )
    run(trainer, feed, out, seconds=start + chosen.minutes * 60, start=start, plan_for=PLANS[chosen.plan])


def run(trainer: Trainer, feed: Feed, out: Path, *, seconds: float, start: float, plan_for: type[Plan]) -> None:
    """Train until `seconds` have been spent, saving and scoring on the way; a line of progress now and then.

    start: where `plan_for` begins, in seconds of training: 0 for a plan of the whole, later for a stint.
    """
    learners = trainer.learners
    first = learners.rank == 0
    last = saved = scored = time.monotonic()
    feed.done = (trainer.seconds - start) / (seconds - start)
    means: dict[Task, float] = {}
    steps = feed.steps()
    for batches in steps:
        if trainer.seconds >= seconds:
            break
        feed.done = (trainer.seconds - start) / (seconds - start)
        for task, loss in trainer.step(batches, plan := plan_for(feed.done)).items():
            means[task] = loss.item() if task not in means else means[task] * 0.95 + loss.item() * 0.05
        now = time.monotonic()
        trainer.seconds, last = learners.agreed(trainer.seconds + now - last), now
        if not first:
            continue
        if trainer.steps % SHOW_EVERY == 0:
            told = " ".join(f"{task} {loss:.3f}" for task, loss in means.items())
            print(f"{trainer.seconds / 60:6.1f} min  step {trainer.steps}  rate {plan.rate:.2f}  {told}", flush=True)
        if now - saved > SAVE_EVERY:
            trainer.save(out / "checkpoint.pt")
            saved = now
        if now - scored > SCORE_EVERY:
            _tell(trainer, list(islice(steps, SCORED)))  # never learned from
            scored = last = time.monotonic()
    if not first:
        return
    trainer.save(out / "checkpoint.pt")
    _tell(trainer, list(islice(steps, SCORED)))
    print(f"finished after {trainer.steps} steps, {trainer.seconds / 60:.1f} minutes", flush=True)


def _tell(trainer: Trainer, steps: list[Step]) -> None:
    found = trainer.score(steps)
    told = "  ".join(f"{task} {tokens:.3f} / {exact:.2f}" for task, (tokens, exact) in found.items())
    print(f"{trainer.seconds / 60:6.1f} min  tokens right / answers right: {told}", flush=True)


if __name__ == "__main__":
    main()
