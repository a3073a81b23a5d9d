"""SIGTERM, SIGHUP and SIGINT end the window as closing it does: at once, quietly, and with what was just typed kept."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.folders import cache_folder, data_folder
from inference.history.store import open_history

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
WORDS = "a question not asked yet"


def begin(*before: str) -> subprocess.Popen[str]:
    command = [*before, sys.executable, "-m", "tests.app.ended_from_outside", WORDS]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell began behind itself never hears it
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    window = subprocess.Popen(command, cwd=Path(__file__).parents[2], **pipes)
    signal.signal(signal.SIGINT, heard)
    assert window.stdout is not None
    assert window.stdout.readline() == "typed\n"
    return window


def draft() -> str:
    history = open_history(data_folder()).history
    kept = history.drafts.get(None)
    history.close()
    return kept.text if kept is not None else ""


@pytest.fixture(autouse=True)
def _own_folders(display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_signal_ends_the_window_with_its_draft_kept(name: str) -> None:
    window = begin()
    window.send_signal(getattr(signal, name))
    said = window.communicate(timeout=60)
    assert (window.returncode, said) == (0, ("", ""))
    assert draft() == WORDS
    assert not list((cache_folder() / "released").glob("*"))


def test_signal_that_was_to_be_ignored_is_ignored() -> None:
    window = begin("nohup")
    window.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        window.wait(timeout=1.0)
    window.terminate()
    assert window.communicate(timeout=60) == ("", "")
    assert draft() == WORDS
