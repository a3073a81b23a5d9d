"""The trial of `inference.vetting`, in a child: load a model and its projector once and evaluate a little of each kind."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from inference.errors import EngineFault, ModelFileError
from inference.llama.context import Context
from inference.llama.loaded_model import Model
from inference.llama.projector import Projector
from inference.media.prepared import FRAME, PreparedAudio, PreparedImage

__all__ = ["load_once"]

_SIDE = 384
"""Pixels of the trial picture: 8 x 8 patches of Gemma 4."""


def load_once(_tell: object, *, model: str, mmproj: str | None) -> None:
    """Raises ModelFileError if llama.cpp refuses the files, or MemoryShort; it may also end the process."""
    try:
        _try(Model(Path(model)), Path(mmproj) if mmproj else None)
    except EngineFault as fault:
        raise ModelFileError(fault.sentence) from fault


def _try(model: Model, mmproj: Path | None) -> None:
    context = Context(model, context=2048, n_ubatch=512)
    context.decode([1], 0)
    if mmproj:
        projector = Projector(mmproj, model, image_tokens_max=512)
        context.cut(0)
        if projector.sees:
            pixels = np.full((_SIDE, _SIDE, 3), 128, np.uint8)
            projector.evaluate(PreparedImage("trial", pixels, 0, "trial picture"), context, 0, n_batch=512)
        context.cut(0)
        if projector.hears:
            samples = np.zeros(50 * FRAME, np.float32)
            projector.evaluate(PreparedAudio("trial", samples, 0.0, 2.0, 50, "trial sound"), context, 0, n_batch=512)
        projector.close()
    context.close()
    model.close()
