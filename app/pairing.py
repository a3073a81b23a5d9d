"""Which projector belongs to which model, by what their files are called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["best_namesake"]


def best_namesake(model: Path, projectors: Sequence[Path]) -> Path | None:
    """The projector whose name shares most with the model's; the first of them where several do, None where there are none."""
    return max(projectors, key=lambda path: _count_shared(path.name.lower(), model.name.lower()), default=None)


def _count_shared(one: str, other: str) -> int:
    """How many words of one file name are in the other."""
    words = {word for word in one.replace(".", "-").replace("_", "-").split("-") if word}
    return sum(word in other for word in words)
