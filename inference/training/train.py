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
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.training.batches import CLASSES, IGNORED, SLOTS, Sample
from inference.training.decoder import STARTER, Decoder, Shape
from inference.training.examples import TASKS, Ease, Examples, Task
from inference.training.gguf_files import export

__all__ = ["Muon", "PatchHeads", "Trainer", "main", "orthogonal", "rate"]

WARM_UP = 100  # steps
WEIGHTS: dict[Task, float] = {"read": 1.0, "hear": 0.7, "look_up": 0.7, "decline": 0.3}
DENSE = 1.0
"""Weight of dense supervision beside the answer: what makes reading learnable (LOG.md)."""
PLACES = 24
"""Places in a line that dense supervision tells apart; what lies beyond counts as the last."""
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


def rate(done: float) -> float:
    """Learning rate as a share of the highest: constant, then falling for the longer part, in which most is learned."""
    return min(1.0, max(0.02, (1 - done) / 0.65))


class PatchHeads(nn.Module):
    """Read off each patch's hidden state the characters it holds, and the place of the first. Dropped at export."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.slots, self.place = nn.Linear(width, SLOTS * (len(CLASSES) + 1)), nn.Linear(width, PLACES)
        self.register_buffer("weights", torch.tensor([1.0] * len(CLASSES) + [0.1]))  # empty slots are common and easy

    def forward(self, hidden: Tensor, slots: Tensor, place: Tensor) -> Tensor:
        """Loss, as a scalar, of hidden states [B, N, hidden]; slots [B, N, SLOTS] and place [B, N] as `batches.targets`."""
        hidden = F.rms_norm(hidden, (hidden.shape[-1],))
        told = self.slots(hidden).unflatten(-1, (SLOTS, -1))
        loss = F.cross_entropy(told.flatten(0, 2), slots.flatten(), cast(Tensor, self.weights))
        asked = place.clamp(max=PLACES - 1).flatten()
        each = F.cross_entropy(self.place(hidden).flatten(0, 1), asked.clamp(min=0), reduction="none")
        return loss + 0.3 * (each * (asked >= 0)).sum() / (asked >= 0).sum().clamp(min=1)


class Trainer:
    """`step` learns from one batch of each task, on the processor, as the pair that ships was learned."""

    def __init__(self, shape: Shape, *, seed: int = 0) -> None:
        torch.manual_seed(seed)
        self._tap = shape.layers // 2  # the layer whose hidden states the heads read
        self.model, self.heads = Decoder(shape), PatchHeads(shape.hidden)
        self._all = [*self.model.parameters(), *self.heads.parameters()]
        matrices = [p for p in self.model.layers.parameters() if p.ndim == 2]
        rest = [p for p in self._all if not any(p is matrix for matrix in matrices)]
        self._optimizers: list[torch.optim.Optimizer] = [
            Muon(matrices, lr=3e-3, weight_decay=0.02, precision=torch.float32),
            torch.optim.AdamW(rest, lr=2e-3, betas=(0.9, 0.98), weight_decay=0.0),
        ]
        self._highest = [optimizer.param_groups[0]["lr"] for optimizer in self._optimizers]
        self.steps = 0

    def step(self, batches: Mapping[Task, Sample], done: float) -> dict[Task, float]:
        """Learn from one step's batches when the share `done` of the training is over; the mean loss of each task's answers."""
        share = rate(done) * min(1.0, (self.steps + 1) / WARM_UP)
        losses: dict[Task, float] = {task: self._learn(sample, WEIGHTS[task]) for task, sample in batches.items()}
        nn.utils.clip_grad_norm_(self._all, 1.0)
        for optimizer, highest in zip(self._optimizers, self._highest, strict=True):
            optimizer.param_groups[0]["lr"] = highest * share
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        return losses

    def _learn(self, sample: Sample, weight: float) -> float:
        """Add the gradients of one batch; the loss of its answers."""
        hidden, tapped = self.model(sample.batch, rows=slice(sample.first, None), tap=self._tap)
        at = (sample.positions - sample.first)[..., None].expand(-1, -1, hidden.shape[-1])
        logits = self.model.logits(hidden.gather(1, at)).flatten(0, 1)
        told = F.cross_entropy(logits, sample.labels.flatten(), ignore_index=IGNORED)
        loss = told * weight
        if sample.slots is not None and sample.place is not None:
            loss = loss + DENSE * self.heads(tapped[:, sample.batch.picture], sample.slots, sample.place)
        loss.backward()
        return float(told.detach())


_MOMENTUM = 0.95
_COEFFICIENTS = 3.4445, -4.775, 2.0315  # steepest at zero: five rounds bring singular values of 0.01 close to 1
_ROUNDS = 5
_SCALE = 0.2
"""Root mean square of a step of AdamW, so that matrices want the same learning rates (Liu and others, 2025, arXiv 2502.16982)."""


class Muon(torch.optim.Optimizer):
    """torch.optim.Muon, but in a `precision` that is chosen, and for all matrices of one shape at once.

    torch's own always works in bfloat16, in which a processor without AVX-512 takes 3.3 seconds a step for the starter instead
    of 0.26. Source: Keller Jordan and others, "Muon: An optimizer for hidden layers in neural networks", 2024.
    """

    def __init__(self, matrices: Iterable[nn.Parameter], *, lr: float, weight_decay: float, precision: torch.dtype) -> None:
        super().__init__(list(matrices), {"lr": lr, "weight_decay": weight_decay})
        self._precision = precision

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """One step for all matrices that have a gradient. ValueError: there is no closure here."""
        if closure is not None:
            raise ValueError("Muon takes no closure")
        for group in self.param_groups:
            alike: dict[torch.Size, list[nn.Parameter]] = {}
            for matrix in cast("list[nn.Parameter]", group["params"]):
                if matrix.grad is not None:
                    alike.setdefault(matrix.shape, []).append(matrix)
            for shape, matrices in alike.items():
                steps = orthogonal(torch.stack([self._direction(matrix) for matrix in matrices]).to(self._precision))
                size = group["lr"] * _SCALE * max(shape) ** 0.5
                for matrix, step in zip(matrices, steps, strict=True):
                    matrix.mul_(1 - group["lr"] * group["weight_decay"]).sub_(step, alpha=size)

    def _direction(self, matrix: nn.Parameter) -> Tensor:
        """Nesterov's: the gradient with the momentum it brings about."""
        state: dict[str, Any] = self.state[matrix]
        gradient = cast(Tensor, matrix.grad)
        kept = cast(Tensor, state.setdefault("momentum_buffer", torch.zeros_like(gradient)))
        return gradient.lerp(kept.lerp_(gradient, 1 - _MOMENTUM), _MOMENTUM)


def orthogonal(matrices: Tensor) -> Tensor:
    """Of each of [n, rows, columns] about the nearest matrix whose singular values are all near 1 (Newton-Schulz)."""
    a, b, c = _COEFFICIENTS
    high = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if high else matrices
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    for _ in range(_ROUNDS):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.mT if high else x


if __name__ == "__main__":
    sys.exit(main())
