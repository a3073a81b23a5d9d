"""The engine's wheel that was built here before: taken again only where nobody else can have put it there or changed it.

Beside the wheel stands its SHA-256. One that an older set-up kept has none, and gets it when it is first found.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

__all__ = ["find_kept", "keep"]


def find_kept(folder: Path) -> Path | None:
    """The wheel in `folder`; None where there is none, or where it is damaged, or another's, or others may write to it."""
    wheel = next(iter(sorted(folder.glob("llama_cpp_python-*.whl"))), None)
    if wheel is None:
        return None
    try:
        if not all(_is_own(path) for path in (folder.parent, folder, wheel)):
            return None
        noted = _note(wheel)
        if not noted.exists():
            _write_note(wheel)
        elif not _is_own(noted) or noted.read_text("ascii").strip() != _sum(wheel):
            return None
    except (OSError, ValueError):
        return None
    return wheel


def keep(built: Path, folder: Path) -> Path:
    """Move a wheel that was built just now to where `find_kept` finds it; it appears there only when it is whole."""
    for place in (folder.parent, folder):
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o755)  # some systems let a person's group write to what is new
    wheel = folder / built.name
    for left in (wheel, _note(wheel)):  # perhaps another's, and perhaps a link
        left.unlink(missing_ok=True)
    built.chmod(0o644)
    built.replace(wheel)
    _write_note(wheel)
    return wheel


def _is_own(path: Path) -> bool:
    """Whether it is this person's, no link, and nobody else may write to it. On Windows the profile's folder sees to that."""
    found = path.lstat()
    if sys.platform == "win32":
        return not stat.S_ISLNK(found.st_mode)
    return not stat.S_ISLNK(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022


def _note(wheel: Path) -> Path:
    return wheel.with_name(f"{wheel.name}.sha256")


def _write_note(wheel: Path) -> None:
    fresh = wheel.with_name(f"{wheel.name}.{os.getpid()}")
    fresh.write_text(f"{_sum(wheel)}\n", encoding="ascii")
    fresh.chmod(0o644)
    fresh.replace(_note(wheel))


def _sum(wheel: Path) -> str:
    with wheel.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
