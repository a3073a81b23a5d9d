"""A lane is a thread with its queue; a job is what a caller holds of the work it asked a lane for.

The window's thread asks and hears; the lane's thread does one work after the other, and nothing of it is called from outside.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.worker.faults import failure
from inference.events import Failed
from inference.stop import StopFlag

__all__ = ["IDLE", "LATER", "Hand", "Job", "Lane", "Task", "Work", "ignore"]

PATIENCE_MS = 20_000
Result = TypeVar("Result")
LATER = object()
"""What a hand returns whose outcome comes later, with `Hand.end`."""
SKIPPED = object()


class Work(Generic[Result]):
    """What is asked of a lane: a frozen value. `Result` is what comes of it, unless it fails.

    A subclass says `doing`, which completes "Hush failed while …"; and `newest` where of several that wait only the newest is
    worked on, since the others answer old questions.
    """

    _doing = ""
    _newest = False

    def __init_subclass__(cls, doing: str = "", newest: bool = False, **others: Any) -> None:
        super().__init_subclass__(**others)
        cls._doing, cls._newest = doing or cls._doing, newest

    @property
    def doing(self) -> str:
        return self._doing.format(work=self)

    @property
    def newest(self) -> Hashable:
        """What those have in common of which only the newest counts; None where each does."""
        return type(self) if self._newest else None


class Task:
    """The lane's side of a job. `stop` is read by whoever works, llama.cpp included; the two others are set by the lane alone."""

    def __init__(self, number: int, work: Work[Any]) -> None:
        self.number, self.work, self.stop = number, work, StopFlag()
        self.pointless = False
        """Not to be begun any more."""
        self.forgotten = False
        """Nobody waits for its outcome."""


class Job(Generic[Result]):
    """The caller's side: its result, or its failure, goes to this caller alone, in the window's thread, once."""

    def __init__(
        self,
        done: Callable[[Result], None],
        failed: Callable[[Failed], None],
        told: Callable[[Any], None],
        stop: Callable[[bool], None],
    ) -> None:
        self.live = True
        """Its outcome has not come, and somebody waits for it."""
        self._done, self._failed, self._told, self._stop = done, failed, told, stop

    def stop(self) -> None:
        """Ask for the end now. Its outcome still comes: what was done until then, or Cancelled."""
        if self.live:
            self._stop(False)

    def forget(self) -> None:
        """It is stopped, where it can be, and nothing more is heard of it. What it was to keep is kept all the same."""
        if self.live:
            self.live = False
            self._stop(True)

    def tell(self, value: object) -> None:
        """Tell what comes before the outcome; the lane does."""
        if self.live:
            self._told(value)

    def end(self, outcome: Any) -> None:
        """Hand over the outcome; the lane does, and nothing comes after it."""
        if not self.live:
            return
        self.live = False
        if isinstance(outcome, Failed):
            self._failed(outcome)
        elif outcome is not SKIPPED:
            self._done(outcome)


def ignore(_value: object) -> None:
    """Ignore an outcome that changes nothing."""


IDLE: Job[Any] = Job(ignore, ignore, ignore, ignore)
"""No job: what a field holds that is to hold one."""
IDLE.live = False


class Hand(QObject):
    """What works in a lane's thread, and lives there. `said(number, value, last)` is for the lane, `noticed` for everyone."""

    said = Signal(int, object, bool)
    noticed = Signal(object)
    finishes = False
    """Whether what waits when the program ends is still done."""

    def work(self, task: Task) -> object:
        """Do it and return what comes of it, or LATER. Whatever is raised becomes its failure."""
        raise NotImplementedError

    def interrupt(self, task: Task) -> None:
        """A job was asked to stop, or forgotten: for hands that are not busy while they work. Others read `task.stop`."""

    def free(self) -> None:
        """The last thing the thread does."""

    def tell(self, task: Task, value: object) -> None:
        self.said.emit(task.number, value, False)

    def end(self, task: Task, outcome: object) -> None:
        self.said.emit(task.number, outcome, True)

    @Slot(object)
    def begin(self, task: Task) -> None:
        if task.pointless:
            self.end(task, SKIPPED)
            return
        try:
            outcome = self.work(task)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the caller hears of it and the thread goes on
            outcome = failure(error, task.work.doing)
        if outcome is not LATER:
            self.end(task, outcome)

    @Slot(object)
    def be_interrupted(self, task: Task) -> None:
        self.interrupt(task)

    @Slot()
    def close(self) -> None:
        """Comes after every job that was queued before it. What the thread made is freed by it, then its loop ends."""
        try:
            self.free()
        except BaseException as error:  # noqa: BLE001 - there is nobody left to hear of it but the log
            failure(error, "ending")
        finally:
            QThread.currentThread().quit()


