"""Walking through folders: what is found, what is not, and that it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.worker import finding
from app.worker.finding import walk
from inference.stop import StopFlag


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(path.name.encode())


def test_files_are_found_up_to_three_levels_below(tmp_path: Path) -> None:
    deep = tmp_path / "models--google--gemma" / "snapshots" / "abc"
    touch(tmp_path / "b.gguf", tmp_path / "A.GGUF", deep / "c.gguf", deep / "deeper" / "d.gguf", tmp_path / "e.bin")
    assert [path.name for path in walk((tmp_path,), StopFlag()).files] == ["A.GGUF", "b.gguf", "c.gguf"]


def test_each_file_counts_once_whatever_leads_to_it(tmp_path: Path) -> None:
    touch(tmp_path / "one" / "a.gguf")
    (tmp_path / "b.gguf").symlink_to(tmp_path / "one" / "a.gguf")
    (tmp_path / "gone.gguf").symlink_to(tmp_path / "nowhere.gguf")
    (tmp_path / "one" / "round").symlink_to(tmp_path)
    found = walk((tmp_path / "one", tmp_path, tmp_path), StopFlag())
    assert found.files == [tmp_path / "one" / "a.gguf"]
    assert found.problems == []


def test_hidden_folders_are_looked_through_only_when_they_are_named(tmp_path: Path) -> None:
    touch(tmp_path / ".cache" / "a.gguf")
    assert walk((tmp_path,), StopFlag()).files == []
    assert walk((tmp_path / ".cache",), StopFlag()).files == [tmp_path / ".cache" / "a.gguf"]


def test_of_a_model_in_parts_the_first_stands_for_all(tmp_path: Path) -> None:
    touch(*(tmp_path / f"big-{part:05}-of-00003.gguf" for part in (1, 2, 3)))
    assert [path.name for path in walk((tmp_path,), StopFlag()).files] == ["big-00001-of-00003.gguf"]


def test_a_folder_that_is_not_there_or_closed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walk((tmp_path / "usb",), StopFlag()).problems == [f"The folder {tmp_path / 'usb'} is not there now."]
    touch(tmp_path / "file")
    assert "cannot be read (Not a directory)" in walk((tmp_path / "file",), StopFlag()).problems[0]
    # root may read everything, so the system's refusal is put here
    monkeypatch.setattr(os, "scandir", lambda _path: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    assert "cannot be read (Permission denied)" in walk((tmp_path,), StopFlag()).problems[0]


def test_it_ends_in_a_folder_of_anything_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_ENTRIES", 10)
    touch(*(tmp_path / f"{number:02}.gguf" for number in range(20)))
    found = walk((tmp_path,), StopFlag())
    assert len(found.files) == 10
    assert found.problems == ["There is more in these folders than Hush looks through. Name smaller ones."]


def test_it_stops_when_told(tmp_path: Path) -> None:
    touch(tmp_path / "a.gguf")
    stop = StopFlag()
    stop.set()
    assert walk((tmp_path,), stop).files == []
