"""How long the window takes to show its first frame: from starting the process to the first paint, under an X server.

python -m tests.bench.window_start STARTED     one start, as a child; STARTED is the parent's time.time()
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from statistics import median
from typing import Any

from inference.loading import ModelFiles
from tests.bench import child
from tests.bench.figures import Figure

__all__ = ["figures", "x_server"]

GOAL = 1.0
ROUNDS = 5


def figures(_files: ModelFiles) -> list[Figure]:
    """The first round reads the libraries from disk; it counts for the longest."""
    with x_server():
        taken = [child.run("window_start", time.time())["seconds"] for _ in range(ROUNDS)]
    return [
        Figure("window: first paint, middle", median(taken), "s"),
        Figure("window: first paint, longest", max(taken), "s", goal=GOAL, at_most=True),
    ]


def measure(started: str) -> dict[str, float]:
    """Opens the window as `hush` does, and closes it after its first paint."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    painted: list[float] = []

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if not painted and event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
                painted.append(time.time() - float(started))
                QTimer.singleShot(0, QApplication.quit)
            return False

    watcher = FirstPaint()
    run = QApplication.exec

    def watched_run(*_self: Any) -> int:
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(watcher)
        return run()

    QApplication.exec = watched_run
    from app.cli import main

    status = main([])
    assert painted, f"the window closed before it was painted (exit {status})"
    return {"seconds": painted[0]}


@contextmanager
def x_server() -> Generator[None]:
    """An Xvfb of our own, where there is such a thing; else whatever display the system has."""
    xvfb = shutil.which("Xvfb")
    if not sys.platform.startswith("linux") or xvfb is None:
        yield
        return
    read_end, write_end = os.pipe()
    screen = ["-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen([xvfb, "-displayfd", str(write_end), *screen], pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    before = {name: os.environ.get(name) for name in ("DISPLAY", "QT_QPA_PLATFORM")}
    try:
        with os.fdopen(read_end) as told:
            os.environ.update(DISPLAY=f":{told.readline().strip()}", QT_QPA_PLATFORM="xcb")
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    child.main(measure)