class Lane(QObject):
    """Owns the thread, which begins with the first work. What is asked while it works waits, in order."""

    noticed = Signal(object)
    """What happens by itself, or concerns more than who asked."""
    _begun = Signal(object)
    _interrupted = Signal(object)
    _closing = Signal()

    def __init__(
        self,
        hand: Hand,
        parent: QObject | None = None,
        *,
        patience_ms: int = PATIENCE_MS,
        priority: QThread.Priority = QThread.Priority.InheritPriority,
    ) -> None:
        super().__init__(parent)
        self._hand, self._patience_ms, self._priority = hand, patience_ms, priority
        self._numbers = itertools.count(1)
        self._under_way: dict[int, tuple[Task, Job[Any]]] = {}
        self._newest: dict[Hashable, Task] = {}
        self._closed = False
        self._thread = QThread(self)
        self._thread.setObjectName(type(hand).__name__)
        hand.moveToThread(self._thread)
        hand.said.connect(self._hear)
        hand.noticed.connect(self._notice)
        self._begun.connect(hand.begin)
        self._interrupted.connect(hand.be_interrupted)
        self._closing.connect(hand.close)

    def submit(
        self,
        work: Work[Result],
        done: Callable[[Result], None],
        failed: Callable[[Failed], None],
        told: Callable[[Any], None] = ignore,
    ) -> Job[Result]:
        """Queue `work`. `told` hears what comes before the outcome; `done` or `failed` hears the outcome, never at once."""
        if self._closed:
            return IDLE
        if not self._thread.isRunning():
            self._thread.start(self._priority)
        task = Task(next(self._numbers), work)
        job: Job[Result] = Job(done, failed, told, lambda forgotten: self._stop(task, forgotten))
        self._under_way[task.number] = task, job
        if (kind := work.newest) is not None:
            if (older := self._newest.get(kind)) is not None:
                older.pointless = True
            self._newest[kind] = task
        self._begun.emit(task)
        return job

    def close(self) -> bool:
        """End the thread; False if it would not. Each step avoids a crash that the next would meet."""
        # 1. No event may reach a widget that is already gone.
        self._closed = True
        # 2. A thread inside llama_decode reads no queue: only the flags reach it. Without them wait() below would time out.
        for task, job in self._under_way.values():
            task.pointless = task.pointless or not self._hand.finishes
            job.forget()
        # 3. llama.cpp is freed on its own thread, and that slot ends the thread's loop: a quit() from here could overtake
        #    it, and the engine would be freed by the interpreter, at exit, after the library's own statics are gone.
        if not self._thread.isRunning():
            return True
        self._closing.emit()
        # 4. A QThread destroyed while it runs aborts the process.
        return self._thread.wait(self._patience_ms)

    def _stop(self, task: Task, forgotten: bool) -> None:
        """The flag is set from here: a queued slot would wait behind the very job it should stop."""
        task.forgotten = forgotten
        task.stop.set()
        self._interrupted.emit(task)

    @Slot(int, object, bool)
    def _hear(self, number: int, value: object, last: bool) -> None:
        """The one place where what comes late is dropped."""
        if not last:
            self._under_way[number][1].tell(value)
            return
        task, job = self._under_way.pop(number)
        if self._newest.get(task.work.newest) is task:
            del self._newest[task.work.newest]
        job.end(value)

    @Slot(object)
    def _notice(self, value: object) -> None:
        if not self._closed:
            self.noticed.emit(value)
