"""How hard memory presses: the levels, and what this machine really says."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.memory.machine import machine
from inference.memory.pressure import Pressure, floors, level_of

GIB = 2**30
RANK = {"calm": 0, "amber": 1, "red": 2}

totals = st.integers(2 * GIB, 512 * GIB)
stalls = st.one_of(st.none(), st.floats(0, 1))


@given(total=totals, spare=st.integers(0, 512 * GIB), less=st.integers(0, 16 * GIB), stalled=stalls)
def test_less_memory_is_never_calmer(total: int, spare: int, less: int, stalled: float | None) -> None:
    before = level_of(spare=spare, total=total, stalled=stalled)
    after = level_of(spare=max(0, spare - less), total=total, stalled=stalled)
    assert RANK[after] >= RANK[before]


@given(total=totals, spare=st.integers(0, 512 * GIB), stalled=st.floats(0, 1), more=st.floats(0, 1))
def test_more_waiting_is_never_calmer(total: int, spare: int, stalled: float, more: float) -> None:
    before = level_of(spare=spare, total=total, stalled=stalled)
    after = level_of(spare=spare, total=total, stalled=min(1.0, stalled + more))
    assert RANK[after] >= RANK[before]


@pytest.mark.parametrize(
    ("spare", "stalled", "level"),
    [
        (3 * GIB, 0.0, "calm"),
        (3 * GIB, None, "calm"),
        (3 * GIB, 0.2, "amber"),
        (3 * GIB, 1.0, "amber"),  # another program at its own limit: no reason to end an answer
        (700 * 2**20, 0.0, "amber"),
        (700 * 2**20, 0.5, "red"),
        (100 * 2**20, 0.0, "red"),
    ],
)
def test_levels_of_a_12_gib_machine(spare: int, stalled: float | None, level: str) -> None:
    assert level_of(spare=spare, total=12 * GIB, stalled=stalled) == level


@given(total=totals)
def test_amber_comes_before_red(total: int) -> None:
    amber, red = floors(total)
    assert 0 < red < amber < total


@pytest.mark.skipif(sys.platform != "linux", reason="mapped files are told apart on Linux")
def test_this_machine_has_a_reading() -> None:
    now, reading = machine(), Pressure().read()
    assert reading.total == now.total
    assert 0 <= reading.spare <= now.total
    assert reading.level == level_of(spare=reading.spare, total=reading.total, stalled=reading.stalled)
