"""Where a released model's conversation is kept until it comes back: a private folder on disk, gone with the program."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psutil

from app.folders import cache_folder

__all__ = ["forget_conversations", "keeping_folder"]


def keeping_folder() -> Path:
    """This process's own folder, readable by its user alone. What crashed programs left in theirs is deleted."""
    parent = cache_folder() / "released"
    for left in parent.glob("*") if parent.is_dir() else ():
        if not (left.name.isdecimal() and psutil.pid_exists(int(left.name))):
            shutil.rmtree(left, ignore_errors=True)
    folder = parent / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def forget_conversations() -> None:
    """Delete this process's folder and whatever is in it."""
    shutil.rmtree(cache_folder() / "released" / str(os.getpid()), ignore_errors=True)
