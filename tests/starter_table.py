"""The starter's figures in its card and in the README.

    python -m tests.starter_table --measure    evaluates the shipped pair, and the same weights unquantised (some minutes)
    python -m tests.starter_table --write      puts the figures measured last into both texts

The figures are kept in resources/starter/figures.json, under "shipped" and "unquantised" as `hush evaluate --json` prints them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from resources import starter
from tests.parity.reference import unquantised

__all__ = ["FIGURES", "TEXTS", "kept", "measured", "table", "table_in"]

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "resources/starter/figures.json"
TEXTS = (ROOT / "resources/starter/card.md", ROOT / "README.md")
_PLACE = re.compile(r"(<!-- python -m tests\.starter_table --write -->\n\n)(.*?)(\n\n<!-- end -->)", re.DOTALL)

_ROWS = (
    # task, what a person would call it, its main figure, what that is, the goal
    ("read", "read a screen region", "cer", "{:.1%} of the characters wrong", "at most 3 %"),
    ("ask_picture", "answer a question about a picture", "exact", "{:.1%} right to the letter", "90 %"),
    ("hear", "write down a spoken sentence", "wer", "{:.1%} of the words wrong", "at most 10 %"),
    ("point_and_speak", "answer a spoken question about a picture", "exact", "{:.1%} right to the letter", "85 %"),
    ("documents", "find something in a document, with its page", "exact", "{:.1%} right to the letter", "90 %"),
    ("documents", "invent what the document does not say", "invented", "{:.1%} of the answers", "under 5 %"),
    ("elsewhere", "say what it is, asked for anything else", "exact", "{:.1%} right to the letter", ""),
    ("line", "read one short line, any font", "exact", "{:.1%} right to the letter", ""),
    ("small_read", "small world: read one short line", "exact", "{:.1%} right to the letter", ""),
    ("small_hear", "small world: write down spoken digits", "exact", "{:.1%} right to the letter", ""),
    ("small_documents", "small world: find a `name: value` line", "exact", "{:.1%} right to the letter", ""),
)


def table(figures: dict[str, Any]) -> str:
    """The figures as Markdown."""
    lines = ["| what it does | cases | shipped | unquantised | goal |", "|---|---:|---|---|---|"]
    for task, what, key, shown, goal in _ROWS:
        cells = (shown.format(figures[which][task][key]).replace("%", " %") for which in ("shipped", "unquantised"))
        lines.append(f"| {what} | {figures['shipped'][task]['n']:.0f} | {' | '.join(cells)} | {goal} |")
    return "\n".join(lines)


def kept() -> dict[str, Any]:
    return json.loads(FIGURES.read_text("utf-8"))


def table_in(path: Path) -> str:
    """The table as the text at `path` has it; empty where it has none."""
    found = _PLACE.search(path.read_text("utf-8"))
    return found.group(2) if found else ""


def measured() -> dict[str, Any]:
    """Both pairs through `hush evaluate`."""
    with tempfile.TemporaryDirectory() as scratch:
        pairs = {"shipped": starter(), "unquantised": unquantised(*starter(), Path(scratch))}
        return {which: _evaluated(*pair) for which, pair in pairs.items()}


def _evaluated(model: Path, mmproj: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "app", "evaluate", "--model", str(model), "--mmproj", str(mmproj), "--json"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def _write() -> None:
    new = table(kept())
    for path in TEXTS:
        path.write_text(_PLACE.sub(lambda place: f"{place.group(1)}{new}{place.group(3)}", path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        FIGURES.write_text(json.dumps(measured(), indent=1) + "\n", "utf-8")
    if "--write" in sys.argv:
        _write()
    else:
        sys.stdout.write(f"{table(kept())}\n")
