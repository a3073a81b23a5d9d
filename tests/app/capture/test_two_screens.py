"""Two monitors with different scalings, on an X server of their own: device pixels are device pixels on each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs an X server with two monitors")


@pytest.mark.parametrize("scales", [(1.0, 1.0), (2.0, 1.5), (1.25, 2.0)])
def test_mixed_scaling(scales: tuple[float, float]) -> None:
    from tests.app.capture.monitors import x_server

    with x_server(1280, 800, {"LEFT": (0, 0, 800, 600), "RIGHT": (800, 0, 480, 800)}) as display:
        env = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_SESSION_TYPE": "x11",
            "QT_SCREEN_SCALE_FACTORS": f"LEFT={scales[0]};RIGHT={scales[1]}",
        }
        program = Path(__file__).with_name("two_screens.py")
        ended = subprocess.run([sys.executable, str(program)], env=env, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    assert said["places"] == [["LEFT", scales[0]], ["RIGHT", scales[1]]]
    assert said["monitors"] == [[0, 0, 800, 600], [800, 0, 480, 800]]
    assert said["windows"] == [[80, 40, 300, 200], [860, 90, 300, 240]]
    assert said["left"] == {"taken": [7, 11, 101, 77], "shown": True, "cut": True}
    assert said["right"] == {"taken": [11, 7, 101, 77], "shown": True, "cut": True}
    assert said["across"] == [700, 100, 200, 200]
    assert said["one"] == [800, 0, 480, 800]
    assert said["every"] == [0, 0, 1280, 800]
    assert said["all pixels"]
