"""What reads hidden states for dense supervision: characters of patches and of frames, and pages. Dropped at export."""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inference.starter.hearing import AT_ONCE, SAID
from inference.starter.paging import PAGES, Paging
from inference.starter.pictures import CLASSES, SLOTS
from inference.starter.samples import Dense

__all__ = ["DenseHeads", "SlotHeads", "mean_loss", "mean_of"]

LINES, PLACES = 12, 64
"""Lines of a picture and places in a line that dense supervision tells apart; what lies beyond counts as the last."""
WORDS, SPELLED = 48, 16
"""Words of a recording and letters of a word, likewise."""


class SlotHeads(nn.Module):
    """Read off each soft token's hidden state the characters it holds, and the line or word and the place of the first."""

    def __init__(self, width: int, *, slots: int, classes: int, lines: int, places: int, nothing: float) -> None:
        """nothing: what a slot without a character counts: they are common and easy."""
        super().__init__()
        self._slots = slots
        self.slots = nn.Linear(width, slots * (classes + 1))
        self.line, self.place = nn.Linear(width, lines), nn.Linear(width, places)
        self.register_buffer("weights", torch.tensor([1.0] * classes + [nothing]))

    def forward(self, hidden: Tensor, dense: Dense) -> Tensor:
        """Loss, as a scalar, of hidden states [B, N, hidden]."""
        hidden = F.rms_norm(hidden.float(), (hidden.shape[-1],))
        slots = self.slots(hidden).unflatten(-1, (self._slots, -1)).float()
        loss = F.cross_entropy(slots.flatten(0, 2), dense.slots.flatten(), cast(Tensor, self.weights))
        for head, asked in ((self.line, dense.line), (self.place, dense.place)):
            told = head(hidden).float().flatten(0, 1)
            loss = loss + 0.3 * mean_loss(told, asked.clamp(max=told.shape[-1] - 1).flatten())
        return loss


class DenseHeads(nn.Module):
    """seen, heard: of patches and frames. told, found: the page of each token, and of the answer where one is read off."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.seen = SlotHeads(width, slots=SLOTS, classes=len(CLASSES), lines=LINES, places=PLACES, nothing=0.1)
        self.told, self.found = nn.Linear(width, PAGES), nn.Linear(width, PAGES)
        self.heard = SlotHeads(width, slots=AT_ONCE, classes=len(SAID), lines=WORDS, places=SPELLED, nothing=0.2)

    def pages(self, told: Tensor, found: Tensor, paging: Paging) -> Tensor:
        """Loss of the pages told by hidden states [B, L, hidden] of all tokens, and [B, A, hidden] where answers are read off."""
        loss = torch.zeros((), device=told.device)
        for head, hidden, asked in ((self.told, told, paging.told), (self.found, found, paging.found)):
            hidden = F.rms_norm(hidden.float(), (hidden.shape[-1],))
            loss = loss + mean_loss(head(hidden).float().flatten(0, 1), asked.flatten())
        return loss


def mean_loss(told: Tensor, asked: Tensor, weights: Tensor | None = None) -> Tensor:
    """Mean loss where something is asked (not negative); 0 where nothing is, which has no mean."""
    losses = F.cross_entropy(told, asked.clamp(min=0), reduction="none")
    return mean_of(losses, asked >= 0 if weights is None else (asked >= 0) * weights)


def mean_of(losses: Tensor, counted: Tensor) -> Tensor:
    """Mean of `losses` by the weights `counted`; 0 where none counts."""
    return (losses * counted).sum() / counted.sum().clamp(min=1)
