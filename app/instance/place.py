"""Where the running instance is found: a folder of this person's alone, with the claim's file and the socket in it."""

from __future__ import annotations

import getpass
import os
import stat
import sys
import tempfile
from pathlib import Path

from app.sentences import say
from inference.errors import InputError

__all__ = ["address", "claim_file", "folder"]

MAX_ADDRESS = 100
"""Bytes a local socket's path may have; the smallest limit among systems is 103 (macOS)."""


def folder() -> Path:
    """Made with mode 0700 if it is not there. Raises InputError when it belongs to somebody else."""
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA") or Path.home(), "hush")
        place.mkdir(parents=True, exist_ok=True)
        return place
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    place = Path(runtime, "hush")
    if not runtime or not os.access(runtime, os.W_OK) or len(os.fsencode(place / "socket")) > MAX_ADDRESS:
        place = Path(tempfile.gettempdir(), f"hush-{os.getuid()}")
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        found = place.lstat()
    except OSError as error:
        raise InputError(say("folder-not-made", path=place, reason=str(error.strerror))) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise InputError(say("folder-open", path=place))
    return place


def claim_file() -> Path:
    return folder() / "claim"


def address() -> str:
    """The address for QLocalServer: a path, or on Windows the name of a pipe."""
    return f"hush-{getpass.getuser()}" if sys.platform == "win32" else str(folder() / "socket")
