"""Trains the starter on a processor: `python -m inference.starter.train --minutes N --out DIR [--resume] [--compile]`.

Reading is learned from dense supervision first (which characters lie in each patch), then written out in order at growing
lengths; hearing and documents are mixed in from the start. LOG.md says what was tried and how it went.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.starter import samples
from inference.starter.model import StarterModel
from inference.starter.pictures import CLASSES, SLOTS
from inference.starter.samples import Dense, DocumentLimits, Sample
from inference.starter.shape import STARTER, Shape
from inference.starter.speech import Clip, Speech, load_or_speak

__all__ = ["DenseHeads", "Plan", "Trainer", "main"]

PLACES = 12  # of a character in its line, told apart by dense supervision
CLIPS = 3200


@dataclass(frozen=True)
class Plan:
    """What a moment of the training asks for. `done` runs from 0 to 1."""

    done: float

    @property
    def rate(self) -> float:
        """Learning rate as a share of the highest: constant, then falling for the longer part: most is learned there."""
        return min(1.0, max(0.02, (1 - self.done) / 0.65))

    @property
    def pages(self) -> int:
        return 32 if self.done < 0.85 else 16

    @property
    def lines(self) -> int:
        if self.done < 0.07:
            return 0
        return 20 if self.done < 0.85 else 28

    @property
    def longest(self) -> int:
        return int(min(12, 3 + max(0.0, self.done - 0.07) * 60))

    @property
    def document_count(self) -> int:
        return 12 if self.done < 0.2 else 8

    @property
    def documents(self) -> DocumentLimits:
        """Short and of one form until copying is learned."""
        return {
            "most_lines": int(min(8, 2 + self.done * 40)),
            "longest": int(min(14, 4 + self.done * 60)),
            "plain": self.done < 0.12,
        }


@dataclass(frozen=True)
class Stint(Plan):
    """More of everything a trained model has learned, mostly of reading; `done` runs from 0 to 1 within the stint."""

    highest: float = 0.3

    @property
    def rate(self) -> float:
        return max(0.01, self.highest * (1 - self.done))

    @property
    def pages(self) -> int:
        return 12

    @property
    def lines(self) -> int:
        return 32

    @property
    def longest(self) -> int:
        return 12

    @property
    def document_count(self) -> int:
        return 8

    @property
    def documents(self) -> DocumentLimits:
        return {"most_lines": 8, "longest": 14}


class DenseHeads(nn.Module):
    """Read each patch's characters and their place in the line off the hidden states; dropped at export."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.slots = nn.Linear(width, SLOTS * (len(CLASSES) + 1))
        self.place = nn.Linear(width, PLACES)
        # An empty patch is common and easy: it counts little.
        self.register_buffer("weights", torch.tensor([1.0] * len(CLASSES) + [0.1]))

    def forward(self, hidden: Tensor, dense: Dense, *, with_place: bool) -> Tensor:
        hidden = F.rms_norm(hidden.float(), (hidden.shape[-1],))
        slots = self.slots(hidden).unflatten(-1, (SLOTS, -1)).float()
        loss = F.cross_entropy(slots.flatten(0, 2), dense.slots.flatten(), cast(Tensor, self.weights))
        if with_place:
            place = dense.place.clamp(max=PLACES - 1).flatten()
            loss = loss + F.cross_entropy(self.place(hidden).float().flatten(0, 1), place, ignore_index=-1)
        return loss


