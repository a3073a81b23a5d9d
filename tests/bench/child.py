"""One measurement in a process of its own: its peak memory is its own, and what libraries print does not matter."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["main", "peak_rss_bytes", "run"]

ROOT = Path(__file__).resolve().parents[2]


def run(module: str, *arguments: object) -> Any:
    """What `python -m tests.bench.MODULE arguments` reported. Raises RuntimeError with its last words if it failed."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise RuntimeError(f"{module} failed ({done.returncode}): {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def main(measure: Callable[..., Any]) -> None:
    """Call `measure` with the command line's words and report what it returns, on the last line of stdout."""
    print("\n" + json.dumps(measure(*sys.argv[1:])), flush=True)


def peak_rss_bytes() -> int:
    """VmHWM of this process image. Not ru_maxrss: Linux lets a new program inherit its parent's."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
