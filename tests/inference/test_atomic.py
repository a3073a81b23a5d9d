"""Files that are written whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inference.atomic import whole_file, write_whole


def test_file_is_made_with_its_folder_and_then_replaced(tmp_path: Path) -> None:
    path = tmp_path / "made" / "a.json"
    for data in (b"one", b""):
        write_whole(path, data)
        assert path.read_bytes() == data
    assert [one.name for one in path.parent.iterdir()] == ["a.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights and links of POSIX")
def test_rights_and_links_stay(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept", tmp_path / "link"
    write_whole(kept, b"one")
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.chmod(0o640)
    link.symlink_to(kept)
    write_whole(link, b"two")
    assert link.is_symlink()
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777) == (b"two", 0o640)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_file_for_others_has_the_rights_of_new_files(tmp_path: Path) -> None:
    usual, whole = tmp_path / "usual", tmp_path / "whole"
    usual.write_bytes(b"")
    write_whole(whole, b"one", private=False)
    assert whole.stat().st_mode == usual.stat().st_mode
    usual.chmod(0o600)
    write_whole(usual, b"one", private=False)
    assert usual.stat().st_mode & 0o777 == 0o600


def test_name_may_be_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 127)
    write_whole(path, b"one")
    assert path.read_bytes() == b"one"


def test_what_ends_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_whole(path, b"old")
    whole = whole_file(path)
    whole.__enter__().write(b"ne")
    whole.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    """A folder stands where the file should go: renaming fails after all was written."""
    path = tmp_path / "a"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(IsADirectoryError if sys.platform != "win32" else PermissionError):
        write_whole(path, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["a"]
    assert [one.name for one in path.iterdir()] == ["inside"]
