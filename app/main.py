"""Hush's window from its first frame to the end of its last thread."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app import display, theme
from app.building import build, wind_down
from app.controllers.desk import Desk
from app.values import ModelChoice
from app.widgets.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker

if TYPE_CHECKING:
    from app.instance.server import InstanceServer

__all__ = ["application", "chats_folder", "main"]

log = logging.getLogger(__name__)


def main(model: Path | None = None, mmproj: Path | None = None, *, context: int | None = None, listen: bool = False) -> int:
    """Open the window on `model` (the starter when None) and run until it is closed; an exit status.

    `listen`: take the verbs of other starts; only who holds the claim (app.instance) may. Raises InputError where no window
    can be shown.
    """
    display.require()
    app = application()
    worker, history = Worker(), HistoryWorker(chats_folder())
    desk = build(worker, history)
    window = Window(desk)
    window.show()
    # After the first frame: loading begins when there is something to look at.
    QTimer.singleShot(0, lambda: _begin(desk, ModelChoice(model, mmproj, context=context) if model else None, context))
    server = _listen(window) if listen else None
    status = app.exec()
    if server is not None:
        server.close()
    wind_down(desk)
    # The engine first: once it is quiet nothing more can come that would have to be kept.
    ended = worker.close(), history.close()
    if not all(ended):
        # A thread that does not end cannot be destroyed without aborting the process, and everything is saved: leave at once.
        log.error("%s did not stop in time", "the engine" if ended[1] else "the history")
        os._exit(status)
    return status


def application() -> QApplication:
    """The Qt application with its theme, which follows the system's."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Hush")
    app.setDesktopFileName("hush")
    app.setStyle("Fusion")
    app.setProperty("theme", os.environ.get("HUSH_THEME", ""))  # for desktops that do not say: light or dark
    app.setFont(theme.font())
    app.setWindowIcon(theme.app_icon())
    return app


def _listen(window: Window) -> InstanceServer:
    from app.instance.server import InstanceServer

    server = InstanceServer(window)
    server.asked.connect(lambda _verb, options: bring_forward(window, options))
    server.listen()
    return server


def bring_forward(window: Window, options: dict[str, Any]) -> None:
    """In front of all others, as far as the desktop allows: it wants to know by which click or key that came about."""
    if token := options.get("activation_token"):
        os.environ["XDG_ACTIVATION_TOKEN"] = str(token)  # where Qt looks for it
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def chats_folder() -> Path:
    """Where the chats are kept."""
    from platformdirs import user_data_path

    return user_data_path("hush", appauthor=False)


def _begin(desk: Desk, choice: ModelChoice | None, context: int | None) -> None:
    if desk.past is not None:
        desk.past.chats.start()
    if choice is None:
        desk.models.load_starter(context=context)
    else:
        desk.models.load(choice)
