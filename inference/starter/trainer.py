"""Learning: the model, what reads its patches, the optimisers, and checkpoints to go on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from inference.starter.attention import picked
from inference.starter.heads import DenseHeads, mean_loss, mean_of
from inference.starter.learners import ALONE, Learners
from inference.starter.model import StarterModel
from inference.starter.muon import Muon
from inference.starter.plan import Plan, Task
from inference.starter.samples import Sample, Step
from inference.starter.shape import Shape
from inference.starter.sources import NOWHERE
from inference.starter.tokenizer import starter_tokenizer

__all__ = ["Trainer"]

WARM_UP = 100  # steps
WEIGHTS: dict[Task, float] = {"page": 1.0, "read": 1.0, "ask": 1.0, "hear": 0.7, "point": 0.7, "paper": 0.7, "elsewhere": 0.3}
PAGE = 6.0
"""What the page that an answer names counts beside its other tokens."""
LOOK = 0.3
"""Weight of looking where an answer begins, and in a picture goes on, beside saying it."""
DENSE = 0.5
"""Weight of dense supervision beside the answer, where a batch has both."""


def _weights(sample: Sample) -> Tensor | None:
    """What each label counts, flat: an answer's page, one token of a dozen, for several others."""
    return None if sample.paging is None else (1 + (PAGE - 1) * sample.paging.number).flatten()


