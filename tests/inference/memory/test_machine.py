"""The machine's memory, with control groups as the kernel lays them out (in a folder of our own)."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.memory import machine as under_test
from inference.memory.machine import (
    Machine,
    cgroup_memory,
    desktop_bytes,
    headroom_bytes,
    machine,
    machine_of,
    machine_without_us,
)
from inference.memory.pressure import floors

GIB = 2**30


def group(directory: Path, **files: object) -> None:
    """A control group: `memory__max` is memory.max, and so on."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (directory / name.replace("__", ".")).write_text(f"{content}\n")


def membership(root: Path, text: str) -> Path:
    path = root / "membership"
    path.write_text(text)
    return path


def test_machine_tells_what_the_system_says() -> None:
    now = machine()
    assert 0 < now.available <= now.total <= psutil.virtual_memory().total
    assert 1 <= now.physical_cores <= (psutil.cpu_count() or 1)


def test_version_2_limit_counts_file_cache_as_left(tmp_path: Path) -> None:
    group(tmp_path / "app", memory__max=12 * GIB, memory__current=5 * GIB, memory__stat=f"anon 1\ninactive_file {2 * GIB}")
    assert cgroup_memory(tmp_path, membership(tmp_path, "0::/app\n")) == (12 * GIB, 9 * GIB)


def test_version_1_limit(tmp_path: Path) -> None:
    group(
        tmp_path / "memory" / "app",
        memory__limit_in_bytes=4 * GIB,
        memory__usage_in_bytes=GIB,
        memory__stat=f"inactive_file 7\ntotal_inactive_file {GIB // 2}",
    )
    assert cgroup_memory(tmp_path, membership(tmp_path, "4:memory:/app\n2:cpu:/\n0::/\n")) == (4 * GIB, int(3.5 * GIB))


def test_tightest_group_on_the_way_up_counts(tmp_path: Path) -> None:
    group(tmp_path / "user", memory__max=2 * GIB, memory__current=GIB)
    group(tmp_path / "user" / "app", memory__max="max", memory__current=GIB // 2)
    assert cgroup_memory(tmp_path, membership(tmp_path, "0::/user/app\n")) == (2 * GIB, GIB)


def test_container_whose_path_is_the_hosts_finds_its_own_group(tmp_path: Path) -> None:
    group(tmp_path, memory__max=3 * GIB, memory__current=0)
    assert cgroup_memory(tmp_path, membership(tmp_path, "0::/host/of/another\n")) == (3 * GIB, 3 * GIB)


@pytest.mark.parametrize("text", ["0::/app\n", "4:memory:/app\n", ""])
def test_no_limit(tmp_path: Path, text: str) -> None:
    group(tmp_path / "app", memory__max="max", memory__current=GIB)
    group(tmp_path / "memory" / "app", memory__limit_in_bytes=9223372036854771712, memory__usage_in_bytes=GIB)
    assert cgroup_memory(tmp_path, membership(tmp_path, text)) is None


def test_system_without_control_groups(tmp_path: Path) -> None:
    assert cgroup_memory(tmp_path, tmp_path / "missing") is None


def test_group_that_is_over_its_limit_has_nothing_left(tmp_path: Path) -> None:
    group(tmp_path, memory__max=GIB, memory__current=2 * GIB)
    assert cgroup_memory(tmp_path, membership(tmp_path, "0::/\n")) == (GIB, 0)


def test_machine_is_as_small_as_its_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "cgroup_memory", lambda: (64 * 2**20, 2**20))
    now = machine()
    assert (now.total, now.available) == (64 * 2**20, 2**20)


def test_limited_machine_leaves_the_desktop_what_the_limit_already_does(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = psutil.virtual_memory().total
    monkeypatch.setattr(under_test, "cgroup_memory", lambda: (installed, installed))
    assert machine().desktop == desktop_bytes(installed)
    monkeypatch.setattr(under_test, "cgroup_memory", lambda: (installed // 2, installed // 4))
    now = machine()
    assert now.desktop == 0  # the other half is there for it
    assert now.budget <= now.available - now.headroom


def test_machine_that_does_not_say_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def hidden() -> None:
        raise FileNotFoundError("/proc/meminfo")

    monkeypatch.setattr(under_test.psutil, "virtual_memory", hidden)
    monkeypatch.setattr(under_test, "cgroup_memory", lambda: None)
    assert (machine().total, machine().available, machine().budget) == (0, 0, 0)
    monkeypatch.setattr(under_test, "cgroup_memory", lambda: (8 * GIB, 6 * GIB))  # its limit is known all the same
    assert (machine().total, machine().available) == (8 * GIB, 6 * GIB)


def test_what_this_process_holds_counts_as_available() -> None:
    held = bytearray(256 * 2**20)
    held[::4096] = b"x" * len(held[::4096])
    assert machine_without_us().available - machine().available > len(held) // 2
    assert machine_without_us().available <= machine().total


@pytest.mark.parametrize(
    ("installed", "desktop"), [(2, 1), (4, 2), (8, 2.5), (10, 2.5), (12, 3), (16, 4), (32, 8), (64, 8), (128, 8)]
)
def test_desktop_gets_a_quarter_with_a_floor_and_a_ceiling(installed: int, desktop: float) -> None:
    assert desktop_bytes(installed * GIB) == desktop * GIB
    assert machine_of(installed).budget == (installed - desktop) * GIB


@given(total=st.integers(0, 512 * GIB), more=st.integers(0, GIB))
def test_larger_machine_never_has_less_for_hush(total: int, more: int) -> None:
    for kept in (desktop_bytes, headroom_bytes):
        assert 0 <= kept(total) <= total
        assert total - kept(total) <= total + more - kept(total + more)


def test_budget_is_of_what_is_free_and_of_all_there_is() -> None:
    assert Machine(16 * GIB, 15 * GIB, 4, desktop=4 * GIB, headroom=GIB).budget == 12 * GIB
    assert Machine(16 * GIB, 10 * GIB, 4, desktop=4 * GIB, headroom=GIB).budget == 9 * GIB
    assert Machine(16 * GIB, GIB // 2, 4, desktop=4 * GIB, headroom=GIB).budget == 0


@pytest.mark.parametrize("gib", [4, 8, 12, 16, 64, 256])
def test_plan_that_uses_its_whole_budget_leaves_the_guard_calm(gib: int) -> None:
    amber, _ = floors(gib * GIB)
    assert headroom_bytes(gib * GIB) >= amber
