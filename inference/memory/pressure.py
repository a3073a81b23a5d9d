"""How hard memory presses right now: what can be taken before anything has to give way, and how long programs waited for it.

`Pressure.read` is cheap (under a millisecond) and meant to be called several times a second from one thread.
"""

from __future__ import annotations

import ctypes
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from inference.memory.cgroup import group_memory, pressure_file

__all__ = ["HIDDEN", "Level", "Pressure", "Reading", "floors", "level_of"]

Level = Literal["calm", "amber", "red"]

HIDDEN = (OSError, ValueError, KeyError, RuntimeError, psutil.Error)
"""What is raised where a container hides what the machine has, or parts of it."""
_AMBER_SHARE, _RED_SHARE = 16, 32
_AMBER_FLOOR, _RED_FLOOR = 512 * 2**20, 256 * 2**20
_AMBER_STALL, _RED_STALL = 0.10, 0.40
"""Shares of the last moments in which some program waited for memory: a tenth is felt, nearly half is a machine that stands."""
_HOST_STALL = Path("/proc/pressure/memory")
_STATUS = Path("/proc/self/status")
_SYSTEM: str = sys.platform  # a name of its own: type checkers skip what is meant for other systems
_SHORTEST_S = 0.5
"""Stalls are counted over at least this long: one slow page in a tenth of a second says nothing."""


@dataclass(frozen=True)
class Reading:
    """Bytes. `spare` is what can be taken before something gives way: swap, other programs' caches, or our own mapped weights.

    `stalled`: share of the last moments in which at least one program waited for memory, None where the system does
    not say.
    """

    level: Level
    spare: int
    total: int
    stalled: float | None = None


def floors(total: int) -> tuple[int, int]:
    """(amber, red): less spare than this is scarce, and too little. A sixteenth and a thirty-second of the machine's memory, at
    least 512 and 256 MiB: a desktop takes steps of that size when a person opens a program."""
    return max(_AMBER_FLOOR, total // _AMBER_SHARE), max(_RED_FLOOR, total // _RED_SHARE)


def level_of(*, spare: int, total: int, stalled: float | None) -> Level:
    """Red by what is spare, or by stalls where it is scarce as well; stalls alone may be another program's own limit."""
    amber, red = floors(total)
    waits = stalled or 0.0
    if spare < red or (spare < amber and waits >= _RED_STALL):
        return "red"
    return "amber" if spare < amber or waits >= _AMBER_STALL else "calm"


class Pressure:
    """Remembers the last counters of stalls between two readings. Use from one thread."""

    def __init__(self) -> None:
        self._stall_file = pressure_file() or _HOST_STALL
        self._counted: tuple[float, int] | None = None
        self._stalled: float | None = None

    def read(self) -> Reading:
        """Raises one of HIDDEN."""
        memory = psutil.virtual_memory()
        if _SYSTEM != "linux":
            level = _macos_level() if _SYSTEM == "darwin" else None
            spare = min(memory.available, _windows_commit_left()) if _SYSTEM == "win32" else memory.available
            return Reading(level or level_of(spare=spare, total=memory.total, stalled=None), spare, memory.total)
        spare, total = self._linux_spare(memory.available, memory.total)
        stalled = self._stall_share()
        return Reading(level_of(spare=spare, total=total, stalled=stalled), spare, total, stalled)

    def _linux_spare(self, available: int, total: int) -> tuple[int, int]:
        """The kernel counts mapped weights as available, since it can drop them; every token would then read them again."""
        mapped = _mapped_bytes()
        spare = max(0, available - mapped)
        group = group_memory()
        if group is None:
            return spare, total
        # Of what is mapped only the pages charged to the group count there: a file read by others before is charged to them.
        return min(spare, max(0, group.left - min(mapped, group.mapped))), min(total, group.limit)

    def _stall_share(self) -> float | None:
        try:
            found = re.search(r"^some .*total=(\d+)", self._stall_file.read_text(), re.MULTILINE)
        except OSError:  # a kernel without pressure stall information
            return None
        if found is None:
            return None
        now, waited_us = time.monotonic(), int(found.group(1))
        if self._counted is None:
            self._counted = now, waited_us
        since, before = self._counted
        if now - since >= _SHORTEST_S:
            self._stalled = min(1.0, (waited_us - before) / 1e6 / (now - since))
            self._counted = now, waited_us
        return self._stalled


def _mapped_bytes() -> int:
    """Resident pages of mapped files of this process: the weights, when they are mapped."""
    try:
        found = re.search(r"^RssFile:\s+(\d+) kB$", _STATUS.read_text("ascii", "replace"), re.MULTILINE)
    except OSError:
        return 0
    return int(found.group(1)) * 1024 if found else 0


def _macos_level() -> Level | None:
    """The kernel's own verdict (kern.memorystatus_vm_pressure_level: 1 normal, 2 warning, 4 critical)."""
    value, size = ctypes.c_int(), ctypes.c_size_t(4)
    libc = ctypes.CDLL(None)
    if libc.sysctlbyname(b"kern.memorystatus_vm_pressure_level", ctypes.byref(value), ctypes.byref(size), None, 0):
        return None
    levels: dict[int, Level] = {1: "calm", 2: "amber", 4: "red"}
    return levels.get(value.value)


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        *(
            (name, ctypes.c_uint64)
            for name in ("total", "free", "commit_limit", "commit_left", "address", "address_left", "extra")
        ),
    )


def _windows_commit_left() -> int:
    """Bytes that can still be committed before allocations fail, whatever is free."""
    status = _MemoryStatus()
    status.length = ctypes.sizeof(status)
    kernel32 = ctypes.CDLL("kernel32")
    return int(status.commit_left) if kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else 1 << 62
