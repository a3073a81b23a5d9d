"""What this machine has, and how much of it a model may take. Inside a container its limit counts, not the host's memory.

What the rest of the machine is left with is a formula of two parts: `desktop_bytes` of all there is, whether or not other
programs hold it now, and `headroom_bytes` of what is free now. Of the rest the recognisers have their `helpers_bytes`: they work
beside any model.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from inference.memory.cgroup import group_memory
from inference.memory.pressure import HIDDEN

__all__ = ["HELPER", "Machine", "desktop_bytes", "grantable", "headroom_bytes", "helpers_bytes", "machine", "machine_of",
           "machine_without_us", "peak_rss_bytes", "physical_cores", "rss_bytes"]  # fmt: skip

GIB = 2**30
HELPER = 560 * 10**6
"""Resident bytes of a recogniser at its peak (inference.recognition.readers). One works at a time; the other rests, or makes
way."""


@dataclass(frozen=True)
class Machine:
    """Memory in bytes; `total` is 0 where the system does not say. `physical_cores` are those this process may run on.

    `desktop` of the total are for everything else that runs, `headroom` of what is available stays free, `helpers` are for what
    reads pictures and recordings beside a model. `gpu` is memory of a graphics card that this build of llama.cpp could use:
    none, because Hush builds it for the processor alone.
    """

    total: int
    available: int
    physical_cores: int
    desktop: int = 0
    headroom: int = 0
    helpers: int = 0
    gpu: int = 0

    @property
    def budget(self) -> int:
        """What Hush may take with a model in it: the rest of what is free, and never what the desktop needs."""
        return max(0, min(self.available - self.headroom, self.total - self.desktop) - self.helpers)


def machine() -> Machine:
    """The machine as it is now. `available` is what can be taken without swapping: free memory and evictable file cache."""
    try:
        memory = psutil.virtual_memory()
        installed, available = memory.total, memory.available
    except HIDDEN:
        installed = available = 0
    total = installed
    group = group_memory()
    if group is not None and group.limit <= (installed or group.limit):
        total, available = group.limit, min(available or group.left, group.left)
    desktop = desktop_bytes(installed or total) - ((installed or total) - total)  # what a limit holds back is there for it
    return _with_rest(Machine(total, available, physical_cores(), desktop=max(0, desktop)))


def machine_without_us() -> Machine:
    """The machine as a new load would find it: what this process holds counts as available, as the estimate counts it anew, and
    what its recognisers hold, as the helpers are counted anew.

    File cache is available already, the part that this process has mapped too.
    """
    now, us = machine(), psutil.Process()
    helpers = min(now.helpers, sum(map(_private_bytes, us.children())))
    return replace(now, available=min(now.total, now.available + _private_bytes(us) + helpers))


def grantable(predicted: int = 0) -> int | None:
    """Bytes that a child may take which tries or measures a load: all that is free, or what the load is `predicted` to take
    where a person wants it all the same. None where the system does not say.
    """
    now = machine_without_us()
    return max(now.available, predicted) if now.total else None


def machine_of(gib: float) -> Machine:
    """A machine sold with so many GiB, its desktop running and nothing else."""
    total = round(gib * GIB)
    return _with_rest(Machine(total, total, physical_cores=1, desktop=desktop_bytes(total)))


def desktop_bytes(installed: int) -> int:
    """What the system, its desktop and a browser are left with: a quarter of the memory, at least 2.5 GiB, at most 8 GiB.

    4 GiB of 16. Where 2.5 GiB would be more than half, half: on so small a machine no such desktop runs.
    """
    return min(8 * GIB, max(installed // 4, min(5 * GIB // 2, installed // 2)))


def headroom_bytes(total: int) -> int:
    """What stays free of the memory that is free now: a sixteenth of all, at least 512 MiB, but never more than an eighth.

    Below that the guard calls memory scarce (inference.memory.pressure): a plan that fits leaves it calm.
    """
    return min(total // 8, max(512 * 2**20, total // 16))


def helpers_bytes(total: int) -> int:
    """What is kept for the recognisers: as much as one takes at work, but never more than an eighth of all: with less it takes
    its smaller form, or waits."""
    return min(total // 8, HELPER)


def _with_rest(machine: Machine) -> Machine:
    """With what stays free of it and what the recognisers are to have."""
    return replace(machine, headroom=headroom_bytes(machine.total), helpers=helpers_bytes(machine.total))


def _private_bytes(process: psutil.Process) -> int:
    try:
        held = process.memory_info()
    except psutil.Error:  # it has ended meanwhile
        return 0
    return max(0, held.rss - getattr(held, "shared", 0))


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


def physical_cores() -> int:
    """Cores llama.cpp should use: physical ones within this process's affinity mask.

    Hyper-threads share the units that matrix products saturate; llama.cpp's threads spin on each other there.
    """
    logical = psutil.cpu_count(logical=True) or 1
    physical = psutil.cpu_count(logical=False) or logical
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else logical
    return max(1, min(physical, allowed))
