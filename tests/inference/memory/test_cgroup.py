"""Control groups as the kernel shows them, in both versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from inference.memory.cgroup import GroupMemory, group_memory, pressure_file

GIB = 2**30


def v2(root: Path, group: str, *, limit: str, usage: int, stat: str = "") -> Path:
    directory = root / group.lstrip("/")
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "memory.max").write_text(f"{limit}\n")
    (directory / "memory.current").write_text(f"{usage}\n")
    (directory / "memory.stat").write_text(stat)
    return directory


def membership(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "membership"
    path.write_text(text)
    return path


def test_the_group_with_the_least_left_counts(tmp_path: Path) -> None:
    root = tmp_path / "cgroup"
    v2(root, "/user", limit=str(4 * GIB), usage=3 * GIB)
    v2(root, "/user/app", limit=str(8 * GIB), usage=1 * GIB)
    found = group_memory(root, membership(tmp_path, "0::/user/app\n"))
    assert found == GroupMemory(4 * GIB, 3 * GIB, 0, 0)
    assert found is not None
    assert found.left == GIB


def test_file_cache_makes_room_and_what_is_mapped_is_told_apart(tmp_path: Path) -> None:
    root = tmp_path / "cgroup"
    v2(root, "/app", limit=str(4 * GIB), usage=3 * GIB, stat=f"active_file {GIB}\ninactive_file {GIB // 2}\nfile_mapped {GIB}\n")
    found = group_memory(root, membership(tmp_path, "0::/app\n"))
    assert found == GroupMemory(4 * GIB, 3 * GIB, GIB + GIB // 2, GIB)
    assert found is not None
    assert found.left == 2 * GIB + GIB // 2


def test_version_1_has_other_names(tmp_path: Path) -> None:
    directory = tmp_path / "cgroup" / "memory" / "app"
    directory.mkdir(parents=True)
    (directory / "memory.limit_in_bytes").write_text(f"{2 * GIB}")
    (directory / "memory.usage_in_bytes").write_text(f"{GIB}")
    (directory / "memory.stat").write_text(
        f"total_active_file 10\ntotal_inactive_file 20\ntotal_mapped_file 30\nactive_file {GIB}\n"
    )
    found = group_memory(tmp_path / "cgroup", membership(tmp_path, "4:memory:/app\n"))
    assert found == GroupMemory(2 * GIB, GIB, 30, 30)


def test_a_container_whose_path_is_the_hosts_finds_its_own_group(tmp_path: Path) -> None:
    v2(tmp_path / "cgroup", "/", limit=str(3 * GIB), usage=0)
    assert group_memory(tmp_path / "cgroup", membership(tmp_path, "0::/host/of/another\n")) == GroupMemory(3 * GIB, 0, 0, 0)


def test_a_group_over_its_limit_has_nothing_left(tmp_path: Path) -> None:
    v2(tmp_path / "cgroup", "/", limit=str(GIB), usage=2 * GIB)
    found = group_memory(tmp_path / "cgroup", membership(tmp_path, "0::/\n"))
    assert found is not None
    assert found.left == 0


@pytest.mark.parametrize("limit", ["max", str(2**63 - 4096), "nonsense"])
def test_no_limit_is_no_limit(tmp_path: Path, limit: str) -> None:
    v2(tmp_path / "cgroup", "/app", limit=limit, usage=GIB)
    assert group_memory(tmp_path / "cgroup", membership(tmp_path, "0::/app\n")) is None


def test_without_groups_there_is_none(tmp_path: Path) -> None:
    assert group_memory(tmp_path, tmp_path / "missing") is None
    assert pressure_file(tmp_path, tmp_path / "missing") is None


def test_pressure_is_read_from_the_innermost_group_that_tells(tmp_path: Path) -> None:
    root = tmp_path / "cgroup"
    outer = v2(root, "/user", limit="max", usage=0)
    v2(root, "/user/app", limit="max", usage=0)
    (outer / "memory.pressure").write_text("")
    assert pressure_file(root, membership(tmp_path, "0::/user/app\n")) == outer / "memory.pressure"
