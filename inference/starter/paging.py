"""Dense supervision of papers: the page each token stands on, and the page each answer was found on.

An answer's page is told by one digit out of a dozen tokens. From that alone a small model never learned to look it up: after
14,000 steps it still guessed. What a patch holds is taught in the same way (`pictures.Targets`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from inference.starter.tokenizer import starter_tokenizer

__all__ = ["NO_PAGE", "PAGES", "Paging", "answer_page", "paging_of", "token_pages"]

PAGES = 12
"""Pages that are told apart; what lies beyond counts as the last."""
NO_PAGE = -1
_BEFORE = [",", "▁", "p", ".", "▁"]  # the number of a page's label; in an answer without the comma


@dataclass(frozen=True)
class Paging:
    """told: int64 [B, L], the page each token stands on. found: int64 [B, A], beside the labels, the page of the answer that
    each belongs to. Pages count from 0 here; NO_PAGE where there is none. number: float [B, A], 1 where a label is the last digit
    of the page's number, else 0."""

    told: Tensor
    found: Tensor
    number: Tensor

    def to(self, device: torch.device) -> Paging:
        return Paging(*(t.to(device, non_blocking=True) for t in (self.told, self.found, self.number)))


def paging_of(ids: Tensor, labels: Tensor) -> Paging | None:
    """Of prompts `ids` [B, L] and answers `labels` [B, A], one or several in a row; None where no token stands on a page."""
    told = torch.tensor([token_pages(row) for row in ids.tolist()])
    if bool((told == NO_PAGE).all()):
        return None
    found, number = torch.full_like(labels, NO_PAGE), torch.zeros(labels.shape)
    end = starter_tokenizer().id("<turn|>")
    for row, pages, numbers in zip(labels.tolist(), found, number, strict=True):
        start = 0
        for stop in (i + 1 for i, label in enumerate(row) if label == end):
            pages[start:stop] = page = answer_page(row[start:stop])
            if page != NO_PAGE:
                numbers[stop - 3] = 1  # its last digit; then "]" and the end of the turn
            start = stop
    return Paging(told, found, number)


def token_pages(ids: Sequence[int]) -> list[int]:
    """Of each token of a prompt the page named by the last label before it, ``[file.pdf, p. 2]`` and a new line, in its turn."""
    every = starter_tokenizer().texts
    texts = [every[token] for token in ids]
    pages: list[int] = []
    page = NO_PAGE
    for i, text in enumerate(texts):
        if text == "<turn|>":
            page = NO_PAGE
        elif text.startswith("\n") and texts[i - 1 : i] == ["]"]:
            number = _number_before(texts, i - 1, _BEFORE)
            page = page if number is None else number
        pages.append(page)
    return pages


def answer_page(spelled: Sequence[int]) -> int:
    """The page that an answer ends with, as in ``48.20 [p. 2]<turn|>``."""
    every = starter_tokenizer().texts
    texts = [every[token] for token in spelled]
    number = _number_before(texts, len(texts) - 2, _BEFORE[2:]) if texts[-2:] == ["]", "<turn|>"] else None
    return NO_PAGE if number is None else number


def _number_before(texts: Sequence[str], end: int, before: Sequence[str]) -> int | None:
    start = end
    while start and texts[start - 1].isdigit():
        start -= 1
    if start == end or list(texts[start - len(before) : start]) != list(before):
        return None
    return min(int("".join(texts[start:end])), PAGES) - 1
