"""The program as it is started: it opens, loads and leaves without a word, whenever it is closed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLOSED_WHEN = """
import sys
from PySide6.QtCore import QTimer
from app.main import application, main
from app.window.window import Window

app = application()
clock = QTimer(interval=5)

def look():
    window = next((widget for widget in app.topLevelWidgets() if isinstance(widget, Window)), None)
    if window is not None and ({condition}):
        clock.stop()
        window.close()

clock.timeout.connect(look)
clock.start()
sys.exit(main())
"""


@pytest.mark.parametrize(
    "condition",
    ["window.isVisible()", "window.header.model.text().startswith('Loading')", "window.header.model.text() == 'Hush starter'"],
    ids=["at once", "while it loads", "when it is ready"],
)
def test_window_opens_and_closes_in_silence(display: str, condition: str) -> None:
    script = CLOSED_WHEN.format(condition=condition)
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
