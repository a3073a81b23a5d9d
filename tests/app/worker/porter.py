"""A hand that does what a test asks of it, and a caller that writes down what it hears."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QThread

from app.worker.lane import LATER, Hand, Job, Lane, Task, Work
from inference.events import Failed

__all__ = ["Caller", "Hold", "Look", "Porter", "Ring", "Say", "Stumble", "Write"]


@dataclass(frozen=True)
class Say(Work[str], doing="saying {work.words}"):
    """Each word is told, all of them are the result."""

    words: str


@dataclass(frozen=True)
class Look(Say, newest=True):
    """Of several only the newest."""


@dataclass(frozen=True)
class Write(Say):
    """Of several in one place only the newest."""

    place: int

    @property
    def newest(self) -> Hashable:
        return Write, self.place


@dataclass(frozen=True)
class Hold(Work[bool], doing="holding"):
    """Until the test opens the gate: whether it was asked to stop."""


@dataclass(frozen=True)
class Ring(Work[bool], doing="ringing"):
    """Until it is interrupted: whether nobody waits for it any more."""


@dataclass(frozen=True)
class Stumble(Work[None], doing="stumbling"):
    error: BaseException


class Porter(Hand):
    def __init__(self) -> None:
        super().__init__()
        self.worked: list[Work[Any]] = []
        self.interrupted: list[Task] = []
        self.threads: set[QThread] = set()
        self.holding, self.gate, self.freed = threading.Event(), threading.Event(), threading.Event()

    def work(self, task: Task) -> object:
        work = task.work
        self.worked.append(work)
        self.threads.add(QThread.currentThread())
        if isinstance(work, Stumble):
            raise work.error
        if isinstance(work, Say):
            for word in work.words.split():
                self.tell(task, word)
            return work.words
        if isinstance(work, Ring):
            return LATER
        self.tell(task, "holding")
        self.holding.set()
        assert self.gate.wait(30)
        return task.stop.is_set()

    def interrupt(self, task: Task) -> None:
        self.threads.add(QThread.currentThread())
        self.interrupted.append(task)
        if isinstance(task.work, Ring):
            self.end(task, task.forgotten)

    def free(self) -> None:
        self.freed.set()


class Caller:
    """Asks, and writes down what it hears."""

    def __init__(self, lane: Lane, work: Work[Any]) -> None:
        self.told: list[object] = []
        self.done: list[object] = []
        self.failed: list[Failed] = []
        self.job: Job[Any] = lane.submit(work, self.done.append, self.failed.append, self.told.append)

    @property
    def heard(self) -> list[object]:
        return [*self.told, *self.done, *self.failed]
