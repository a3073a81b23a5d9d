"""Learning: the model, what reads its patches for dense supervision, and the optimisers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.training.batches import IGNORED, Sample
from inference.training.decoder import Decoder
from inference.training.examples import Task
from inference.training.muon import Muon
from inference.training.patches import CLASSES, SLOTS
from inference.training.shape import Shape

__all__ = ["PatchHeads", "Trainer", "rate"]

WARM_UP = 100  # steps
WEIGHTS: dict[Task, float] = {"read": 1.0, "hear": 0.7, "look_up": 0.7, "decline": 0.3}
DENSE = 1.0
"""Weight of dense supervision beside the answer: what makes reading learnable (LOG.md)."""
PLACES = 24
"""Places in a line that dense supervision tells apart; what lies beyond counts as the last."""


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
        """Loss, as a scalar, of hidden states [B, N, hidden]; slots [B, N, SLOTS] and place [B, N] as `patches.targets`."""
        hidden = F.rms_norm(hidden.float(), (hidden.shape[-1],))
        told = self.slots(hidden).unflatten(-1, (SLOTS, -1)).float()
        loss = F.cross_entropy(told.flatten(0, 2), slots.flatten(), cast(Tensor, self.weights))
        asked = place.clamp(max=PLACES - 1).flatten()
        each = F.cross_entropy(self.place(hidden).float().flatten(0, 1), asked.clamp(min=0), reduction="none")
        return loss + 0.3 * (each * (asked >= 0)).sum() / (asked >= 0).sum().clamp(min=1)


class Trainer:
    """`step` learns from one batch of each task."""

    def __init__(self, shape: Shape, *, device: str = "cpu", seed: int = 0) -> None:
        torch.manual_seed(seed)
        self.device = torch.device(device)
        # Without AVX-512 a processor takes ten times as long in bfloat16: https://github.com/pytorch/pytorch/issues/118499
        quick = self.device.type != "cpu" or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
        self._precision = torch.bfloat16 if quick else torch.float32
        self._tap = shape.layers // 2  # the layer whose hidden states the heads read
        self.model, self.heads = Decoder(shape).to(self.device), PatchHeads(shape.hidden).to(self.device)
        self._all = [*self.model.parameters(), *self.heads.parameters()]
        matrices = [p for p in self.model.layers.parameters() if p.ndim == 2]
        rest = [p for p in self._all if not any(p is matrix for matrix in matrices)]
        self._optimizers: list[torch.optim.Optimizer] = [
            Muon(matrices, lr=3e-3, weight_decay=0.02, precision=self._precision),
            torch.optim.AdamW(rest, lr=2e-3, betas=(0.9, 0.98), weight_decay=0.0),
        ]
        self._highest = [optimizer.param_groups[0]["lr"] for optimizer in self._optimizers]
        self.steps = 0

    def step(self, batches: Mapping[Task, Sample], done: float) -> dict[Task, float]:
        """Learn from one step's batches when the share `done` of the training is over; the mean loss of each task's answers."""
        share = rate(done) * min(1.0, (self.steps + 1) / WARM_UP)
        losses: dict[Task, float] = {task: self._learn(sample.to(self.device), WEIGHTS[task]) for task, sample in batches.items()}
        nn.utils.clip_grad_norm_(self._all, 1.0)
        for optimizer, highest in zip(self._optimizers, self._highest, strict=True):
            optimizer.param_groups[0]["lr"] = highest * share
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        return losses

    def _learn(self, sample: Sample, weight: float) -> float:
        """Add the gradients of one batch; the loss of its answers."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self._precision == torch.bfloat16):
            hidden, tapped = self.model(sample.batch, rows=slice(sample.first, None), tap=self._tap)
            at = (sample.positions - sample.first)[..., None].expand(-1, -1, hidden.shape[-1])
            told = F.cross_entropy(
                self.model.logits(hidden.gather(1, at)).flatten(0, 1), sample.labels.flatten(), ignore_index=IGNORED
            )
            loss = told * weight
            if sample.slots is not None and sample.place is not None:
                loss = loss + DENSE * self.heads(tapped[:, sample.batch.picture], sample.slots, sample.place)
        loss.backward()
        return float(told.detach())
