"""Where Hush keeps things on this computer."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_dir, user_data_dir

__all__ = ["cache_folder", "data_folder"]


def cache_folder() -> Path:
    """What can be made again or is only for a while: verdicts, records, what a released model waits with."""
    return Path(user_cache_dir("hush", appauthor=False))


def data_folder() -> Path:
    """What is kept: the chats and, until they are in one, recordings."""
    return Path(user_data_dir("hush", appauthor=False))
