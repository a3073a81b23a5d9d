"""One load measured, in the child of `inference.memory.probe`, where it may die alone."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from inference.events import LoadProgress
from inference.gguf.model_info import read_model
from inference.gguf.projector import ProjectorInfo, read_projector
from inference.llama import backend
from inference.llama.context import Context, Stopped
from inference.llama.fill import fill
from inference.loading import LoadSettings, ModelFiles
from inference.media.prepared import PreparedImage
from inference.memory.estimate import CHECKPOINTS
from inference.memory.machine import peak_rss_bytes, rss_bytes
from inference.parts import Parts, load_parts
from inference.stop import StopFlag

__all__ = ["grid_of", "layers_enough", "measure"]

_WHOLE_SIDE = 1536
"""Pixels a side of the picture for a projector that sizes pictures itself."""
_AFTER_THE_PATTERN = 2
"""Layers evaluated behind the first of each kind: the buffers of one layer are laid out by what the one before left free."""


def measure(
    tell: Callable[[str], None], *, model: str, mmproj: str | None, settings: dict[str, Any], whole: bool
) -> dict[str, Any]:
    """Load and measure; `tell` hears the name of each stage that is done. Raises a HushError if the files cannot be loaded."""
    files = ModelFiles(Path(model), Path(mmproj) if mmproj else None, trusted=True)
    return _Measurement(files, LoadSettings(**settings), tell, whole=whole).run()


class _Measurement:
    """One load: resident bytes after each stage, and the peak with everything in use at once."""

    def __init__(self, files: ModelFiles, settings: LoadSettings, tell: Callable[[str], None], *, whole: bool) -> None:
        self._files, self._settings, self._tell = files, settings, tell
        slides = read_model(files.model).sliding_layers
        self._share = 1.0 if whole else layers_enough(slides) / len(slides)
        self._projector = read_projector(files.mmproj) if files.mmproj else None
        self._stages: dict[str, int] = {}
        self._held: list[object] = []
        """Checkpoints, as a session keeps them."""
        self._operations = 0

    def run(self) -> dict[str, Any]:
        backend.start()
        program = self._last = rss_bytes()
        parts = load_parts(self._files, self._settings, emit=self._loading, stop=StopFlag(), cache_dir=None)
        self._mark("projector" if self._files.mmproj else "context")
        try:
            filled = self._evaluate(parts)
        finally:
            parts.close()
        return {"program": program, "measured": peak_rss_bytes(), "stages": self._stages, "filled": filled}

    def _loading(self, event: object) -> None:
        if not isinstance(event, LoadProgress):
            return
        if event.stage == "context":
            self._mark("weights")
        elif event.stage == "projector":
            self._mark("context")

    def _mark(self, stage: str) -> None:
        """What became resident since the last mark belongs to `stage`."""
        now = rss_bytes()
        self._stages[stage] = self._stages.get(stage, 0) + now - self._last
        self._last = now
        self._tell(stage)

    def _evaluate(self, parts: Parts) -> bool:
        """Everything that takes memory while a chat with a full context goes on. Returns whether the context was full."""
        context = parts.context
        room = context.n_ctx - context.n_ubatch - 1
        filled = room > 0 and fill(context, room)
        at = self._one_token(context, room if filled else 0) if room > 0 or not filled else 0
        self._mark("token")
        self._checkpoint(context)
        self._mark("checkpoints")
        if room <= 0:
            at = 0
        picture_tokens = self._picture_tokens(parts)
        if context.n_ubatch - picture_tokens >= 64:  # else the picture fills it
            self._partly(context, at, lambda: context.decode([1] * context.n_ubatch, at))
            self._mark("ubatch")
        if picture_tokens:
            self._pictures(parts, at)
            self._mark("picture")
        return filled or room <= 0

    def _one_token(self, context: Context, at: int) -> int:
        """Touches every weight that text needs, and the logits; returns the next position."""

        def count() -> None:
            self._operations += 1

        context.cut(at)
        with context.watching(StopFlag(), on_operation=count):
            context.decode([1], at)
        return at + 1

    def _checkpoint(self, context: Context) -> None:
        """As many as the estimate says a chat soon has."""
        if not context.n_swa:
            return
        size = context.sliding_state_size()
        self._held = [context.sliding_state() for _ in range(min(CHECKPOINTS, self._settings.checkpoint_bytes // size))]

    def _picture_tokens(self, parts: Parts) -> int:
        sees = parts.projector is not None and parts.projector.sees
        return min(self._settings.image_tokens, parts.context.n_ubatch) if sees else 0

    def _pictures(self, parts: Parts, at: int) -> None:
        """Two, because the second is projected while the buffers of the first's evaluation are in use."""
        assert parts.projector is not None, "only a projector that sees has pictures"
        assert self._projector is not None
        projector, context, tokens = parts.projector, parts.context, self._picture_tokens(parts)
        for number in range(2):
            picture = _picture(self._projector, tokens, number)
            evaluate = partial(projector.evaluate, picture, context, at, n_batch=context.n_ubatch)
            self._partly(context, at, evaluate, again=number > 0)

    def _partly(self, context: Context, at: int, evaluate: Callable[[], object], *, again: bool = False) -> None:
        """Evaluate until every buffer was in use: all of it if asked to, else its first layers, `again` hardly anything.

        All layers share the same buffers, so those of each kind, once, have used them all (a test compares both ways).
        """
        stop, done = StopFlag(), 0
        limit = 1 if again else math.ceil(self._operations * self._share)

        def operation() -> None:
            nonlocal done
            done += 1
            if done >= limit and self._share < 1:
                stop.set()

        context.cut(at)
        with context.watching(stop, on_operation=operation), contextlib.suppress(Stopped):
            evaluate()
        context.cut(at)


def layers_enough(sliding: tuple[bool, ...]) -> int:
    """Layers whose evaluation uses all buffers: up to the first of each kind, and two more."""
    kinds = {kind: sliding.index(kind) for kind in set(sliding)}
    return min(len(sliding), max(kinds.values(), default=0) + 1 + _AFTER_THE_PATTERN)


def grid_of(tokens: int, positions: int) -> tuple[int, int]:
    """Columns and rows of the largest picture of at most `tokens` soft tokens that is not too long a strip."""
    most = math.isqrt(tokens)
    rows = max(range(max(1, most * 2 // 3), most + 1), key=lambda rows: (min(tokens // rows, positions) * rows, rows))
    return min(tokens // rows, positions), rows


def _picture(about: ProjectorInfo, tokens: int, number: int) -> PreparedImage:
    """A picture of `tokens` soft tokens; `number` tells it from others."""
    if about.patch:
        columns, rows = grid_of(tokens, about.positions or tokens)
        width, height, tokens = columns * about.patch, rows * about.patch, columns * rows
    else:
        width = height = _WHOLE_SIDE
        tokens = 0
    pixels = np.full((height, width, 3), 96 + number, np.uint8)
    return PreparedImage("probe", pixels, tokens, f"probe {number}")
