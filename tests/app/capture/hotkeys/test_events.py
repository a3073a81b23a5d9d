"""Qt's events for a command without a window end with it, so that a window can be opened in the same process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
PROGRAM = """
from PySide6.QtGui import QGuiApplication
from PySide6.QtCore import QCoreApplication
from app.capture.hotkeys import events

for _ in range(2):
    with events():
        assert QCoreApplication.instance() is not None
    assert QCoreApplication.instance() is None
window = QGuiApplication(["hush", "-platform", "offscreen"])
with events():
    assert QCoreApplication.instance() is window
assert QCoreApplication.instance() is window
"""


def test_they_end_with_the_command_that_needed_them() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
