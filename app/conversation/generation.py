"""A request that the engine answers: an answer, a summary and a memo's words all come this way."""

from __future__ import annotations

from collections.abc import Callable

from app.conversation.context.reading import ReadingController
from app.worker import Worker
from app.worker.engine import Generate
from app.worker.lane import IDLE, Job
from inference.conversation import Request
from inference.events import Cancelled, Finished, Outcome, Priced, PromptProgress, TextDelta, Thought

__all__ = ["Generation", "Outcome", "Streamed"]

Streamed = Priced | PromptProgress | Thought | TextDelta


class Generation:
    """A job that streams. `told` hears what comes, `ended` hears the outcome, once."""

    def __init__(self, worker: Worker, reading: ReadingController) -> None:
        self._worker, self._reading = worker, reading
        self._job: Job[Finished | Cancelled] = IDLE
        self._request = Request(())
        self.stopping = False

    @property
    def live(self) -> bool:
        return self._job.live

    def begin(self, request: Request, told: Callable[[Streamed], None], ended: Callable[[Outcome], None]) -> None:
        """Queue `request`; one at a time."""

        def hear(event: Streamed) -> None:
            if isinstance(event, Priced):
                self._reading.note_price(event)
            told(event)

        def end(outcome: Outcome) -> None:
            self._reading.note_end(request, outcome)
            ended(outcome)

        self.stopping, self._request = False, request
        self._job = self._worker.submit(Generate(request), end, end, hear)

    def stop(self) -> None:
        """Its end still comes, with what is written until then."""
        self.stopping = self.live
        self._job.stop()

    def forget(self) -> None:
        """It is stopped, and nothing more is heard of it."""
        if self.live:
            self._job.forget()
            self._reading.note_end(self._request, Cancelled("", ""))
