"""Fewer, larger events: what a person cannot see apart is not sent apart."""

from __future__ import annotations

import time
from collections.abc import Callable

from inference.events import Event, LoadProgress, PromptProgress, TextDelta, Thought

__all__ = ["Joiner"]


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
