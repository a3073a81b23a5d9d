"""The engine's own lane: the one place of the window that imports and owns `inference.engine`."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import psutil
from PySide6.QtCore import Signal, Slot

from app.folders import cache_folder
from app.pauses import once
from app.sentences import say
from app.values import Awake, ModelChoice
from app.worker.choice import files_of, grant
from app.worker.lane import Hand, Task, Work
from inference.cache import find_fault
from inference.conversation import Request
from inference.errors import HushError, InputError
from inference.events import (
    Cancelled,
    Event,
    FilesChanged,
    Finished,
    Loaded,
    LoadProgress,
    MemoryPressed,
    Pace,
    PromptProgress,
    TextDelta,
    Thought,
)
from inference.pause import Pause
from inference.stop import StopFlag

if TYPE_CHECKING:
    from inference.engine import Engine

__all__ = ["EngineHand", "Generate", "Joiner", "Load", "forget_conversations", "keeping_folder"]

Emit = Callable[[Event], None]


@dataclass(frozen=True)
class Load(Work[Loaded | Cancelled], doing="loading the model"):
    """LoadProgress comes meanwhile."""

    choice: ModelChoice


@dataclass(frozen=True)
class Generate(Work[Finished | Cancelled], doing="answering"):
    """Priced, PromptProgress, Thought and TextDelta come meanwhile."""

    request: Request


class EngineHand(Hand):
    """What it notices: Loaded, Pace, MemoryPressed, Released, FilesChanged, Awake when a model is back after a rest, Sentence."""

    _pressed = Signal(object)

    def __init__(self, pause: Pause) -> None:
        super().__init__()
        self._pause = pause
        self._engine: Engine | None = None
        self._loaded = self._resting = False
        self._idle = once(self, self.rest)
        self._pressed.connect(self._relieve)

    @Slot(int)
    def rest_after(self, seconds: int) -> None:
        """Release the model after so many seconds without a request; 0 for never."""
        self._idle.setInterval(seconds * 1000)
        self._await_rest()

    def work(self, task: Task) -> object:
        self._idle.stop()
        outcome: list[Event] = []
        emit = Joiner(lambda event: self._pass_on(task, event, outcome))
        try:
            if task.stop.is_set():
                return Cancelled("", "")
            if isinstance(task.work, Load):
                self._load(task.work, emit, task.stop)
            elif isinstance(task.work, Generate):
                self._generate(task.work, emit, task.stop)
        finally:
            emit.flush()
            self._await_rest()
        return outcome[-1]

    def free(self) -> None:
        """llama.cpp's objects are freed by the thread that made them."""
        self._idle.stop()
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()
            forget_conversations()

    def _pass_on(self, task: Task, event: Event, outcome: list[Event]) -> None:
        """Tell who asked; and everyone what is true beyond this job."""
        if isinstance(event, Loaded | Pace | MemoryPressed | FilesChanged):
            self.noticed.emit(event)
        elif self._resting and isinstance(event, PromptProgress | TextDelta):
            self._resting = False
            self.noticed.emit(Awake())
        if isinstance(event, Loaded | Finished | Cancelled):
            outcome.append(event)
        else:
            self.tell(task, event)

    def _load(self, job: Load, emit: Emit, stop: StopFlag) -> None:
        from inference.engine import Engine  # heavy: the window opens without it

        if self._engine is None:
            if fault := find_fault(cache_folder()):
                self.noticed.emit(fault)
            self._engine = Engine(
                cache_dir=cache_folder(), keep_in=keeping_folder(), on_pressure=self._pressed.emit, pause=self._pause
            )
        self._loaded = False
        self._engine.make_way(files_of(job.choice))  # what is loaded gives its memory back before the new model is weighed
        settings = grant(job.choice)
        try:
            self._engine.load(files_of(job.choice), settings, emit=emit, stop=stop)
        except HushError:
            if not stop.is_set():  # llama.cpp reports a load that was given up as one that failed
                raise
            emit(Cancelled("", ""))
            return
        self._loaded = True

    def _generate(self, job: Generate, emit: Emit, stop: StopFlag) -> None:
        if self._engine is None or not self._loaded:
            raise InputError(say("no-model"))
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
            self._resting = True
            self.noticed.emit(released)

    def _await_rest(self) -> None:
        if self._loaded and self._idle.interval():
            self._idle.start()


def keeping_folder() -> Path | None:
    """This process's own folder, readable by its user alone; None where there can be none. What dead programs left is deleted."""
    parent = cache_folder() / "released"
    for left in parent.glob("*") if parent.is_dir() else ():
        if not (left.name.isdecimal() and psutil.pid_exists(int(left.name))):
            shutil.rmtree(left, ignore_errors=True)
    folder = parent / str(os.getpid())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return None
    return folder


def forget_conversations() -> None:
    """Delete this process's folder and whatever is in it."""
    shutil.rmtree(cache_folder() / "released" / str(os.getpid()), ignore_errors=True)


class Joiner:
    """Passes events on in order, with text and progress joined to at most `rate` a second.

    The first of a kind goes at once and so does everything that is neither text nor progress, after what is held. Text is
    never lost; of progress only the newest is kept. It needs no timer: what is held goes with the next event, and the
    engine ends every job with an outcome.
    """

    def __init__(self, send: Callable[[Event], None], rate: float = 30.0, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._send = send
        self._clock = clock
        self._interval = 1.0 / rate
        self._held: Event | None = None
        self._sent_at = float("-inf")

    def __call__(self, event: Event) -> None:
        if not isinstance(event, TextDelta | Thought | PromptProgress | LoadProgress):
            self.flush()
            self._send(event)
            return
        self._hold(event)
        now = self._clock()
        if now - self._sent_at >= self._interval:
            self.flush()
            self._sent_at = now

    def flush(self) -> None:
        """Send what is held."""
        held, self._held = self._held, None
        if held is not None:
            self._send(held)

    def _hold(self, event: Event) -> None:
        held = self._held
        if isinstance(held, TextDelta) and isinstance(event, TextDelta):
            self._held = TextDelta(held.text + event.text)
        elif isinstance(held, Thought) and isinstance(event, Thought):
            self._held = Thought(held.text + event.text)
        else:
            if type(held) is not type(event):
                self.flush()
            self._held = event
