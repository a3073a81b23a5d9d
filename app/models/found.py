"""What was found of models on this machine, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.values import Examined

__all__ = ["FileOnDisk", "Found"]


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
