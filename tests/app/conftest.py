"""The window's parts on real threads, with real widgets and the real starter; and a stand-in for what it cannot be made to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from app.building import build, wind_down
from app.desk import Desk
from app.main import application as themed
from app.values import Job
from app.window.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker

Wait = Callable[..., None]


class Prompter(QObject):
    """In the worker's place where a test must choose the events: a fault in mid-answer, a model that takes minutes."""

    told = Signal(int, object)
    noticed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[Job] = []
        self.stopped: list[int] = []
        self.forgotten: list[int] = []

    def submit(self, job: Job) -> int:
        self.jobs.append(job)
        return len(self.jobs)

    def stop(self, number: int) -> None:
        self.stopped.append(number)

    def forget(self, number: int) -> None:
        self.forgotten.append(number)

    def say(self, kind: type[Job], *events: object) -> None:
        """Events of the newest job of that kind."""
        number = max(number for number, job in enumerate(self.jobs, 1) if isinstance(job, kind))
        for event in events:
            self.told.emit(number, event)


@pytest.fixture
def app(application: QApplication) -> QApplication:
    return themed()


@pytest.fixture
def prompter(app: QApplication) -> Prompter:
    return Prompter()


@pytest.fixture
def scripted(prompter: Prompter) -> Iterator[Desk]:
    """A desk whose worker says what the test says."""
    desk = build(prompter)  # type: ignore[arg-type]
    yield desk
    wind_down(desk)


@pytest.fixture
def worker(app: QApplication) -> Iterator[Worker]:
    """The two real threads."""
    worker = Worker()
    yield worker
    assert worker.close(), "a thread did not end"


@pytest.fixture
def history(app: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryWorker]:
    """The real third thread, with chats of its own."""
    history = HistoryWorker(tmp_path_factory.mktemp("chats"))
    yield history
    assert history.close(), "a thread did not end"


@pytest.fixture
def desk(worker: Worker, history: HistoryWorker) -> Iterator[Desk]:
    desk = build(worker, history)
    assert desk.past is not None
    desk.past.chats.start()
    yield desk
    wind_down(desk)


@pytest.fixture
def shown(app: QApplication) -> Iterator[Callable[[Desk], Window]]:
    """Opens a window on a desk; closes it afterwards."""
    windows: list[Window] = []

    def show(desk: Desk) -> Window:
        window = Window(desk)
        windows.append(window)
        window.show()
        window.activateWindow()  # shortcuts are for the active window, and Xvfb has no window manager to make one active
        return window

    yield show
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def window(desk: Desk, shown: Callable[[Desk], Window], wait_until: Wait) -> Window:
    """The real window with the starter loaded."""
    window = shown(desk)
    desk.models.load_starter()
    wait_until(lambda: desk.model.phase == "ready", 60)
    return window
