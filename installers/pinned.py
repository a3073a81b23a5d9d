"""What set-up fetches beside packages, from locks/files.toml: each file by size and SHA-256, and the pieces it is joined from.

A piece is one member of a wheel that is unpacked and never installed. A thing is what a person gains: a file or two in the
cache folder, made from others where the program needs another format.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from installers.places import cache_folder

__all__ = ["File", "Made", "Package", "Piece", "Thing", "is_whole", "missing", "things"]

LOCK = Path(__file__).resolve().parent / "locks/files.toml"


@dataclass(frozen=True)
class Package:
    """`requirement` as pip reads it, name==version; the SHA-256 of its wheel or source archive."""

    requirement: str
    sha256: str


@dataclass(frozen=True)
class Piece:
    """One member of a package's wheel: its path there, its size in bytes, its own SHA-256."""

    package: Package
    member: str
    size: int
    sha256: str


@dataclass(frozen=True)
class File:
    """Pieces joined in order. `hub` is where the whole lies on the hub: owner/name/resolve/revision/file."""

    path: str
    size: int
    sha256: str
    pieces: tuple[Piece, ...]
    hub: str | None = None


@dataclass(frozen=True)
class Made:
    """A file of the cache folder that `python -m module FOLDER FILE` makes from a folder with the fetched ones."""

    path: str
    size: int
    sha256: str
    module: str


@dataclass(frozen=True)
class Thing:
    """`title` as it stands in a sentence; `without` follows "until then Hush": what it does without."""

    name: str
    title: str
    without: str
    on_request: bool
    files: tuple[File, ...]
    made: Made | None

    @property
    def size(self) -> int:
        """What comes, in bytes."""
        return sum(file.size for file in self.files)

    def kept(self) -> Iterator[tuple[Path, int]]:
        """Each file it leaves in the cache folder, with its size."""
        for file in [self.made] if self.made else self.files:
            yield cache_folder() / file.path, file.size


def things() -> dict[str, Thing]:
    """All that can be fetched, by name, in the order in which it comes."""
    return {entry["name"]: _thing(entry) for entry in tomllib.loads(LOCK.read_text("utf-8"))["thing"]}


def missing(thing: Thing) -> bool:
    """Whether it is not there whole. Sums were checked when it came: a file has its name only from then on."""
    return not all(is_whole(path, size) for path, size in thing.kept())


def is_whole(path: Path, size: int) -> bool:
    """Whether there is a file of that many bytes."""
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _thing(entry: dict[str, Any]) -> Thing:
    files = tuple(_file(file) for file in entry["files"])
    made = Made(**entry["made"]) if "made" in entry else None
    return Thing(entry["name"], entry["title"], entry["without"], entry.get("on_request", False), files, made)


def _file(entry: dict[str, Any]) -> File:
    pieces = tuple(
        Piece(Package(piece["package"], piece["wheel"]), piece["member"], piece["size"], piece["sha256"])
        for piece in entry["pieces"]
    )
    return File(entry["path"], entry["size"], entry["sha256"], pieces, entry.get("hub"))
