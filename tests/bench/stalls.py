"""How long the window's thread is kept waiting: what `transcript` and `window_stalls` measure by, and the window they open.

A timer asks to be called every other millisecond; a stall is how much later it was called.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from itertools import pairwise
from statistics import median
from typing import Any

from tests.bench.figures import Figure

__all__ = ["open_window", "stall_figures", "stalls_while", "wait"]

BEAT_MS = 2
P99_MS, WORST_MS = 16, 100


@contextmanager
def open_window() -> Generator[tuple[Any, Any, Any]]:
    """(desk, window, worker) of a window on the screen, closed at the end."""
    from app.building import build, wind_down
    from app.main import application
    from app.window.window import Window
    from app.worker import Worker

    application()
    worker = Worker()
    desk = build(worker)
    window = Window(desk)
    window.show()
    wait(window.isVisible)
    yield desk, window, worker
    wind_down(desk)
    window.close()
    assert worker.close()


def stall_figures(name: str, stalls: list[list[float]]) -> list[Figure]:
    """What the thread itself worked is less than the stall where other programs want the processor too."""
    late, worked = (sorted(times) for times in zip(*stalls, strict=True))
    most = int(0.99 * len(late))
    return [
        Figure(f"{name}, middle", median(late), "ms"),
        Figure(f"{name}, 99 of 100 within", late[most], "ms", goal=P99_MS, at_most=True),
        Figure(f"{name}, longest", late[-1], "ms", goal=WORST_MS, at_most=True),
        Figure(f"{name}, 99 of 100 within, its own work", worked[most], "ms"),
        Figure(f"{name}, longest, its own work", worked[-1], "ms"),
    ]


def stalls_while(act: Callable[[], None]) -> list[tuple[float, float]]:
    """Milliseconds: how late each beat came, and how long this thread had worked since the one before."""
    from PySide6.QtCore import Qt, QTimer

    beats: list[tuple[float, float]] = []
    clock = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    clock.timeout.connect(lambda: beats.append((time.perf_counter(), time.thread_time())))
    clock.start()
    act()
    clock.stop()
    return [
        (max(0.0, 1000 * (after - before) - BEAT_MS), 1000 * (worked - busy))
        for (before, busy), (after, worked) in pairwise(beats)
    ]


def wait(condition: Callable[[], object], *, every_ms: int = 1, most_s: float = 3600.0) -> None:
    """Run the event loop until `condition` holds or `most_s` seconds have passed."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, poll = QEventLoop(), QTimer(interval=every_ms)
    until = time.monotonic() + most_s
    poll.timeout.connect(lambda: loop.quit() if condition() or time.monotonic() > until else None)
    poll.start()
    if not condition():
        loop.exec()
    poll.stop()
