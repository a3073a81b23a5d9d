"""The one place that builds things: opens the window and returns when it is closed."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app import display, theme
from app.controllers.chat import ChatController
from app.controllers.desk import Desk
from app.controllers.draft import DraftController
from app.controllers.model import ModelController
from app.controllers.pressure import PressureController
from app.controllers.reading import ReadingController
from app.controllers.room import RoomController
from app.controllers.summary import SummaryController
from app.values import ModelChoice
from app.viewmodels.activity import Activity, Notice
from app.viewmodels.budget import BudgetModel
from app.viewmodels.choices import ChoicesModel
from app.viewmodels.draft import Draft
from app.viewmodels.model_state import ModelState
from app.viewmodels.pressure import PressureModel
from app.viewmodels.transcript import Transcript
from app.widgets.window import Window
from app.worker import Worker

if TYPE_CHECKING:
    from app.instance.server import InstanceServer

__all__ = ["application", "build", "main"]

log = logging.getLogger(__name__)


def main(model: Path | None = None, mmproj: Path | None = None, *, context: int | None = None, listen: bool = False) -> int:
    """Open the window on `model` (the starter when None) and run until it is closed; an exit status.

    `listen`: take the verbs of other starts; only who holds the claim (app.instance) may. Raises InputError where no window
    can be shown.
    """
    display.require()
    app = application()
    worker = Worker()
    desk = build(worker)
    window = Window(desk)
    window.show()
    # After the first frame: loading begins when there is something to look at.
    QTimer.singleShot(0, lambda: _load(desk, model, mmproj, context))
    server = _listen(window) if listen else None
    status = app.exec()
    if server is not None:
        server.close()
    desk.models.stop()
    if not worker.close():
        # A thread that does not end cannot be destroyed without aborting the process, and everything is saved: leave at once.
        log.error("the engine did not stop in time")
        os._exit(status)
    return status


def build(worker: Worker) -> Desk:
    """The view models and the controllers, connected to `worker`."""
    transcript, draft, meter, model = Transcript(), Draft(), BudgetModel(), ModelState()
    activity, notice, choices = Activity(), Notice(), ChoicesModel()
    reading = ReadingController(worker, model)
    drafts = DraftController(worker, draft, transcript, model, meter, reading)
    chat = ChatController(
        worker, drafts, reading, draft=draft, transcript=transcript, model=model, activity=activity, notice=notice
    )
    summaries = SummaryController(worker, reading, transcript=transcript, activity=activity, notice=notice)
    room = RoomController(
        worker, drafts, summaries, reading, draft=draft, transcript=transcript, model=model, meter=meter, choices=choices
    )
    chat.too_long.connect(room.insist)
    models, pressure = ModelController(worker, model, notice), PressureModel()
    relief = PressureController(worker, models, model=model, activity=activity, pressure=pressure)
    return Desk(
        transcript,
        draft,
        meter,
        choices,
        model,
        activity,
        notice,
        pressure,
        chat,
        drafts,
        models,
        room,
        summaries,
        reading,
        relief,
    )


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


def _load(desk: Desk, model: Path | None, mmproj: Path | None, context: int | None) -> None:
    if model is None:
        desk.models.load_starter(context=context)
    else:
        desk.models.load(ModelChoice(model, mmproj, context=context))