class Trainer:
    """`step` learns from batches, `score` tells how many answers are right to the last token."""

    def __init__(self, shape: Shape, *, device: str = "cpu", seed: int = 0, learners: Learners = ALONE) -> None:
        torch.manual_seed(seed)
        self.shape, self.device, self.learners = shape, torch.device(device), learners
        # Without AVX-512 a processor takes ten times as long in bfloat16: https://github.com/pytorch/pytorch/issues/118499
        quick = self.device.type != "cpu" or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
        self._precision = torch.bfloat16 if quick else torch.float32
        self.tap = shape.layers // 2  # the layer whose hidden states the dense heads read; the pages one before it
        self.last = shape.layers - 2  # the last layer that runs for all tokens: by then an answer should be found
        self.model, self.heads = StarterModel(shape).to(self.device), DenseHeads(shape.hidden).to(self.device)
        matrices = [p for p in self.model.layers.parameters() if p.ndim == 2]
        chosen = {id(p) for p in matrices}
        rest = [p for p in [*self.model.parameters(), *self.heads.parameters()] if id(p) not in chosen]
        self.optimizers: list[torch.optim.Optimizer] = [
            Muon(matrices, lr=3e-3, weight_decay=0.02, precision=self._precision),
            torch.optim.AdamW(rest, lr=2e-3, betas=(0.9, 0.98), weight_decay=0.0),
        ]
        self.highest = [group["lr"] for o in self.optimizers for group in o.param_groups]
        self.steps, self.seconds = 0, 0.0
        self.warm_from = 0

    def compile(self) -> None:
        """Fuse each layer's small operations: a third faster, after some minutes of compiling (kept in torch's cache)."""
        # All layers share one code: kinds of layers, places read off, branches and coinciding lengths make more than the usual 8.
        torch._dynamo.config.recompile_limit = 64
        for layer in self.model.layers:
            layer.compile(dynamic=True)

    def step(self, batches: Step, plan: Plan) -> dict[Task, Tensor]:
        """Learn from one step's batches; the mean loss of each task, as scalars still on the device."""
        warm = min(1.0, (self.steps - self.warm_from + 1) / WARM_UP)
        groups = [group for o in self.optimizers for group in o.param_groups]
        for group, highest in zip(groups, self.highest, strict=True):
            group["lr"] = highest * plan.rate * warm
        losses: dict[Task, Tensor] = {}
        for task, sample in batches:
            losses[task] = self._learn(sample.to(self.device), WEIGHTS[task])
        self.learners.share([*self.model.parameters(), *self.heads.parameters()])
        nn.utils.clip_grad_norm_([*self.model.parameters(), *self.heads.parameters()], 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.steps += 1
        return losses

    def _learn(self, sample: Sample, weight: float) -> Tensor:
        """Add the gradients of one batch; the loss of its answers (of the dense task where it has none)."""
        with self._autocast():
            if not sample.labels.numel():
                assert sample.dense is not None
                told = self.heads.seen(self.model.tapped(sample.batch, tap=self.tap), sample.dense)
                loss = told * weight
            else:
                taps = {self.tap - 1, self.tap, self.last - 1, self.last}
                hidden, tapped = self.model(sample.batch, rows=sample.rows, taps=taps)
                told = mean_loss(self._logits(hidden, sample).flatten(0, 1), sample.labels.flatten(), _weights(sample))
                loss = told * weight
                if sample.dense is not None:
                    loss = loss + DENSE * self.heads.seen(tapped[self.tap][:, sample.batch.picture], sample.dense)
                if sample.heard is not None:
                    loss = loss + DENSE * self.heads.heard(tapped[self.tap][:, sample.batch.sound], sample.heard)
                if sample.sources is not None:
                    loss = loss + LOOK * self._unseen(sample, sample.sources, tapped)
                if sample.paging is not None:
                    read = picked(tapped[self.last], sample.positions)
                    loss = loss + DENSE * self.heads.pages(tapped[self.tap - 1], read, sample.paging)
        loss.backward()
        return told.detach()

    def _unseen(self, sample: Sample, sources: Tensor, tapped: Mapping[int, Tensor]) -> Tensor:
        """Loss of looking elsewhere: over both last layers some head should look at what is to be said. Once the
        heads' shares add up to 1 it asks for no more: the others are free."""
        looks = [
            self.model.looks(sample.batch, tapped[layer - 1], layer=layer, positions=sample.positions)
            for layer in (self.last, self.last + 1)
        ]
        there = sources.clamp(min=0)[:, None, :, None]
        shares = sum(look.gather(3, there.expand(-1, look.shape[1], -1, -1)).squeeze(3).sum(1) for look in looks)
        return mean_of(-(cast(Tensor, shares) + 1e-4).clamp(max=1).log(), sources != NOWHERE)

    def _autocast(self) -> torch.autocast:
        """Products in bfloat16 where that is faster."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self._precision == torch.bfloat16)

    def _logits(self, hidden: Tensor, sample: Sample) -> Tensor:
        return self.model.logits(picked(hidden, sample.positions - sample.first))

    @torch.no_grad()
    def score(self, steps: list[Step]) -> dict[Task, tuple[float, float]]:
        """For each task the share of tokens, and of whole answers, that the model finds given what comes before them."""
        right: dict[Task, list[Tensor]] = {}
        with _eager(), self._autocast():
            for task, sample in (pair for step in steps for pair in step if pair[1].labels.numel()):
                there = sample.to(self.device)
                hidden, _ = self.model(there.batch, rows=there.rows)
                same = self._logits(hidden, there).argmax(-1) == there.labels
                asked = there.labels >= 0
                counts = (same & asked).sum(), asked.sum(), *_answers(there.labels, asked & ~same)
                right.setdefault(task, []).append(torch.stack([count.cpu() for count in counts]))
        found: dict[Task, tuple[float, float]] = {}
        for task, counts in right.items():
            same, asked, exact, answers = torch.stack(counts).sum(0).tolist()
            found[task] = same / asked, exact / answers
        return found

    def save(self, path: Path) -> None:
        state = {"model": self.model.state_dict(), "heads": self.heads.state_dict(), "shape": self.shape, "steps": self.steps,
                 "seconds": self.seconds, "optimizers": [o.state_dict() for o in self.optimizers]}  # fmt: skip
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Go on from `path`. What reads the hidden states, and the optimisers, start anew where they have changed since."""
        state = torch.load(path, weights_only=False, map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.steps, self.seconds = state["steps"], state["seconds"]
        self.warm_from = self.steps
        own = self.heads.state_dict()
        if all(name in own and own[name].shape == value.shape for name, value in state["heads"].items()):
            self.heads.load_state_dict(state["heads"])
            for optimizer, kept in zip(self.optimizers, state["optimizers"], strict=True):
                optimizer.load_state_dict(kept)


def _answers(labels: Tensor, wrong: Tensor) -> tuple[Tensor, Tensor]:
    """How many answers have nothing `wrong` in them, and how many there are: a row has one or several, each ended by <turn|>."""
    ends = (labels == starter_tokenizer().id("<turn|>")).long()
    which = ends.cumsum(1) - ends
    errors = torch.zeros_like(which).scatter_add_(1, which, wrong.long())
    there = torch.arange(labels.shape[1], device=labels.device) < ends.sum(1, keepdim=True)
    return ((errors == 0) & there).sum(), ends.sum()


@contextmanager
def _eager() -> Iterator[None]:
    """Without compiling: scoring comes seldom, in shapes of its own."""
    torch.compiler.set_stance("force_eager")
    try:
        yield
    finally:
        torch.compiler.set_stance("default")
