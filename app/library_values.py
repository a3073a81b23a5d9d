"""What crosses between the window and the library's thread: jobs going in, results coming out, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.values import Examined

__all__ = ["CheckFile", "CheckProgress", "Checked", "FileOnDisk", "Found", "LibraryJob", "LookForModels", "Looked"]


# Jobs.


@dataclass(frozen=True)
class LookForModels:
    """Find the models in these folders. Found comes for each, then Looked."""

    folders: tuple[Path, ...]


@dataclass(frozen=True)
class CheckFile:
    """Add up a file's SHA-256. CheckProgress comes meanwhile, then Checked."""

    path: Path


LibraryJob = LookForModels | CheckFile


# Results.


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


@dataclass(frozen=True)
class Looked:
    """All that was found; `problems` are sentences about folders that could not be looked through, or not to their end."""

    found: tuple[Found, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckProgress:
    path: Path
    done: int
    total: int


@dataclass(frozen=True)
class Checked:
    file: FileOnDisk
