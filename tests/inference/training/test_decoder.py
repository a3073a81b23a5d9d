"""The torch model against transformers' own implementation, on the same random weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from inference.training.decoder import TINY, Batch, Decoder
from inference.training.gguf_files import projector_weights, text_weights
from inference.training.tokenizer import starter_tokenizer
from tests.parity.reference import Prompt, reference_logits, reference_model


@pytest.fixture(scope="module")
def reference(tiny: Decoder):
    return reference_model(TINY, text_weights(tiny), projector_weights(tiny))


def _ids(count: int, seed: int) -> list[int]:
    return np.random.default_rng(seed).integers(30, 150, count).tolist()


def _first_logits(reference: object, prompt: Prompt) -> torch.Tensor:
    return torch.from_numpy(reference_logits(reference, prompt)[-1])


def _close(ours: torch.Tensor, theirs: torch.Tensor) -> None:
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4 * float(theirs.abs().max()))


@pytest.mark.parametrize("length", [1, 40, TINY.window + 50])
def test_text(tiny: Decoder, reference: object, length: int) -> None:
    ids = _ids(length, seed=length)
    hidden, _ = tiny(Batch(torch.tensor([ids])))
    _close(tiny.logits(hidden)[0, -1], _first_logits(reference, Prompt(tuple(ids))))


def test_picture(tiny: Decoder, reference: object) -> None:
    columns, rows, side = 7, 3, TINY.patch
    pixels = np.random.default_rng(5).integers(0, 256, (rows * side, columns * side, 3), dtype=np.uint8)
    before, after = _ids(4, 1), _ids(9, 2)
    placeholder = [starter_tokenizer().id("<|image|>")] * (columns * rows)
    cut = pixels.reshape(rows, side, columns, side, 3).transpose(0, 2, 1, 3, 4).reshape(1, rows * columns, -1)
    at = torch.arange(rows * columns)
    grid = torch.stack([at % columns, at // columns], 1)
    ids = [*before, *placeholder, *after]
    hidden, _ = tiny(Batch(torch.tensor([ids]), torch.from_numpy(cut).float() / 255, grid, seen=4))
    _close(tiny.logits(hidden)[0, -1], _first_logits(reference, Prompt(tuple(ids), pixels=pixels)))


def test_sound(tiny: Decoder, reference: object) -> None:
    samples = np.random.default_rng(6).standard_normal(TINY.frame * 11).astype(np.float32) * 0.1
    ids = [*_ids(3, 3), *[starter_tokenizer().id("<|audio|>")] * 11, *_ids(5, 4)]
    hidden, _ = tiny(Batch(torch.tensor([ids]), frames=torch.from_numpy(samples.reshape(1, 11, -1)), heard=3))
    _close(tiny.logits(hidden)[0, -1], _first_logits(reference, Prompt(tuple(ids), samples=samples)))


def test_last_rows_alone_are_the_same(tiny: Decoder) -> None:
    batch = Batch(torch.tensor([_ids(30, 7)]))
    whole, _ = tiny(batch)
    tail, _ = tiny(batch, rows=slice(22, None))
    torch.testing.assert_close(tail, whole[:, 22:])
