"""The optimiser of the matrices: what torch's own does, in a precision that is chosen."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from inference.training.train import Muon, orthogonal

SHAPES = ((96, 64), (64, 96), (64, 64), (96, 64))


def _pair() -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    torch.manual_seed(1)
    ours = [nn.Parameter(torch.randn(shape)) for shape in SHAPES]
    return ours, [nn.Parameter(matrix.detach().clone()) for matrix in ours]


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_steps_are_those_of_torch(precision: torch.dtype) -> None:
    ours, theirs = _pair()
    before = [matrix.detach().clone() for matrix in ours]
    mine = Muon(ours, lr=3e-3, weight_decay=0.02, precision=precision)
    reference = torch.optim.Muon(theirs, lr=3e-3, weight_decay=0.02, adjust_lr_fn="match_rms_adamw")
    for _ in range(3):
        for matrix, other in zip(ours, theirs, strict=True):
            matrix.grad = torch.randn_like(matrix)
            other.grad = matrix.grad.clone()
        mine.step()
        reference.step()
    for matrix, other, start in zip(ours, theirs, before, strict=True):
        apart, moved = (matrix - other).detach().norm(), (other - start).detach().norm()
        assert float(apart / moved) < 0.05  # torch rounds to bfloat16


def test_all_directions_count_alike() -> None:
    torch.manual_seed(2)
    steep = torch.randn(3, 40, 24) * torch.logspace(0, -1, 24)
    values = torch.linalg.svdvals(orthogonal(steep))
    assert float(values.min()) > 0.6
    assert float(values.max()) < 1.3
    torch.testing.assert_close(orthogonal(steep.mT), orthogonal(steep).mT)


def test_what_has_no_gradient_stays_and_the_momentum_is_kept() -> None:
    ours, _ = _pair()
    optimizer = Muon(ours, lr=0.1, weight_decay=0.0, precision=torch.float32)
    still = ours[1].detach().clone()
    ours[0].grad = torch.ones_like(ours[0])
    optimizer.step()
    assert torch.equal(ours[1].detach(), still)
    again = Muon(ours, lr=0.1, weight_decay=0.0, precision=torch.float32)
    again.load_state_dict(optimizer.state_dict())
    assert float(again.state[ours[0]]["momentum_buffer"].sum()) == pytest.approx(0.05 * ours[0].numel())
    with pytest.raises(ValueError, match="no closure"):
        again.step(lambda: 0.0)
