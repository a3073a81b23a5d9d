"""A memory control group of its own for processes of a test, with a real limit and the kernel's real out-of-memory killer."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

__all__ = ["limited_memory"]

_ROOT = Path("/sys/fs/cgroup")


@contextlib.contextmanager
def limited_memory(limit: int) -> Iterator[Path]:
    """The `cgroup.procs` of a group that may take `limit` bytes: a process that writes its number there is in it.

    Whatever is left in it is killed at the end. Skips the test where groups cannot be made, which takes root.
    """
    version_1 = _ROOT / "memory" / _own_group("memory")
    parent, name = (version_1, "memory.limit_in_bytes") if (_ROOT / "memory").is_dir() else (_ROOT, "memory.max")
    group = parent / f"hush-test-{os.getpid()}-{time.monotonic_ns()}"
    try:
        group.mkdir()
        (group / name).write_text(str(limit))
    except OSError as error:
        with contextlib.suppress(OSError):
            group.rmdir()
        pytest.skip(f"memory control groups cannot be made here ({error}); run as root to test this")
    try:
        yield group / "cgroup.procs"
    finally:
        _empty(group)


def _own_group(controller: str) -> str:
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return path.lstrip("/")
    return ""


def _empty(group: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for pid in (group / "cgroup.procs").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        try:
            group.rmdir()
        except OSError:
            time.sleep(0.05)  # the kernel takes a moment to let go of what was killed
        else:
            return
