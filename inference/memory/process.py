"""What this process has taken, as the system counts it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import psutil

__all__ = ["peak_rss_bytes", "rss_bytes"]


def rss_bytes() -> int:
    """Resident memory now."""
    return int(psutil.Process().memory_info().rss)


def peak_rss_bytes() -> int:
    """The most resident memory this program ever had.

    VmHWM on Linux, because ru_maxrss survives exec: the child of a large process would report its parent.
    """
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text("ascii", "replace")
        if found := re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE):
            return int(found.group(1)) * 1024
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
