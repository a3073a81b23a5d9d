"""Where the running instance is found, and who is first.

The claim is a lock that the system drops when its process ends, however that ends: it is never stale.
"""

from __future__ import annotations

import getpass
import os
import stat
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from app.folders import cache_folder
from app.locks import lock
from app.sentences import say
from inference.errors import InputError

__all__ = ["Claim", "address", "folder", "is_taken"]

MAX_ADDRESS = 100
"""Bytes a local socket's path may have; the smallest limit among systems is 103 (macOS)."""


def folder() -> Path:
    """The first that is this person's alone, made with mode 0700 if it is not there; one that somebody else made is passed by.

    Raises InputError where there is none.
    """
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA") or Path.home(), "hush")
        place.mkdir(parents=True, exist_ok=True)
        return place
    refused: InputError | None = None
    for place in _places():
        try:
            _make_own(place)
        except InputError as error:
            refused = refused or error
        else:
            return place
    assert refused is not None
    raise refused


def _places() -> list[Path]:
    """Where it may be: every start of Hush tries them in this order. The last is in this person's own cache."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    first = [Path(runtime, "hush")] if runtime and os.access(runtime, os.W_OK) else []
    every = [*first, Path(tempfile.gettempdir(), f"hush-{os.getuid()}"), cache_folder() / "run"]
    return [place for place in every if len(os.fsencode(place / "socket")) <= MAX_ADDRESS] or every[-1:]


def _make_own(place: Path) -> None:
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        found = place.lstat()
    except OSError as error:
        raise InputError(say("folder-not-made", path=place, reason=str(error.strerror))) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise InputError(say("folder-open", path=place))


def address() -> str:
    """The address for QLocalServer: a path, or on Windows the name of a pipe."""
    return f"hush-{getpass.getuser()}" if sys.platform == "win32" else str(folder() / "socket")


class Claim:
    """Held until `release` or the end of the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls) -> Claim | None:
        """The claim, or None when another process holds it."""
        descriptor = os.open(folder() / "claim", os.O_RDWR | os.O_CREAT, 0o600)
        if lock(descriptor):
            return cls(descriptor)
        os.close(descriptor)
        return None

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Claim:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


def is_taken() -> bool:
    """Whether a Hush is running or just starting. Holds the claim for an instant to know."""
    claim = Claim.take()
    if claim is not None:
        claim.release()
    return claim is None
