"""Fetching while something else goes on: a disk that is full or fills up, another set-up at the same time, a sudden end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from installers import fetching
from installers.failure import NotFetched
from installers.fetching import failed_lately, remember
from tests.installers.index import PIECE, Index, fetch


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SPARE", 100_000)


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder on a disk of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    monkeypatch.setenv("XDG_CACHE_HOME", str(disk))
    yield disk / "hush"
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_too_little_room_is_seen_before_anything_comes(index: Index, small_disk: Path) -> None:
    thing, _ = index.add_thing("model", 5)
    with pytest.raises(NotFetched, match=r"it takes 1 MB on the disk of .*, where 1 MB are free") as failure:
        fetch(thing)
    assert failure.value.kind == "room"
    assert index.asked == []
    remember(thing, failure.value)
    assert failed_lately(thing) is None  # looking again costs nothing


def test_disk_that_fills_up_meanwhile(index: Index, small_disk: Path) -> None:
    thing, whole = index.add_thing("model", 3)
    index.pause = 0.02

    def fill() -> None:
        index.wait_for("modelpart1-1.0-py3-none-any.whl")
        (small_disk / "other").write_bytes(bytes(max(0, os.statvfs(small_disk).f_bavail * 4096 - 100_000)))

    filling = threading.Thread(target=fill)
    filling.start()
    with pytest.raises(NotFetched, match="no room left on the disk"):
        fetch(thing)
    filling.join()
    (small_disk / "other").unlink()
    fetch(thing)
    assert (small_disk / "files/model").read_bytes() == whole


ALONE = """
from installers import fetching
from installers.pace import Patience
from tests.installers.index import Index, fetch
fetching.SPARE = 0
fetch(Index().add_thing("model", 4)[0], Patience())
"""
"""The same thing is made from its name alone, so another process can fetch it too."""


def started() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", ALONE], cwd=fetching.ROOT)


def test_two_at_once_fetch_each_part_once(index: Index, cache: Path) -> None:
    _, whole = index.add_thing("model", 4)
    index.pause = 0.01
    both = [started(), started()]
    assert [process.wait(60) for process in both] == [0, 0]
    assert sorted(index.asked) == [f"modelpart{at}-1.0-py3-none-any.whl" for at in range(4)]
    assert (cache / "files/model").read_bytes() == whole


def test_killed_at_any_moment(index: Index, cache: Path) -> None:
    """What is left is right, no download outlives the set-up, and no part that had come whole comes again."""
    thing, whole = index.add_thing("model", 4)
    index.pause = 0.01
    for at in range(4):
        asked = len(index.asked)
        process = started()
        while len(index.asked) == asked:
            time.sleep(0.01)
        time.sleep(0.05 * at)
        process.send_signal(signal.SIGKILL)
        process.wait()
        partial = cache / "fetching/model/model.part"
        assert whole.startswith(partial.read_bytes())
        before = partial.stat().st_size // PIECE
        index.asked.clear()
        time.sleep(0.5)
        assert index.asked == []
        assert before == partial.stat().st_size // PIECE
    fetch(thing)
    assert (cache / "files/model").read_bytes() == whole
    assert index.asked == [f"modelpart{at}-1.0-py3-none-any.whl" for at in range(before, 4)]
