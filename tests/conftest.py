"""What every test stands on: its own folders, a display of its own, the starter, and a watch for anything unexpected.

A Python warning (pyproject.toml), a log record at WARNING or above, a complaint of Qt, a visible window or a thread left
behind fails the test that caused it. Nothing here imports Qt before a test asks for a display.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from inference.recognition.files import folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

XDG = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",  # Qt wants it to exist with mode 0700
}

# What Qt says that no test is about, each with its reason.
HARMLESS_QT = (
    r"propagateSizeHints\(\)",  # Xvfb has no window manager to tell sizes to
    r"^QXcbConnection: XCB error: \d+ \(BadWindow\)",  # a reply for a window that was closed in between
)

RECOGNITION = folder()
"""Where set-up put the recognisers' files: too large to be brought for each run."""

qt_said: list[str] = []
"""Every message at Qt's warning level or above, in order."""


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings, caches and chats of the tests are theirs, not those of whoever runs them."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable, name in XDG.items():
            (home / name).mkdir(mode=0o700)
            patch.setenv(variable, str(home / name))
        patch.setenv("HUSH_RECOGNITION", str(RECOGNITION))
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        yield


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of an X display of our own, e.g. ":1", 1280 x 800 pixels; DISPLAY names it as long as it lives."""
    if not sys.platform.startswith("linux"):
        yield ""  # Windows and macOS always have one
        return
    xvfb = shutil.which("Xvfb")
    assert xvfb, "The tests of the window need Xvfb: make test installs it or says how"
    read_end, write_end = os.pipe()
    screen = ["-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(write_end), *screen],
        pass_fds=[write_end],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as told:
            number = told.readline().strip()  # the server says which display it took once it is ready
        assert number, f"Xvfb did not start (exit {server.wait()})"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DISPLAY", f":{number}")
            patch.setenv("QT_QPA_PLATFORM", "xcb")
            yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def application(display: str) -> Iterator[QApplication]:
    """The one QApplication, on the tests' own display, with Qt's messages collected in `qt_said`."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    def heard(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            qt_said.append(text)

    qInstallMessageHandler(heard)
    existing = QApplication.instance()
    made = existing if isinstance(existing, QApplication) else QApplication(["hush"])
    made.setQuitOnLastWindowClosed(False)
    yield made
    qInstallMessageHandler(None)


@pytest.fixture(scope="session")
def starter() -> tuple[Path, Path]:
    """The model that ships with Hush and its projector."""
    from resources import starter

    return starter()


@pytest.fixture(autouse=True)
def _nothing_unexpected(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test that logs or makes Qt say what nobody expected, or leaves a window or a thread behind."""
    qt_before, threads = len(qt_said), set(threading.enumerate())
    yield
    logged = [
        record.getMessage()
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    unexpected = _not_expected(logged, _patterns(request, "expected_log"))
    assert not unexpected, f"logged at WARNING or above: {unexpected}"
    complaints = _not_expected(qt_said[qt_before:], [*_patterns(request, "expected_qt"), *HARMLESS_QT])
    assert not complaints, f"Qt complained: {complaints}"
    assert not (windows := _visible_windows()), f"still open: {windows}"
    left = [thread for thread in set(threading.enumerate()) - threads if thread.is_alive() and not thread.daemon]
    assert not left, f"threads left behind: {left}"


def _patterns(request: pytest.FixtureRequest, marker: str) -> list[str]:
    return [mark.args[0] for mark in request.node.iter_markers(marker)]


def _not_expected(said: list[str], patterns: list[str]) -> list[str]:
    return [text for text in said if not any(re.search(pattern, text) for pattern in patterns)]


def _visible_windows() -> list[Any]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [window for window in widgets.QApplication.topLevelWidgets() if window.isVisible()]


@pytest.fixture
def wait_until(application: QApplication) -> Callable[..., None]:
    """`wait_until(condition, seconds=10)`: lets Qt work until the condition holds; fails when it does not in time."""
    from PySide6.QtCore import QEventLoop, QTimer

    def wait(condition: Callable[[], object], seconds: float = 10) -> None:
        loop, poll, limit = QEventLoop(), QTimer(), QTimer()
        poll.timeout.connect(lambda: condition() and loop.quit())
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        poll.start(5)
        limit.start(round(seconds * 1000))
        while not (held := bool(condition())) and limit.isActive():  # what else was due may undo it before the loop ends
            loop.exec()
        poll.stop()
        limit.stop()
        assert held or condition(), f"did not happen within {seconds} s"

    return wait
