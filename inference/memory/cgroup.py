"""Memory of the control groups this process is in, version 2 or 1: inside a container its limit counts, not the host's memory."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Fence", "GroupMemory", "group_memory", "pressure_file"]

CGROUP_ROOT = Path("/sys/fs/cgroup")
CGROUP_MEMBERSHIP = Path("/proc/self/cgroup")
UNLIMITED = 1 << 62
"""Version 1 writes the largest page-aligned number where there is no limit."""
_V1_LIMIT = "memory.limit_in_bytes"
_FENCE = "hush-child-"


@dataclass(frozen=True)
class GroupMemory:
    """Memory of one group with a limit, in bytes. `cache` is file cache, which the kernel gives back; `mapped` the part of it
    that is mapped into processes, such as a model's weights."""

    limit: int
    usage: int
    cache: int
    mapped: int

    @property
    def left(self) -> int:
        """What can still be taken; file cache makes room."""
        return max(0, self.limit - self.usage + self.cache)


def group_memory(root: Path = CGROUP_ROOT, membership: Path = CGROUP_MEMBERSHIP) -> GroupMemory | None:
    """The group with the least left: groups are nested, and every limit on the way up holds. None without a limit."""
    found = [memory for directory, version in _groups(root, membership) if (memory := _memory(directory, version)) is not None]
    return min(found, key=lambda memory: memory.left, default=None)


def pressure_file(root: Path = CGROUP_ROOT, membership: Path = CGROUP_MEMBERSHIP) -> Path | None:
    """The innermost group's own pressure stall information; None with version 1, which has none."""
    for directory, version in _groups(root, membership):
        if version == 2 and (directory / "memory.pressure").exists():
            return directory / "memory.pressure"
    return None


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


def _memory(directory: Path, version: int) -> GroupMemory | None:
    limit_name, usage_name, prefix, mapped_key = (
        ("memory.max", "memory.current", "", "file_mapped")
        if version == 2
        else (_V1_LIMIT, "memory.usage_in_bytes", "total_", "total_mapped_file")
    )
    limit, usage = _number(directory / limit_name), _number(directory / usage_name)
    if limit is None or usage is None:
        return None
    stat = _stat(directory / "memory.stat")
    cache = stat.get(f"{prefix}inactive_file", 0) + stat.get(f"{prefix}active_file", 0)
    return GroupMemory(limit, usage, cache, stat.get(mapped_key, 0))


def _number(path: Path) -> int | None:
    """The number in a control file; None if it is missing or means no limit."""
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    if not text.isdecimal() or int(text) >= UNLIMITED:
        return None
    return int(text)


def _stat(path: Path) -> dict[str, int]:
    try:
        pairs = (line.split() for line in path.read_text().splitlines())
        return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2}
    except (OSError, ValueError):
        return {}


class Fence:
    """A group with a limit around another process, so that the kernel ends that one and nothing else when it takes too much."""

    def __init__(self, group: Path, version: int) -> None:
        self._group, self._version = group, version

    @classmethod
    def around(cls, pid: int, limit: int, root: Path = CGROUP_ROOT, membership: Path = CGROUP_MEMBERSHIP) -> Fence | None:
        """Inside this process's group, else beside it: a desktop lets a person make groups where no process is. None where no
        group may be made."""
        for parent, version in _groups(root, membership)[:2]:
            for left in parent.glob(f"{_FENCE}*"):
                with contextlib.suppress(OSError):  # somebody is in it
                    left.rmdir()
            fence = cls(parent / f"{_FENCE}{os.getpid()}-{pid}", version)
            try:
                fence._build(pid, limit)
            except OSError:
                fence.remove()
            else:
                return fence
        return None

    def _build(self, pid: int, limit: int) -> None:
        names = ("memory.max", "memory.swap.max") if self._version == 2 else (_V1_LIMIT, "memory.memsw.limit_in_bytes")
        self._group.mkdir()
        (self._group / names[0]).write_text(str(limit))
        with contextlib.suppress(OSError):  # without swap, or a kernel that does not count it
            (self._group / names[1]).write_text("0" if self._version == 2 else str(limit))
        (self._group / "cgroup.procs").write_text(str(pid))

    def was_hit(self) -> bool:
        """Whether the kernel ended what was in it for taking too much."""
        return _stat(self._group / ("memory.events" if self._version == 2 else "memory.oom_control")).get("oom_kill", 0) > 0

    def remove(self) -> None:
        """After the process has ended. What cannot be removed yet, the next fence removes."""
        with contextlib.suppress(OSError):
            self._group.rmdir()
