"""Hush as a package: a wheel that points to this clone, so that `hush` is a command and `git pull` is an update.

The build backend writes the clone's full path into that pointer, in the encoding of the locale. With a user name outside the
code page that ends the set-up of every Python before 3.13; the way up from `.venv` has no such letters.
"""

from __future__ import annotations

import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

__all__ = ["write_wheel"]

UP = 3 if sys.platform == "win32" else 4  # from .venv/Lib/site-packages, .venv/lib/python3.11/site-packages


def write_wheel(root: Path, folder: Path) -> Path:
    """Write the wheel of the clone at `root`, whose `.venv` lies in it, to `folder`; its path."""
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    name = f"{project['name']}-{project['version']}"
    about = {
        "METADATA": _metadata(project),
        "WHEEL": "Wheel-Version: 1.0\nGenerator: hush\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "entry_points.txt": "".join(["[console_scripts]\n", *(f"{k} = {v}\n" for k, v in project["scripts"].items())]),
    }
    files = {f"{project['name']}.pth": "/".join([".."] * UP) + "\n"}
    files |= {f"{name}.dist-info/{file}": text for file, text in about.items()}
    record = f"{name}.dist-info/RECORD"
    files[record] = "".join(f"{path},,\n" for path in [*files, record])
    path = folder / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
    return path


def _metadata(project: dict[str, Any]) -> str:
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {needed}" for needed in project["dependencies"]),
    ]
    return "\n".join(lines) + "\n"
