"""The process of a child as the system has it: begun, measured, ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from inference import child_side

__all__ = ["begin", "end", "how_it_ended", "resident", "worked"]


def begin(words: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """One that runs `inference.child_side` with these words on its command line. Raises OSError."""
    home = str(Path(__file__).resolve().parent.parent)
    # Its own session: Ctrl+C in the terminal is for the parent. Its own folder and path: a numpy.py beside a model is not
    # ours. What it is for is on the command line for whoever looks at the processes, what it is given is not.
    return subprocess.Popen(
        [sys.executable, "-P", "-c", f"from {child_side.__name__} import main; main()", *words],
        cwd=home,
        env={**os.environ, "PYTHONPATH": home},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """And all that it started."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def resident(pid: int) -> int:
    """Bytes that it holds now; 0 of one that is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def worked(pid: int) -> float:
    """Seconds of a processor that it has had, with what it has ended of its own."""
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return times.user + times.system + times.children_user + times.children_system


def how_it_ended(status: int | None) -> str:
    """A name for an exit status: that of a signal, where one ended it; None is for one that had to be ended."""
    if status is None:
        return "nonsense"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"status {status}"
