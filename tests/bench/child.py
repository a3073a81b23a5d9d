"""One measurement in a process of its own: its peak memory is its own, and what libraries print does not matter."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["first_to_be_killed", "main", "peak_rss_bytes", "run", "watched"]

ROOT = Path(__file__).resolve().parents[2]


def run(module: str, *arguments: object) -> Any:
    """What `python -m tests.bench.MODULE arguments` reported. Raises RuntimeError with its last words if it failed."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise RuntimeError(f"{module} failed ({done.returncode}): {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def watched(module: str, *arguments: object) -> tuple[Any, int]:
    """As `run`, with the peak memory seen from outside in bytes. What was reported is None where memory ran out."""
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL)
        peak = 0
        while child.poll() is None:
            peak = max(peak, peak_rss_bytes(child.pid))
            time.sleep(0.1)
        out.seek(0)
        return (json.loads(out.read().strip().splitlines()[-1]) if child.returncode == 0 else None), peak


def main(measure: Callable[..., Any]) -> None:
    """Call `measure` with the command line's words and report what it returns, on the last line of stdout."""
    print("\n" + json.dumps(measure(*sys.argv[1:])), flush=True)


def peak_rss_bytes(process: int | str = "self") -> int:
    """VmHWM of a process, 0 once it has ended. Not ru_maxrss: Linux lets a new program inherit its parent's."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def first_to_be_killed() -> None:
    """If memory runs out, this process goes and not one that somebody needs."""
    Path("/proc/self/oom_score_adj").write_text("1000")
