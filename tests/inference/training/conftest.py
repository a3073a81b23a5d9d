"""A tiny model with random weights, exported once: enough to compare implementations with."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from inference.llama.loaded_model import Model
from inference.training.decoder import TINY, Decoder
from inference.training.gguf_files import export


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """As the trainer has it: two threads wait for each other when others use the processor."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny() -> Decoder:
    torch.manual_seed(1)
    model = Decoder(TINY)
    with torch.no_grad():  # norms of 1 and biases of 0 would hide a norm that is left out or swapped
        for values in model.parameters():
            values += torch.randn_like(values) * 0.1 * values.abs().mean().clamp(min=0.1)
    return model.eval()


@pytest.fixture(scope="session")
def tiny_pair(tiny: Decoder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The tiny model as F32 files."""
    return export(tiny, tmp_path_factory.mktemp("tiny"), quantised=False)


@pytest.fixture
def tiny_vocabulary(tiny_pair: tuple[Path, Path]):
    model = Model(tiny_pair[0], vocab_only=True)
    yield model
    model.close()
