"""The machine's memory, inside a control group and without one, and what of it a model may take."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.memory import machine as under_test
from inference.memory.cgroup import GroupMemory
from inference.memory.machine import (
    HELPER,
    Machine,
    desktop_bytes,
    headroom_bytes,
    helpers_bytes,
    machine,
    machine_of,
    machine_without_us,
)
from inference.memory.pressure import floors

GIB = 2**30


def limited(limit: int, left: int) -> Callable[[], GroupMemory]:
    """A control group with so much left of so much."""
    return lambda: GroupMemory(limit, limit - left, 0, 0)


def test_machine_tells_what_the_system_says() -> None:
    now = machine()
    assert 0 < now.available <= now.total <= psutil.virtual_memory().total
    assert 1 <= now.physical_cores <= (psutil.cpu_count() or 1)


def test_machine_is_as_small_as_its_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "group_memory", limited(64 * 2**20, 2**20))
    now = machine()
    assert (now.total, now.available) == (64 * 2**20, 2**20)


def test_limited_machine_leaves_the_desktop_what_the_limit_already_does(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = psutil.virtual_memory().total
    monkeypatch.setattr(under_test, "group_memory", limited(installed, installed))
    assert machine().desktop == desktop_bytes(installed)
    monkeypatch.setattr(under_test, "group_memory", limited(installed // 2, installed // 4))
    now = machine()
    assert now.desktop == 0  # the other half is there for it
    assert now.budget <= now.available - now.headroom


def test_machine_that_does_not_say_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def hidden() -> None:
        raise FileNotFoundError("/proc/meminfo")

    monkeypatch.setattr(under_test.psutil, "virtual_memory", hidden)
    monkeypatch.setattr(under_test, "group_memory", lambda: None)
    assert (machine().total, machine().available, machine().budget) == (0, 0, 0)
    monkeypatch.setattr(under_test, "group_memory", limited(8 * GIB, 6 * GIB))  # its limit is known all the same
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
    made = machine_of(installed)
    assert made.budget == (installed - desktop) * GIB - made.helpers
    assert made.helpers == min(HELPER, installed * GIB // 8)


@given(total=st.integers(0, 512 * GIB), more=st.integers(0, GIB))
def test_larger_machine_never_has_less_for_hush(total: int, more: int) -> None:
    for kept in (desktop_bytes, headroom_bytes, helpers_bytes):
        assert 0 <= kept(total) <= total
        assert total - kept(total) <= total + more - kept(total + more)


def test_budget_is_of_what_is_free_and_of_all_there_is() -> None:
    assert Machine(16 * GIB, 15 * GIB, 4, desktop=4 * GIB, headroom=GIB).budget == 12 * GIB
    assert Machine(16 * GIB, 10 * GIB, 4, desktop=4 * GIB, headroom=GIB).budget == 9 * GIB
    assert Machine(16 * GIB, GIB // 2, 4, desktop=4 * GIB, headroom=GIB).budget == 0
    assert Machine(16 * GIB, 15 * GIB, 4, desktop=4 * GIB, headroom=GIB, helpers=GIB).budget == 11 * GIB
    assert Machine(16 * GIB, 10 * GIB, 4, desktop=4 * GIB, headroom=GIB, helpers=GIB).budget == 8 * GIB


def test_what_a_recogniser_of_ours_holds_counts_as_available() -> None:
    """It is what the helpers are counted for: a plan made while one rests is as good as one made before."""
    now = machine()
    hold = "import sys; held = b'x' * (400 << 20); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        ours = machine_without_us().available - machine().available
        child.communicate()
    assert now.helpers > 400 * 2**20
    assert ours - (machine_without_us().available - machine().available) > 300 * 2**20


@pytest.mark.parametrize("gib", [4, 8, 12, 16, 64, 256])
def test_plan_that_uses_its_whole_budget_leaves_the_guard_calm(gib: int) -> None:
    amber, _ = floors(gib * GIB)
    assert headroom_bytes(gib * GIB) >= amber
