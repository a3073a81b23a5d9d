"""Running the command line as a person does, and seeing what came out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["ROOT", "Ended", "Said", "hush"]

ROOT = Path(__file__).resolve().parents[2]
Said = Callable[..., str]
"""What `said` is, the fixture that runs a verb in this process."""


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused(self, status: int = 2) -> str:
        """The one line that says why nothing was done. Fails when it was not exactly that."""
        lines = self.err.splitlines()
        assert (self.status, self.out, len(lines)) == (status, "", 1), (self.status, self.out, self.err)
        assert lines[0].startswith("hush: ")
        return lines[0].removeprefix("hush: ")


def hush(*words: object, **environment: str) -> Ended:
    """`hush WORDS` in a process of its own, without a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=300,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
