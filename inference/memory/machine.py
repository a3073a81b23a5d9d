"""What this machine has: memory in bytes and cores. Inside a container its limit counts, not the host's memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Machine", "cgroup_memory", "machine"]

CGROUP_ROOT = Path("/sys/fs/cgroup")
CGROUP_MEMBERSHIP = Path("/proc/self/cgroup")
UNLIMITED = 1 << 62
"""Version 1 writes the largest page-aligned number where there is no limit."""


@dataclass(frozen=True)
class Machine:
    """`total` and `available` in bytes; `physical_cores` are those this process may run on."""

    total: int
    available: int
    physical_cores: int


def machine() -> Machine:
    """The machine as it is now. `available` is what can be taken without swapping: free memory and evictable file cache."""
    memory = psutil.virtual_memory()
    total, available = memory.total, memory.available
    limit = cgroup_memory()
    if limit is not None:
        total, available = min(total, limit[0]), min(available, limit[1])
    return Machine(total=total, available=available, physical_cores=_cores())


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
