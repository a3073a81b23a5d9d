"""Where fonts are on this machine: by file name, whatever folder a distribution puts them in."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

__all__ = ["installed", "needed"]

_ROOT = Path("/usr/share/fonts")


@cache
def installed() -> dict[str, Path]:
    """Every file below /usr/share/fonts by its name; of several with one name the first by path."""
    found: dict[str, Path] = {}
    for folder, _, names in sorted(os.walk(_ROOT)):
        for name in names:
            found.setdefault(name, Path(folder, name))
    return found


def needed(name: str, package: str) -> Path:
    """Where the font file `name` is. FileNotFoundError says that `package` brings it."""
    found = installed().get(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed: install the Debian package {package}.")
    return found
