"""Run as a child process: load a model and its projector once and evaluate a little of each kind.

    python -m inference.llama.trial MODEL [MMPROJ]

Exit status 0: it works. 2: refused, the reason on stdout. Anything else: it killed the process.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from inference.errors import HushError
from inference.llama.context import Context
from inference.llama.loaded_model import Model
from inference.llama.projector import Projector
from inference.media.audio import FRAME, PreparedAudio
from inference.media.image import PreparedImage

__all__ = ["main"]

_REFUSED = 2
_SIDE = 384
"""Pixels of the trial picture: 8 x 8 patches of Gemma 4."""


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments]
    try:
        _try(paths[0], paths[1] if len(paths) > 1 else None)
    except HushError as error:
        sys.stdout.write(f"{error.what}\n")
        return _REFUSED
    return 0


def _try(path: Path, mmproj: Path | None) -> None:
    model = Model(path)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
