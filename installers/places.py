"""Where set-up keeps what outlives one `.venv`: the folder that other copies of Hush and the program itself share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["cache_folder", "under_way"]


def cache_folder() -> Path:
    """The same folder as platformdirs' user_cache_path("hush", appauthor=False), which the program asks."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local"), "hush", "Cache")
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/hush"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "hush")


def under_way(name: str) -> Path:
    """Where what has come of `name` waits until it is whole."""
    return cache_folder() / "fetching" / name
