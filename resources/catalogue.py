"""The catalogue of known model files: what they are called, how large they are, who publishes them. Nothing here fetches them.

Files are published anew now and then. A revision that is not listed is not wrong, only unknown, and where no SHA-256 is listed
nobody has told Hush one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

__all__ = ["KnownFile", "Revision", "known_files", "known_sum", "namesakes"]

Role = Literal["model", "projector"]


@dataclass(frozen=True)
class Revision:
    """One state in which a file was published. None: not known."""

    bytes: int | None
    sha256: str | None


@dataclass(frozen=True)
class KnownFile:
    """`model` and `maker` are of the model it belongs to, `publisher` of this file. `does`: text, pictures, sound.

    `bytes` is the size of its first known revision, or about its size. `projector` names the file beside it that a model needs
    to see and to hear.
    """

    name: str
    role: Role
    model: str
    maker: str
    architecture: str
    licence: str
    does: tuple[str, ...]
    repository: str
    publisher: str
    note: str
    quantization: str
    bytes: int
    exact: bool
    projector: str | None
    revisions: tuple[Revision, ...]


@cache
def known_files() -> tuple[KnownFile, ...]:
    """All of them, models before what belongs to them, the one to begin with first."""
    data = json.loads(Path(__file__).with_name("models.json").read_bytes())
    return tuple(
        _file(model, repository, file)
        for model in data["models"]
        for repository in model["repositories"]
        for file in repository["files"]
    )


def known_sum(sha256: str) -> KnownFile | None:
    """The file that has this SHA-256, in hexadecimal; None if no known revision has."""
    return next((file for file in known_files() if any(revision.sha256 == sha256.lower() for revision in file.revisions)), None)


def namesakes(name: str) -> tuple[KnownFile, ...]:
    """The files called so, whatever the case. Several publishers may use one name."""
    return tuple(file for file in known_files() if file.name.lower() == name.lower())


def _file(model: dict[str, Any], repository: dict[str, Any], file: dict[str, Any]) -> KnownFile:
    revisions = tuple(Revision(one["bytes"], one["sha256"]) for one in file["revisions"])
    exact = next((revision.bytes for revision in revisions if revision.bytes is not None), None)
    return KnownFile(
        name=file["name"],
        role=file["role"],
        model=model["name"],
        maker=model["maker"],
        architecture=model["architecture"],
        licence=model["licence"],
        does=tuple(model["does"]),
        repository=repository["name"],
        publisher=repository["publisher"],
        note=file.get("note", ""),
        quantization=file["quantization"],
        bytes=exact if exact is not None else file["about_bytes"],
        exact=exact is not None,
        projector=file.get("projector"),
        revisions=revisions,
    )
