"""A history with a thread of its own for the tests of the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from app.worker.history import HistoryWorker
from app.worker.lane import Work
from inference.events import Failed
from inference.history.store import open_history

Result = TypeVar("Result")

__all__ = ["DAY", "Asked", "filled"]

DAY = 86_400.0


class Asked:
    """Submits work and waits for what comes of it; what the history notices meanwhile is in `noticed`."""

    def __init__(self, worker: HistoryWorker, wait_until: Callable[..., None]) -> None:
        self.worker, self._wait_until = worker, wait_until
        self.noticed: list[object] = []
        worker.noticed.connect(self.noticed.append)

    def __call__(self, work: Work[Result]) -> Result:
        """The result. Fails where the work does."""
        heard = self._hear(work)
        assert not isinstance(heard[0], Failed), heard[0].error
        return heard[0]

    def failure(self, work: Work[Any]) -> Failed:
        (heard,) = self._hear(work)
        assert isinstance(heard, Failed)
        return heard

    def _hear(self, work: Work[Any]) -> list[Any]:
        heard: list[Any] = []
        self.worker.submit(work, heard.append, heard.append)
        self._wait_until(lambda: bool(heard), 20)
        return heard


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
