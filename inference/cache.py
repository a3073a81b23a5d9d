"""The cache folder holds what only saves time. Where it cannot be written everything works, and the person is told once."""

from __future__ import annotations

import tempfile
from pathlib import Path

from inference.sentences import Sentence, say

__all__ = ["find_fault"]

_TRIED = b"\0" * 65536
"""More than a full disk or a used-up quota takes."""


def find_fault(folder: Path) -> Sentence | None:
    """Why nothing can be kept in `folder`, which is made; None where something can."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            file.write(_TRIED)
    except OSError as error:
        return say("cache-unwritable", folder=folder, reason=error.strerror or str(error))
    return None
