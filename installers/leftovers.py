"""What an interrupted pip leaves behind, found and cleared away, so that the next one installs those packages anew.

pip writes a distribution's RECORD last. Killed before that, it leaves a distribution that counts as installed, cannot be
uninstalled, and may lack files; or, killed while it replaces one, the old files under names that begin with "~".
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

__all__ = ["clear_leftovers"]


def clear_leftovers(venv: Path) -> list[str]:
    """Make every distribution in `venv` that is not there whole count as not installed; gives their names."""
    cleared = []
    for packages in {*venv.glob("lib/python*/site-packages"), *venv.glob("Lib/site-packages")}:
        for left in packages.glob("~*"):
            _remove(left)
        for known in packages.glob("*.dist-info"):
            if not _whole(known):
                _remove(known)
                cleared.append(known.name.partition("-")[0])
    return sorted(cleared)


def _whole(known: Path) -> bool:
    try:
        with (known / "RECORD").open(encoding="utf-8", newline="") as file:
            rows = [row[0] for row in csv.reader(file) if row]
    except (OSError, ValueError):
        return False
    # Compiled files are made again when they are gone.
    return bool(rows) and all((known.parent / row).exists() for row in rows if not row.endswith(".pyc"))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