class Trainer:
    """The model, its optimisers and its data; `step` learns, `score` tells exact shares on held-out samples."""

    def __init__(self, shape: Shape, clips: list[Clip], held_out: list[Clip], *, seed: int = 0) -> None:
        torch.manual_seed(seed)
        self.shape, self.rng = shape, random.Random(seed)
        self.tap = shape.layers // 2  # the layer whose hidden states the dense heads read
        self.model, self.heads = StarterModel(shape), DenseHeads(shape.hidden)
        self.speech, self.unheard = Speech(clips), Speech(held_out)
        matrices = [p for p in self.model.layers.parameters() if p.ndim == 2]
        chosen = {id(p) for p in matrices}
        rest = [p for p in [*self.model.parameters(), *self.heads.parameters()] if id(p) not in chosen]
        self.optimizers: list[torch.optim.Optimizer] = [
            torch.optim.Muon(matrices, lr=3e-3, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(rest, lr=2e-3, betas=(0.9, 0.98), weight_decay=0.0),
        ]
        self.highest = [group["lr"] for o in self.optimizers for group in o.param_groups]
        self.steps, self.seconds = 0, 0.0

    def compile(self) -> None:
        """Fuse each layer's small operations: a third faster, after two minutes of compiling (kept in torch's cache)."""
        for layer in self.model.layers:
            layer.compile(dynamic=True)

    def step(self, plan: Plan) -> dict[str, float]:
        """One step on a share of every task; the loss of each."""
        warm = min(1.0, (self.steps + 1) / 100)
        groups = [group for o in self.optimizers for group in o.param_groups]
        for group, highest in zip(groups, self.highest, strict=True):
            group["lr"] = highest * plan.rate * warm
        losses: dict[str, float] = {}
        if plan.pages:
            losses["page"] = self._learn(samples.page(self.rng, self.shape, plan.pages), answer=0.0)
        if plan.lines:
            losses["read"] = self._learn(samples.read(self.rng, self.shape, plan.lines, longest=plan.longest))
        losses["hear"] = self._learn(samples.hear(self.rng, self.speech, 16), answer=0.7)
        documents = samples.read_document(self.rng, plan.document_count, **plan.documents)
        losses["document"] = self._learn(documents, answer=0.7)
        nn.utils.clip_grad_norm_([*self.model.parameters(), *self.heads.parameters()], 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        return losses

    def _learn(self, sample: Sample, *, answer: float = 1.0) -> float:
        """Add the gradients of one batch; the loss of its answers (of the dense task where it has none)."""
        with torch.autocast("cpu", torch.bfloat16):
            if not answer:
                assert sample.dense is not None
                loss = self.heads(self.model.tapped(sample.batch, tap=self.tap), sample.dense, with_place=False)
                loss.backward()
                return loss.item()
            hidden, tapped = self.model(sample.batch, rows=sample.rows, tap=self.tap)
            told = F.cross_entropy(self._logits(hidden, sample).flatten(0, 1), sample.labels.flatten(), ignore_index=-100)
            loss = told * answer
            if sample.dense is not None:
                loss = loss + 0.5 * self.heads(tapped, sample.dense, with_place=True)
        loss.backward()
        return told.item()

    def _logits(self, hidden: Tensor, sample: Sample) -> Tensor:
        at = sample.positions - sample.rows.start
        return self.model.logits(hidden.gather(1, at[..., None].expand(-1, -1, hidden.shape[-1])))

    @torch.no_grad()
    def score(self, *, seed: int = 7, rounds: int = 5) -> dict[str, float]:
        """Share of held-out samples whose every token is right (which is when the greedy answer is)."""
        rng = random.Random(seed)
        torch.compiler.set_stance("force_eager")
        right: dict[str, list[bool]] = {"read": [], "hear": [], "document": []}
        for _ in range(rounds):
            drawn = {
                "read": samples.read(rng, self.shape, 16, evaluation=True),
                "hear": samples.hear(rng, self.unheard, 16),
                "document": samples.read_document(rng, 10, evaluation=True),
            }
            for task, sample in drawn.items():
                hidden, _ = self.model(sample.batch, rows=sample.rows)
                told = self._logits(hidden, sample).argmax(-1)
                right[task] += ((told == sample.labels) | (sample.labels < 0)).all(1).tolist()
        torch.compiler.set_stance("default")
        return {task: sum(marks) / len(marks) for task, marks in right.items()}

    def save(self, path: Path) -> None:
        state = {"model": self.model.state_dict(), "heads": self.heads.state_dict(), "shape": self.shape, "steps": self.steps,
                 "seconds": self.seconds, "optimizers": [o.state_dict() for o in self.optimizers]}  # fmt: skip
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        state = torch.load(path, weights_only=False)
        self.model.load_state_dict(state["model"])
        self.heads.load_state_dict(state["heads"])
        for optimizer, kept in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(kept)
        self.steps, self.seconds = state["steps"], state["seconds"]
        self.rng = random.Random(self.steps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=90, help="of training altogether, resumed ones included")
    parser.add_argument("--stint", type=float, metavar="MINUTES", help="train a finished model this much longer instead")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--compile", action="store_true", help="compile the layers first (needs a C++ compiler)")
    parser.add_argument("--threads", type=int, default=1, help="processor cores to use")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    clips = load_or_speak(out / "clips.npz", CLIPS)
    unheard = load_or_speak(out / "clips-held-out.npz", 200, seed=2, evaluation=True)
    trainer = Trainer(STARTER, clips, unheard)
    if (arguments.resume or arguments.stint) and (out / "checkpoint.pt").exists():
        trainer.load(out / "checkpoint.pt")
    if arguments.compile:
        trainer.compile()
    if arguments.stint:
        run(trainer, out, seconds=trainer.seconds + arguments.stint * 60, start=trainer.seconds, plan_for=Stint)
    else:
        run(trainer, out, seconds=arguments.minutes * 60)


def run(
    trainer: Trainer,
    out: Path,
    *,
    seconds: float,
    start: float = 0.0,
    plan_for: type[Plan] = Plan,
    save_every: float = 180,
    score_every: float = 300,
) -> None:
    """Train until `seconds` have been spent, saving and scoring on the way; one line of progress every 20 steps.

    start: where `plan_for` begins, in seconds of training: 0 for a plan of the whole, later for a stint.
    """
    last = saved = scored = time.monotonic()
    means: dict[str, float] = {}
    while trainer.seconds < seconds:
        plan = plan_for((trainer.seconds - start) / (seconds - start))
        for task, loss in trainer.step(plan).items():
            means[task] = loss if task not in means else means[task] * 0.95 + loss * 0.05
        now = time.monotonic()
        trainer.seconds, last = trainer.seconds + now - last, now
        if trainer.steps % 20 == 0:
            told = " ".join(f"{task} {loss:.3f}" for task, loss in means.items())
            print(f"{trainer.seconds / 60:6.1f} min  step {trainer.steps}  length {plan.longest}  {told}", flush=True)
        if now - saved > save_every:
            trainer.save(out / "checkpoint.pt")
            saved = now
        if now - scored > score_every:
            print(f"{trainer.seconds / 60:6.1f} min  held out: {trainer.score()}", flush=True)
            scored = time.monotonic()
    trainer.save(out / "checkpoint.pt")
    print(f"finished after {trainer.steps} steps; held out: {trainer.score(rounds=10)}", flush=True)


if __name__ == "__main__":
    main()
