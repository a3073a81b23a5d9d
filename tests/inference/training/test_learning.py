"""A training run in the smallest: what is repeated is learned, and what is learned is written as a pair."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from inference.evaluation.drawing import Face, Sheet, font_file
from inference.training import batches
from inference.training.batches import CLASSES, SLOTS, Sample
from inference.training.decoder import TINY
from inference.training.examples import Task
from inference.training.train import PatchHeads, Trainer, rate

pytestmark = pytest.mark.filterwarnings("ignore:Mismatch dtype between input and weight")  # torch: not fused under autocast


def _step() -> dict[Task, Sample]:
    sheet = Sheet(300, 70, (255, 255, 255))
    sheet.write((20, 18), "Exit B7", Face(font_file("DejaVuSans.ttf", "fonts-dejavu-core"), 26), (0, 0, 0))
    canvas = batches.layout(300, 70, TINY, budget=40)
    wave = np.sin(np.arange(5 * 640) / 9, dtype=np.float32)
    return {
        "read": batches.about_picture([(sheet.screen(), "Exit B7")] * 2, canvas, TINY, question="Read it."),
        "hear": batches.about_sound([(wave, "12"), (wave[:900], "3")], question=""),
        "look_up": batches.about_text([("What is 1?", "one [p. 1]"), ("b", "Not in the document.")]),
    }


def test_the_rate_falls_for_the_longer_part() -> None:
    assert [rate(done) for done in (0.0, 0.35, 1.0)] == [1.0, 1.0, 0.02]
    assert rate(0.5) > rate(0.75)


def test_what_is_repeated_is_learned() -> None:
    trainer, step = Trainer(TINY), _step()
    first = trainer.step(step, 0.2)
    for _ in range(30):
        last = trainer.step(step, 0.2)
    assert set(first) == {"read", "hear", "look_up"}
    assert all(last[task] < first[task] for task in first)
    assert trainer.steps == 31


def test_dense_loss_is_lowest_for_the_truth() -> None:
    width = len(CLASSES) + 1
    heads = PatchHeads(width)
    with torch.no_grad():
        for head in (heads.slots, heads.place):
            head.weight.zero_()
            head.bias.zero_()
        heads.slots.weight[:width] = torch.eye(width) * 5
        heads.place.weight[2, 3] = 5.0  # who shows the class 3 stands at place 2
    hidden = torch.zeros(1, 2, width)
    hidden[0, 0, 3] = hidden[0, 1, 7] = 1.0
    nothing = torch.full((1, 2, SLOTS - 1), len(CLASSES))

    @torch.no_grad()
    def loss(*first: int, place: int = 2) -> float:
        slots = torch.cat([torch.tensor(first).view(1, 2, 1), nothing], 2)
        return float(heads(hidden, slots, torch.tensor([[place, -1]])))

    assert loss(3, 7) < loss(3, 8) < loss(4, 8)
    assert loss(3, 7) < loss(3, 7, place=4)
