"""Hush's window from its first frame to the end of its last thread."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app import display
from app.building import build, wind_down
from app.desk import Desk
from app.folders import data_folder
from app.garbage import GarbageCollector
from app.look import theme
from app.pauses import once
from app.settings.settings_file import settings_path
from app.signals import EndingSignals
from app.sound.sound import Sound
from app.values import ModelChoice
from app.window.window import Window
from app.worker import Worker
from app.worker.finding import ModelFinder
from app.worker.history import HistoryWorker

if TYPE_CHECKING:
    from app.presence import Presence

__all__ = ["application", "main"]

LATEST_MS = 1000
QUIET_MS = 2000
"""After the first frame: what reads files gets ready when the window and its model have begun."""
log = logging.getLogger(__name__)


def main(model: Path | None = None, mmproj: Path | None = None, *, context: int | None = None, listen: bool = False) -> int:
    """Open the window on `model` (the one loaded last when None) and run until it is closed; an exit status.

    `listen`: take the verbs of other starts; only who holds the claim (app.instance) may. Raises InputError where no window
    can be shown.
    """
    display.require()
    app = application()
    worker, history, sound, finder = Worker(), HistoryWorker(data_folder()), Sound(), ModelFinder()
    desk = build(worker, history, sound, settings=settings_path(), finder=finder)
    window = Window(desk)
    if not (desk.settings and desk.settings.model.settings.start_hidden and QSystemTrayIcon.isSystemTrayAvailable()):
        window.show()
    present: list[Presence] = []

    def begin() -> None:
        """After the first frame: loading begins when there is something to look at."""
        if desk.past is not None:
            desk.past.chats.start()
        if desk.senses is not None:
            desk.senses.recordings.look()
        _load(desk, ModelChoice(model, mmproj, context=context) if model is not None else None, context)
        if desk.settings is not None and desk.settings.problems:
            desk.notice.show(*desk.settings.problems)  # loading has cleared what was said before
        present.append(_presence(desk, window, sound, listen=listen))
        once(window, desk.drafts.expect, QUIET_MS).start()

    signals = EndingSignals(window)
    signals.came.connect(window.leave)
    _FirstFrame(window, begin)
    status = app.exec()
    for one in present:
        one.close()
    wind_down(desk)
    # The engine first: once it is quiet nothing more can come that would have to be kept.
    threads = {"the engine": worker, "the history": history, "the sound": sound, "the models": finder}
    ended = {name: thread.close() for name, thread in threads.items()}
    if not all(ended.values()):
        # A thread that does not end cannot be destroyed without aborting the process, and everything is saved: leave at once.
        log.error("%s did not stop in time", " and ".join(name for name, done in ended.items() if not done))
        os._exit(status)
    return status


def application() -> QApplication:
    """The Qt application with its theme, which follows the system's."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    if app.findChild(GarbageCollector) is None:
        GarbageCollector(app)
    app.setApplicationName("Hush")
    app.setDesktopFileName("hush")
    app.setStyle("Fusion")
    app.setProperty("theme", os.environ.get("HUSH_THEME", ""))  # for desktops that do not say: light or dark
    app.setFont(theme.font())
    app.setWindowIcon(theme.app_icon())
    return app


class _FirstFrame(QObject):
    """Calls `then` once the window has been painted; or a second later, where it is hidden or nothing can be seen of it."""

    def __init__(self, window: Window, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        self._late = once(self, self._go, LATEST_MS)
        window.installEventFilter(self)
        self._late.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._late.start(0)
        return False

    @Slot()
    def _go(self) -> None:
        self._window.removeEventFilter(self)
        self._then()


def _presence(desk: Desk, window: Window, sound: Sound, *, listen: bool) -> Presence:
    from app.presence import Presence  # the tray, the keys and their libraries

    assert desk.senses is not None
    presence = Presence(desk, desk.senses, window, sound)
    if listen:
        presence.listen()
    return presence


def _load(desk: Desk, choice: ModelChoice | None, context: int | None) -> None:
    """What was asked for; else what was loaded last; else the model that set-up brought, or the starter."""
    if choice is not None:
        desk.models.load(choice)
    elif context is None and desk.shelves is not None:
        desk.shelves.last.begin()
    else:
        desk.models.load_first(context=context)
