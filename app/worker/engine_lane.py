"""The engine's own thread: the one place of the window that imports and owns `inference.engine`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from app.folders import cache_folder
from app.values import Generate, Load
from app.worker.choice import files_of, granted
from app.worker.faults import failed
from app.worker.joining import Joiner
from app.worker.keeping import forget_conversations, keeping_folder
from inference.errors import HushError, InputError
from inference.events import Cancelled, Event
from inference.stop import StopFlag

if TYPE_CHECKING:
    from inference.engine import Engine

__all__ = ["EngineLane"]


class EngineLane(QObject):
    """Lives in its QThread and runs one job after the other. Nothing is called from outside: a job's StopFlag reaches it."""

    told = Signal(int, object)
    noticed = Signal(object)
    """What happens between jobs: MemoryPressed, Released."""
    _pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._engine: Engine | None = None
        self._loaded = False
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.rest)
        self._pressed.connect(self._relieve)

    @Slot(int)
    def rest_after(self, seconds: int) -> None:
        """Release the model after so many seconds without a request; 0 for never."""
        self._idle.setInterval(seconds * 1000)
        self._await_rest()

    @Slot(int, object, object)
    def run(self, number: int, job: object, stop: StopFlag) -> None:
        self._idle.stop()
        self._run(number, job, stop)
        self._await_rest()

    def _run(self, number: int, job: object, stop: StopFlag) -> None:
        emit = Joiner(lambda event: self.told.emit(number, event))
        doing = "loading the model" if isinstance(job, Load) else "answering"
        try:
            if stop.is_set():
                emit(Cancelled("", ""))
            elif isinstance(job, Load):
                self._load(job, emit, stop)
            elif isinstance(job, Generate):
                self._generate(job, emit, stop)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the window hears of it and the thread goes on
            emit.flush()
            emit(failed(error, doing))

    @Slot()
    def close(self) -> None:
        """The last thing the thread does: llama.cpp's objects are freed by the thread that made them, then its loop ends."""
        self._idle.stop()
        try:
            if self._engine is not None:
                self._engine.close()
                forget_conversations()
        finally:
            self._engine = None
            QThread.currentThread().quit()

    def _load(self, job: Load, emit: Callable[[Event], None], stop: StopFlag) -> None:
        from inference.engine import Engine  # heavy: the window opens without it

        if self._engine is None:
            self._engine = Engine(cache_dir=cache_folder(), keep_in=keeping_folder(), on_pressure=self._pressed.emit)
        self._loaded = False
        self._engine.make_way(files_of(job.choice))  # what is loaded gives its memory back before the new model is weighed
        settings = granted(job.choice)
        try:
            self._engine.load(files_of(job.choice), settings, emit=emit, stop=stop)
        except HushError:
            if not stop.is_set():  # llama.cpp reports a load that was given up as one that failed
                raise
            emit(Cancelled("", ""))
            return
        self._loaded = True

    def _generate(self, job: Generate, emit: Callable[[Event], None], stop: StopFlag) -> None:
        if self._engine is None or not self._loaded:
            raise InputError("No model is loaded.", "Choose a model first.")
        self._engine.generate(job.request, emit=emit, stop=stop)

    @Slot(object)
    def _relieve(self, _reading: object) -> None:
        """Memory pressed while a job ran or after it. If it still does, what can go goes, in the red all of it."""
        if self._engine is None:
            return
        pressed = self._engine.relieve()
        if pressed is None:
            return
        self.noticed.emit(pressed)
        if pressed.level == "red":
            self._release("memory")

    @Slot()
    def rest(self) -> None:
        """Release the model: it was idle for long, or the person asked for it."""
        self._idle.stop()
        self._release("idle")

    def _release(self, reason: Literal["idle", "memory"]) -> None:
        released = self._engine.suspend(reason) if self._engine is not None else None
        if released is not None:
            self.noticed.emit(released)

    def _await_rest(self) -> None:
        if self._loaded and self._idle.interval():
            self._idle.start()
