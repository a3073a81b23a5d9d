"""A history with a thread of its own for the tests of the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.worker.history import HistoryWorker
from inference.history.store import open_history

__all__ = ["DAY", "Asked", "filled"]

DAY = 86_400.0


class Asked:
    """Submits jobs and waits for their results."""

    def __init__(self, worker: HistoryWorker, wait_until: Callable[..., None]) -> None:
        self.worker, self._wait_until = worker, wait_until
        self.heard: list[tuple[int, object]] = []
        worker.told.connect(self._hear)

    def __call__(self, job: object) -> object:
        number = self.worker.submit(job)  # type: ignore[arg-type]
        self._wait_until(lambda: any(whose == number for whose, _value in self.heard), 20)
        return next(value for whose, value in self.heard if whose == number)

    def _hear(self, number: int, value: object) -> None:
        self.heard.append((number, value))


def filled(folder: Path, chats: Sequence[tuple[str, float]], *, answer: str = "Yes.") -> list[int]:
    """Chats with these first questions, so many days old; their ids. One transaction, one wait for the disk."""
    now = [0.0]
    history = open_history(folder, clock=lambda: now[0]).history
    made = []
    with history._database.transaction():  # pyright: ignore[reportPrivateUsage]
        for title, age in chats:
            now[0] = time.time() - age * DAY
            turn = history.messages.ask(title)
            history.messages.end(turn.answer, "done", text=answer)
            made.append(turn.chat.id)
    history.close()
    return made
