"""The window's parts on real threads, with real widgets and the real starter; and a stand-in for what it cannot be made to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from app import cli
from app.building import build, wind_down
from app.desk import Desk
from app.main import application as themed
from app.sound.sound import Sound
from app.values import Attached, Awake, Examined, MemoryMeasured, Offered, PageShown
from app.window.window import Window
from app.worker import Worker
from app.worker.history import HistoryWorker
from app.worker.lane import Job, Work, ignore
from app.worker.media import FindPassage, Price, PriceForms
from inference.events import (
    Cancelled,
    Capabilities,
    Failed,
    Finished,
    Loaded,
    MemoryPressed,
    Pace,
    PromptProgress,
    TextDelta,
)
from inference.history.values import Recognised
from inference.recognition.files import SPEECH, TEXT_FIND, TEXT_READ, folder, missing
from tests.app.command_line import Said

Wait = Callable[..., None]


CAPABLE = Capabilities("Model", True, True, True, 2000, 280, 280, False)
OUTCOMES = (Recognised, Finished, Cancelled, Loaded, Attached, MemoryMeasured, Examined, Offered, PageShown)


class Prompter(QObject):
    """In the worker's place where a test must choose the events: a fault in mid-answer, a model that takes minutes."""

    noticed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[Any] = []
        self.stopped: list[int] = []
        self.forgotten: list[int] = []
        self._held: list[Job[Any]] = []

    def submit(
        self, work: Work[Any], done: Callable[..., None], failed: Callable[..., None], told: Callable[..., None] = ignore
    ) -> Job[Any]:
        self.jobs.append(work)
        number = len(self.jobs)
        self._held.append(Job(done, failed, told, lambda gone: (self.forgotten if gone else self.stopped).append(number)))
        return self._held[-1]

    def rest_after(self, seconds: int) -> None:
        """There is no model to be released."""

    def say(self, kind: type[Work[Any]], *events: object) -> None:
        """Events of the newest job of that kind."""
        self.say_of(max(number for number, job in enumerate(self.jobs, 1) if isinstance(job, kind)), *events)

    def say_of(self, number: int, *events: object) -> None:
        """Events of a job by its number, which is its place among `jobs`, from 1."""
        job = self._held[number - 1]
        for event in events:
            if isinstance(event, Loaded | Pace | MemoryPressed):
                self.noticed.emit(event)
            elif isinstance(event, PromptProgress | TextDelta):
                self.noticed.emit(Awake())
            if isinstance(event, (*OUTCOMES, Failed)) or isinstance(self.jobs[number - 1], Price | PriceForms | FindPassage):
                job.end(event)
            else:
                job.tell(event)


@pytest.fixture(autouse=True)
def _without_recognisers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Most of these tests are about what a model says: nothing reads beside it, unless a test asks for `recognisers`."""
    with pytest.MonkeyPatch.context() as patch:
        if "recognisers" not in request.fixturenames:
            patch.setenv("HUSH_RECOGNITION", str(tmp_path_factory.mktemp("no recognisers")))
        yield


@pytest.fixture
def recognisers() -> None:
    """The recognisers that set-up brings are there. Without them a test is skipped, in continuous integration it fails."""
    if lacking := missing(TEXT_FIND, TEXT_READ, SPEECH):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{lacking[0].name} is not in {folder()}: make setup brings it")


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
def sound(app: QApplication) -> Iterator[Sound]:
    """The real thread of the sound devices."""
    sound = Sound()
    yield sound
    assert sound.close(), "the sound thread did not end"


@pytest.fixture
def unkept(worker: Worker, sound: Sound) -> Iterator[Desk]:
    """A desk that sees the screen and hears, and keeps no chat."""
    desk = build(worker, None, sound)
    yield desk
    wind_down(desk)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # pyright: ignore[reportArgumentType]


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


@pytest.fixture
def kept(app: QApplication, tmp_path: Path) -> Iterator[HistoryWorker]:
    """A history in a folder that the test can look into."""
    history = HistoryWorker(tmp_path)
    yield history
    assert history.close()


@pytest.fixture
def place(
    kept: HistoryWorker, prompter: Prompter, shown: Callable[[Desk], Window], tmp_path: Path, wait_until: Wait
) -> Iterator[Any]:
    from tests.app.place import opened_place  # which needs what is above

    with opened_place(build(prompter, kept), prompter, shown, tmp_path, wait_until) as place:  # type: ignore[arg-type]
        yield place


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], starter: tuple[Path, Path]) -> Said:
    """`said(words...)`: what the verb wrote on stdout; it must succeed and say nothing else. In this process."""

    def run(*words: object) -> str:
        status = cli.main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert (status, err) == (0, "")
        return out

    return run
