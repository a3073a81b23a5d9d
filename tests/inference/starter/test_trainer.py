"""A training run in the smallest: it takes a step, saves, and goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from inference.starter import pictures, samples
from inference.starter.drawing import Face, Sheet
from inference.starter.heads import DenseHeads
from inference.starter.hearing import Heard, letters_of
from inference.starter.learners import Learners, together
from inference.starter.pictures import CLASSES, SLOTS
from inference.starter.plan import Plan, Stint
from inference.starter.rows import Turn
from inference.starter.samples import Dense, Step
from inference.starter.shape import TINY
from inference.starter.sources import NOWHERE
from inference.starter.synthesis.fonts import font_file
from inference.starter.trainer import Trainer

pytestmark = pytest.mark.filterwarnings("ignore:Mismatch dtype between input and weight")  # torch: not fused under autocast


def _step() -> Step:
    sheet = Sheet(300, 70, (255, 255, 255))
    sheet.write((20, 18), "Exit B7", Face(str(font_file("DejaVuSans.ttf")), 26), (0, 0, 0))
    screens, canvas = [sheet.screen()] * 2, pictures.layout(300, 70, TINY, budget=40)
    wave = np.sin(np.arange(5 * 640) / 9, dtype=np.float32)
    said = [Heard(wave, 0, 1.0, letters_of("12", [(0, 0), (1, 500)], 1000)), Heard(wave, 0, 1.0, letters_of("3", [(0, 0)], 900))]
    return [
        ("page", samples.page(screens, canvas, TINY)),
        ("read", samples.about_picture(screens, canvas, TINY, asked=[[Turn("Read it.", "Exit B7")]] * 2)),
        ("hear", samples.about_sound(said, question="", answers=["12", "3"])),
        ("paper", samples.about_text([[Turn("What is 1?", "one [p. 1]")], [Turn("b", "Not in the document.")]])),
    ]


def test_from_nothing_it_starts_with_pages_and_ends_with_everything() -> None:
    start, end = Plan(0.0), Plan(1.0)
    assert set(start.mix) == {"page", "hear", "paper"}
    assert (start.ease.longest, start.rate, start.ease.papers) == (4, 1.0, 1.0)
    assert set(end.mix) == set(Stint(1.0).mix) == {"page", "read", "ask", "hear", "point", "paper", "elsewhere"}
    assert (end.ease.longest, end.rate, end.ease.papers) == (400, 0.02, 0.0)


def test_goes_on_where_it_stopped(tmp_path: Path) -> None:
    trainer, step = Trainer(TINY), _step()
    losses = trainer.step(step, Plan(0.2))
    assert set(losses) == {"page", "read", "hear", "paper"}
    assert all(bool(loss.isfinite()) for loss in losses.values())
    trainer.seconds = 12.0
    trainer.save(tmp_path / "checkpoint.pt")
    other = Trainer(TINY, seed=9)
    other.load(tmp_path / "checkpoint.pt")
    assert (other.steps, other.seconds) == (1, 12.0)
    for ours, theirs in zip(trainer.model.parameters(), other.model.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=0)
    other.step(step, Plan(0.2))
    assert other.steps == 2


def test_what_is_repeated_is_learned_and_scored() -> None:
    trainer, step = Trainer(TINY), _step()
    before = trainer.score([step])
    first = trainer.step(step, Plan(0.2))
    for _ in range(30):
        last = trainer.step(step, Plan(0.2))
    assert all(float(last[task]) < float(first[task]) for task in first)
    after = trainer.score([step])
    assert set(after) == {"read", "hear", "paper"}
    assert sum(tokens for tokens, _ in after.values()) > sum(tokens for tokens, _ in before.values())


def test_it_learns_to_look_where_an_answer_begins() -> None:
    lists = ["a: one\nb: two\nc: six", "c: ten\na: red\nb: old"]
    asked = [[Turn(f"{text}\n\n{line[0]}?", line[3:]) for line in text.split("\n")] for text in lists]
    trainer, sample = Trainer(TINY), samples.about_text(asked)
    sources = sample.sources
    assert sources is not None
    assert int((sources != NOWHERE).sum()) == 6

    def looked() -> float:
        """How much of the attention of the last layer's heads goes to the first character of each answer."""
        with torch.no_grad():
            _, tapped = trainer.model(sample.batch, taps=(1,))
            shares = trainer.model.looks(sample.batch, tapped[1], layer=2, positions=sample.positions)
        there = sources.clamp(min=0)[:, None, :, None].expand(-1, shares.shape[1], -1, -1)
        return float(shares.gather(3, there)[..., 0].sum(1)[sources != NOWHERE].mean())

    before = looked()
    for _ in range(60):
        trainer.step([("paper", sample)], Plan(0.2))
    assert looked() > 0.5 > 3 * before


def _learned(learners: Learners, folder: Path) -> None:
    """Two steps, from a batch of its own: what one learner of two has in the end."""
    trainer, step = Trainer(TINY, learners=learners), _step()
    assert learners.agreed(5.0 + learners.rank) == 5.0
    for _ in range(2):
        trainer.step(step[: 3 + learners.rank], Plan(0.2))  # the last task only in the second's batches
    torch.save(trainer.model.state_dict(), folder / f"{learners.rank}.pt")


def test_two_learn_the_same_from_the_mean_of_both(tmp_path: Path) -> None:
    both, one = tmp_path / "both", tmp_path / "one"
    both.mkdir()
    one.mkdir()
    together(2, _learned, both)
    together(1, _learned, one)
    first, second, alone = (torch.load(path) for path in (both / "0.pt", both / "1.pt", one / "0.pt"))
    for name, value in first.items():
        assert torch.equal(value, second[name]), name
    assert any(not torch.equal(value, alone[name]) for name, value in first.items())


def test_several_answers_of_a_row_are_scored_one_by_one() -> None:
    """Learned by heart, all are right; a row with one answer wrong has the others right."""
    trainer = Trainer(TINY)
    right = samples.about_text([[Turn("a?", "1"), Turn("b?", "2")], [Turn("c?", "3")]])
    other = samples.about_text([[Turn("a?", "1"), Turn("b?", "9")], [Turn("c?", "3")]])
    for _ in range(60):
        trainer.step([("paper", right)], Plan(0.2))
    assert trainer.score([[("paper", right)]])["paper"] == (1.0, 1.0)
    assert trainer.score([[("paper", other)]])["paper"][1] == pytest.approx(2 / 3)


def test_dense_loss_is_lowest_for_the_truth() -> None:
    width = len(CLASSES) + 1
    heads = DenseHeads(width).seen
    with torch.no_grad():
        for head in (heads.slots, heads.line, heads.place):
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
        return float(heads(hidden, Dense(slots, torch.zeros(1, 2, dtype=torch.int64), torch.tensor([[place, -1]]))))

    assert loss(3, 7) < loss(3, 8) < loss(4, 8)
    assert loss(3, 7) < loss(3, 7, place=4)
