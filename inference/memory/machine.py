"""What this machine has, and how much of it a model may take. Inside a container its limit counts, not the host's memory.

What the rest of the machine is left with is a formula of two parts: `desktop_bytes` of all there is, whether or not other
programs hold it now, and `headroom_bytes` of what is free now.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

__all__ = ["Machine", "cgroup_memory", "desktop_bytes", "headroom_bytes", "machine", "machine_of", "machine_without_us"]

GIB = 2**30

CGROUP_ROOT = Path("/sys/fs/cgroup")
CGROUP_MEMBERSHIP = Path("/proc/self/cgroup")
UNLIMITED = 1 << 62
"""Version 1 writes the largest page-aligned number where there is no limit."""


@dataclass(frozen=True)
class Machine:
    """Memory in bytes; `total` is 0 where the system does not say. `physical_cores` are those this process may run on.

    `desktop` of the total are for everything else that runs, `headroom` of what is available stays free. `gpu` is memory
    of a graphics card that this build of llama.cpp could use: none, because Hush builds it for the processor alone.
    """

    total: int
    available: int
    physical_cores: int
    desktop: int = 0
    headroom: int = 0
    gpu: int = 0

    @property
    def budget(self) -> int:
        """What Hush may take with a model in it: the rest of what is free, and never what the desktop needs."""
        return max(0, min(self.available - self.headroom, self.total - self.desktop))


def machine() -> Machine:
    """The machine as it is now. `available` is what can be taken without swapping: free memory and evictable file cache."""
    try:
        memory = psutil.virtual_memory()
        installed, available = memory.total, memory.available
    except (OSError, ValueError, KeyError, RuntimeError, psutil.Error):  # a container may hide /proc/meminfo or parts of it
        installed = available = 0
    total = installed
    limit = cgroup_memory()
    if limit is not None and limit[0] <= (installed or limit[0]):
        total, available = limit[0], min(available or limit[1], limit[1])
    desktop = desktop_bytes(installed or total) - ((installed or total) - total)  # what a limit holds back is there for it
    return Machine(
        total=total,
        available=available,
        physical_cores=_cores(),
        desktop=max(0, desktop),
        headroom=headroom_bytes(total),
    )


def machine_without_us() -> Machine:
    """The machine as a new load would find it: what this process holds counts as available, as the estimate counts it anew.

    File cache is available already, the part that this process has mapped too.
    """
    now = machine()
    held = psutil.Process().memory_info()
    private = max(0, held.rss - getattr(held, "shared", 0))
    return replace(now, available=min(now.total, now.available + private))


def machine_of(gib: float) -> Machine:
    """A machine sold with so many GiB, its desktop running and nothing else."""
    total = round(gib * GIB)
    return Machine(total, total, physical_cores=1, desktop=desktop_bytes(total), headroom=headroom_bytes(total))


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


def cgroup_memory(root: Path = CGROUP_ROOT, membership: Path = CGROUP_MEMBERSHIP) -> tuple[int, int] | None:
    """(limit, left) in bytes of the tightest control group this process is in, version 2 or 1; None without a limit.

    Groups are nested and every limit on the way up holds, so each is asked. File cache that the kernel would give back
    counts as left.
    """
    limits = [found for directory, version in _groups(root, membership) if (found := _limit(directory, version)) is not None]
    if not limits:
        return None
    return min(limit for limit, _ in limits), min(left for _, left in limits)


def _groups(root: Path, membership: Path) -> list[tuple[Path, int]]:
    """The directories of this process's groups, innermost first, each with its version."""
    try:
        lines = membership.read_text().splitlines()
    except OSError:
        return []
    groups: list[tuple[Path, int]] = []
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            top, version = root, 2
        elif "memory" in controllers.split(","):
            top, version = root / "memory", 1
        else:
            continue
        inner = top / path.lstrip("/")
        # Inside a container the path may be the host's and not exist here; its own group is then mounted at the top.
        groups += [(directory, version) for directory in (inner, *inner.parents) if directory.is_relative_to(top)]
    return groups


def _limit(directory: Path, version: int) -> tuple[int, int] | None:
    limit_name, usage_name, cache_key = (
        ("memory.max", "memory.current", "inactive_file")
        if version == 2
        else ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    )
    limit, usage = _number(directory / limit_name), _number(directory / usage_name)
    if limit is None or usage is None:
        return None
    return limit, max(0, limit - usage + _cache(directory / "memory.stat", cache_key))


def _number(path: Path) -> int | None:
    """The number in a control file; None if it is missing or means no limit."""
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    if not text.isdecimal() or int(text) >= UNLIMITED:
        return None
    return int(text)


def _cache(path: Path, key: str) -> int:
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{key} ")), 0)


def _cores() -> int:
    logical = psutil.cpu_count(logical=True) or 1
    physical = psutil.cpu_count(logical=False) or logical
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else logical
    return max(1, min(physical, allowed))
