"""Where a running Hush is found: in a folder that is this person's alone."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.instance.claim import Claim, folder, is_taken
from inference.errors import InputError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="about owners and modes of POSIX")


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stands for the folder of temporary files and, in it, the cache: a socket's path must not be long."""
    with tempfile.TemporaryDirectory(prefix="h") as place:
        monkeypatch.setattr("tempfile.tempdir", place)
        monkeypatch.setenv("XDG_CACHE_HOME", f"{place}/c")
        yield Path(place)


def spoil(place: Path, how: str) -> None:
    """As somebody else could have made it first."""
    if how == "file":
        place.write_text("")
    elif how == "link":
        place.symlink_to("/tmp")
    elif how == "nowhere":
        place.symlink_to(place.parent / "missing")
    else:
        place.mkdir()
        place.chmod(0o755)


@pytest.mark.parametrize("how", ["open", "file", "link", "nowhere"])
def test_folder_that_somebody_else_made_is_passed_by(how: str, runtime: Path, short: Path) -> None:
    spoil(runtime / "hush", how)
    assert folder() == short / f"hush-{os.getuid()}"
    shutil.rmtree(folder())
    spoil(short / f"hush-{os.getuid()}", how)
    own = folder()
    assert own == short / "c" / "hush" / "run"
    assert own.stat().st_mode & 0o777 == 0o700
    with Claim.take() or pytest.fail("it is free"):
        assert is_taken()


def test_where_none_is_our_own_it_is_said(runtime: Path, short: Path) -> None:
    (short / "c" / "hush").mkdir(parents=True)
    for place in (runtime / "hush", short / f"hush-{os.getuid()}", short / "c" / "hush" / "run"):
        spoil(place, "open")
    with pytest.raises(InputError, match="open to other people"):
        folder()


def test_without_a_runtime_folder_there_is_one_of_our_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for runtime in ("", str(tmp_path / "missing"), "/" + "x" * 200):
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        assert folder() == tmp_path / f"hush-{os.getuid()}"
