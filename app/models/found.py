"""What was found of models on this machine, as values; and which projector belongs to which model, by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.values import Examined

__all__ = ["FileOnDisk", "Found", "best_namesake"]


@dataclass(frozen=True)
class FileOnDisk:
    """`sha256` is the sum of this very file where it was added up before, otherwise None."""

    path: Path
    bytes: int
    sha256: str | None = None


@dataclass(frozen=True)
class Found:
    """A model with the projector that was found for it, and what became of looking at them. `name` is what to call it."""

    model: FileOnDisk
    projector: FileOnDisk | None
    name: str
    examined: Examined


def best_namesake(model: Path, projectors: Sequence[Path]) -> Path | None:
    """The projector whose name shares most with the model's; the first of them where several do, None where there are none."""
    return max(projectors, key=lambda path: _count_shared(path.name.lower(), model.name.lower()), default=None)


def _count_shared(one: str, other: str) -> int:
    """How many words of one file name are in the other."""
    words = {word for word in one.replace(".", "-").replace("_", "-").split("-") if word}
    return sum(word in other for word in words)
