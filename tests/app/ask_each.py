"""Runs `hush` once for each command line in a file, in this one process; prints how each ended, as JSON lines.

    python -m tests.app.ask_each COMMANDS.json

A process for all of them starts Python once, and a crash still shows: the lines end there.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from pathlib import Path

from app.cli import main

__all__ = ["run"]


def run(words: list[str]) -> dict[str, object]:
    out, err = io.StringIO(), io.StringIO()
    started = time.monotonic()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    return {"status": status, "out": out.getvalue(), "err": err.getvalue(), "seconds": time.monotonic() - started}


if __name__ == "__main__":
    for words in json.loads(Path(sys.argv[1]).read_text("utf-8")):
        sys.stdout.write(json.dumps(run(words)) + "\n")
        sys.stdout.flush()
