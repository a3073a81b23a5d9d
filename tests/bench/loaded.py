"""An engine with a model in it, for one measurement."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inference.engine import Engine
from inference.events import Event
from inference.loading import LoadSettings, ModelFiles

__all__ = ["files", "loaded", "never_ends", "quiet"]


def files(model: str, mmproj: str | None) -> ModelFiles:
    """`trusted`: the benchmarks' files need no trial in a child process."""
    return ModelFiles(Path(model), Path(mmproj) if mmproj else None, trusted=True)


def quiet(_event: Event) -> None:
    """For events nobody looks at."""


@contextmanager
def loaded(chosen: ModelFiles, settings: LoadSettings) -> Generator[Engine]:
    engine = Engine()
    try:
        engine.load(chosen, settings, emit=quiet)
        yield engine
    finally:
        engine.close()


def never_ends(engine: Engine) -> Any:
    """The engine's parts, with every token that would end an answer forbidden: answers get as long as they may."""
    parts: Any = engine._parts
    ends = {token for token in range(parts.model.n_vocab) if parts.model.is_end(token)}
    parts.forbidden = parts.forbidden | ends
    return parts
