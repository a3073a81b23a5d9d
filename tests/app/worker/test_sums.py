"""Sums are right, remembered only for the very file they were made of, and given up when told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.worker import sums
from app.worker.sums import Sums, sum_of
from inference.errors import InputError
from inference.stop import StopFlag
from tests.app.models_folder import sha256


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(os.urandom(100_000))
    return path


def test_the_sum_is_right_and_progress_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "PIECE", 30_000)
    monkeypatch.setattr(sums, "TELL_S", 0)
    told: list[tuple[int, int]] = []
    assert sum_of(file, tell=lambda done, total: told.append((done, total)), stop=StopFlag()) == sha256(file)
    assert told == [(30_000, 100_000), (60_000, 100_000), (90_000, 100_000), (100_000, 100_000)]


def test_it_stops_when_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "PIECE", 1000)
    stop = StopFlag()
    assert sum_of(file, tell=lambda done, _total: stop.set() if done else None, stop=stop) is None


def test_a_file_that_changes_meanwhile_has_no_sum(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "PIECE", 50_000)

    def grow(_done: int, _total: int) -> None:
        with file.open("ab") as more:
            more.write(b"more")

    with pytest.raises(InputError, match="changed while it was read"):
        sum_of(file, tell=grow, stop=StopFlag())


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        sum_of(tmp_path / "gone.gguf", tell=lambda _done, _total: None, stop=StopFlag())


def test_sums_are_remembered_while_the_file_stays_as_it_is(file: Path, tmp_path: Path) -> None:
    kept = Sums(tmp_path / "cache" / "sums.json")
    assert kept.of(file) is None
    kept.keep(file, "abc")
    assert kept.of(file) == Sums(tmp_path / "cache" / "sums.json").of(file) == "abc"
    link = tmp_path / "link.gguf"
    link.symlink_to(file)
    assert kept.of(link) == "abc"
    os.utime(file, ns=(0, 0))
    assert kept.of(file) is None
    file.unlink()
    assert kept.of(file) is None


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"x": 1}', b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_is_forgotten(file: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "sums.json").write_bytes(data)
    assert Sums(tmp_path / "sums.json").of(file) is None
    Sums(tmp_path / "sums.json").keep(file, "abc")
    assert Sums(tmp_path / "sums.json").of(file) == "abc"


def test_no_more_are_remembered_than_there_is_room_for(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sums, "MOST", 2)
    kept = Sums(tmp_path / "sums.json")
    others = [tmp_path / f"{number}.gguf" for number in range(3)]
    for other in others:
        other.write_bytes(b"")
        kept.keep(other, "abc")
    assert [Sums(tmp_path / "sums.json").of(other) for other in others] == [None, "abc", "abc"]


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_memory(file: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    kept = Sums(tmp_path / "cache" / "sums.json")
    kept.keep(file, "abc")
    assert kept.of(file) == "abc"
