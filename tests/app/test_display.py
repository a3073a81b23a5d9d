"""Whether a window can be shown is found out before Qt would end the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import display

ROOT = Path(__file__).resolve().parents[2]
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")


@linux_only
def test_no_display_is_said_with_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "no display" in display.problem()
    monkeypatch.setenv("DISPLAY", ":987")
    assert "does not answer" in display.problem()


def test_display_that_answers_is_fine(display: str) -> None:
    from app.display import problem

    assert problem() == ""


@linux_only
def test_window_without_a_display_ends_with_one_line_and_status_2() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    ended = subprocess.run([sys.executable, "-m", "app"], cwd=ROOT, env=bare, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "hush ask" in ended.stderr
