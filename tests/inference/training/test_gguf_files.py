"""Exported pairs load in llama.cpp and compute what the torch model computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from inference.gguf.check import require_usable
from inference.gguf.model_info import read_model
from inference.gguf.projector import read_projector
from inference.llama.context import Context
from inference.llama.loaded_model import Model
from inference.llama.projector import Projector
from inference.media.prepared import PreparedAudio, PreparedImage
from inference.training.decoder import TINY, Batch, Decoder
from inference.training.gguf_files import export, projector_weights, text_weights
from tests.parity.reference import read_pair, unquantised

BEFORE, AFTER = [2, 40, 50, 60, 70], [80, 90, 100]


class Loaded:
    def __init__(self, pair: tuple[Path, Path]) -> None:
        self.model = Model(pair[0])
        self.context = Context(self.model, context=512, n_ubatch=512)
        self.projector = Projector(pair[1], self.model, image_tokens_max=256)

    def logits(self, media: PreparedImage | PreparedAudio | None) -> torch.Tensor:
        self.context.decode(BEFORE, 0)
        position = len(BEFORE)
        if media is not None:
            position = self.projector.evaluate(media, self.context, position, n_batch=512)
        self.context.decode(AFTER, position)
        return torch.from_numpy(self.context.logits())


@pytest.fixture
def loaded(tiny_pair: tuple[Path, Path]):
    opened = Loaded(tiny_pair)
    yield opened
    opened.projector.close()
    opened.context.close()
    opened.model.close()


def _close(theirs: torch.Tensor, ours: torch.Tensor) -> None:
    assert float((theirs - ours).abs().max() / ours.abs().max()) < 1e-2
    assert int(theirs.argmax()) == int(ours.argmax())


def _ours(tiny: Decoder, batch: Batch) -> torch.Tensor:
    with torch.no_grad():
        return tiny.logits(tiny(batch)[0])[0, -1]


def test_passes_the_engines_own_check(tiny_pair: tuple[Path, Path]) -> None:
    require_usable(*tiny_pair)
    info, projector = read_model(tiny_pair[0]), read_projector(tiny_pair[1])
    assert info.image_tokens == TINY.image_tokens
    assert info.sampling.temperature == 0
    assert (projector.patch, projector.positions) == (TINY.patch, TINY.positions)


def test_text(loaded: Loaded, tiny: Decoder) -> None:
    _close(loaded.logits(None), _ours(tiny, Batch(torch.tensor([BEFORE + AFTER]))))


def test_picture(loaded: Loaded, tiny: Decoder) -> None:
    columns, rows, side = 5, 4, TINY.patch
    pixels = np.random.default_rng(2).integers(0, 256, (rows * side, columns * side, 3), dtype=np.uint8)
    cut = pixels.reshape(rows, side, columns, side, 3).transpose(0, 2, 1, 3, 4).reshape(1, rows * columns, -1)
    at = torch.arange(rows * columns)
    ids = torch.tensor([[*BEFORE, *[0] * (rows * columns), *AFTER]])
    batch = Batch(ids, torch.from_numpy(cut).float() / 255, torch.stack([at % columns, at // columns], 1), seen=len(BEFORE))
    _close(loaded.logits(PreparedImage("p", pixels, rows * columns, "picture")), _ours(tiny, batch))


def test_sound(loaded: Loaded, tiny: Decoder) -> None:
    samples = np.random.default_rng(3).standard_normal(TINY.frame * 7).astype(np.float32) * 0.1
    ids = torch.tensor([[*BEFORE, *[0] * 7, *AFTER]])
    batch = Batch(ids, frames=torch.from_numpy(samples.reshape(1, 7, -1)), heard=len(BEFORE))
    _close(loaded.logits(PreparedAudio("s", samples, 0.0, 0.28, 7, "sound")), _ours(tiny, batch))


def test_pair_reads_back(tiny: Decoder, tiny_pair: tuple[Path, Path]) -> None:
    shape, text, media = read_pair(*tiny_pair)
    assert shape == TINY
    for given, wanted in ((text, text_weights(tiny)), (media, projector_weights(tiny))):
        assert given.keys() == wanted.keys()
        for name, values in wanted.items():
            np.testing.assert_array_equal(given[name], values, err_msg=name)


def test_dequantising_is_exact(tiny: Decoder, tmp_path: Path) -> None:
    """Quantised weights, dequantised to F32 and written again, are the same numbers."""
    quantised = export(tiny, tmp_path / "q8")
    _, text, _ = read_pair(*quantised)
    _, again, _ = read_pair(*unquantised(*quantised, tmp_path / "f32"))
    for name, values in text.items():
        np.testing.assert_array_equal(again[name], values, err_msg=name)
    assert quantised[0].stat().st_size < (tmp_path / "f32" / quantised[0].name).stat().st_size
