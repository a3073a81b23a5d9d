"""A training run in the smallest: it takes a step, saves, and goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from inference.starter.pictures import CLASSES
from inference.starter.samples import Dense
from inference.starter.shape import TINY
from inference.starter.speech import Clip, load_or_speak
from inference.starter.train import DenseHeads, Plan, Trainer

pytestmark = pytest.mark.filterwarnings("ignore:Mismatch dtype between input and weight")  # torch: not fused under autocast


def _trainer(seed: int = 0) -> Trainer:
    rng = np.random.default_rng(1)
    clips = [Clip(str(i), rng.standard_normal(2000 + 100 * i).astype(np.float32) * 0.1) for i in range(20)]
    return Trainer(TINY, clips, clips, seed=seed)


def test_starts_with_pages_and_ends_with_lines() -> None:
    start, end = Plan(0.0), Plan(1.0)
    assert (start.lines, start.longest, start.rate) == (0, 3, 1.0)
    assert (end.lines > 0, end.longest, end.rate) == (True, 12, 0.02)
    assert start.documents.get("most_lines", 8) < end.documents.get("most_lines", 8) == 8


def test_goes_on_where_it_stopped(tmp_path: Path) -> None:
    trainer = _trainer()
    losses = trainer.step(Plan(0.2))
    assert set(losses) == {"page", "read", "hear", "document"}
    assert all(np.isfinite(loss) for loss in losses.values())
    trainer.seconds = 12.0
    trainer.save(tmp_path / "checkpoint.pt")
    other = _trainer(seed=9)
    other.load(tmp_path / "checkpoint.pt")
    assert (other.steps, other.seconds) == (1, 12.0)
    for ours, theirs in zip(trainer.model.parameters(), other.model.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=0)
    other.step(Plan(0.2))
    assert other.steps == 2


def test_dense_loss_is_lowest_for_the_truth() -> None:
    heads = DenseHeads(width=len(CLASSES) + 1)
    with torch.no_grad():
        heads.slots.weight.zero_()
        heads.slots.bias.zero_()
        heads.slots.weight[: len(CLASSES) + 1] = torch.eye(len(CLASSES) + 1) * 5
    hidden = torch.zeros(1, 2, len(CLASSES) + 1)
    hidden[0, 0, 3] = hidden[0, 1, 7] = 1.0
    nothing = torch.full((1, 2, 2), len(CLASSES))

    @torch.no_grad()
    def loss(*first: int) -> float:
        slots = torch.cat([torch.tensor(first).view(1, 2, 1), nothing], 2)
        return float(heads(hidden, Dense(slots, torch.zeros(1, 2, dtype=torch.int64)), with_place=False))

    assert loss(3, 7) < loss(3, 8) < loss(4, 8)


def test_clips_are_kept(tmp_path: Path) -> None:
    """Held-out clips and training clips share no string of three digits or more."""
    said = load_or_speak(tmp_path / "a.npz", 4, seed=3)
    again = load_or_speak(tmp_path / "a.npz", 4, seed=99)
    assert [clip.digits for clip in said] == [clip.digits for clip in again]
    assert max(float(np.abs(a.samples - b.samples).max()) for a, b in zip(said, again, strict=True)) < 1e-4
