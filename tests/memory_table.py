"""The README's table of memory plans: `python -m tests.memory_table` prints it, `--write` puts it into the README."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from app.commands.loaded import planning
from app.commands.plan import TABLE_SIZES, table
from inference.loading import ModelFiles
from inference.memory.machine import machine_of
from inference.memory.plan import Wishes
from tests.shape_12b import write_12b

__all__ = ["README", "in_readme", "made"]

README = Path(__file__).resolve().parent.parent / "README.md"
_PLACE = re.compile(r"(<!-- python -m tests\.memory_table --write -->\n\n)(.*?)(\n\n<!-- end -->)", re.DOTALL)


def made(folder: Path) -> str:
    """The table as `hush plan --table` prints it for Gemma 4 12B, whose description is written to `folder`."""
    files = ModelFiles(*write_12b(folder))
    return table(TABLE_SIZES, [planning().plan(files, Wishes(), on=machine_of(size)) for size in TABLE_SIZES])


def in_readme() -> str:
    """The table as the README has it; empty where it has none."""
    found = _PLACE.search(README.read_text("utf-8"))
    return found.group(2) if found else ""


def _write(text: str) -> None:
    README.write_text(_PLACE.sub(lambda place: f"{place.group(1)}{text}{place.group(3)}", README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        new = made(Path(folder))
    if "--write" in sys.argv:
        _write(new)
    else:
        sys.stdout.write(f"{new}\n")
