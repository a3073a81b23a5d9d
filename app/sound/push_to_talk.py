"""What presses and releases of the one talk key mean: hold to talk, tap to toggle. Values in, actions out; no Qt, no sound.

Times are seconds of any clock that does not go back. Whoever holds the machine calls `advance` at its `deadline`. Promises that
starts and ends alternate, whatever the order of the calls; that no recording outlives its limit; and that a key which repeats,
bounces or is pressed twice by habit does what it would have done without that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["BOUNCE_S", "GUARD_S", "LIMIT_S", "STUCK_S", "TAP_S", "Action", "Mode", "PushToTalk"]

Mode = Literal["auto", "hold", "toggle"]
"""auto: hold talks, a tap toggles. hold: only while it is held. toggle: a press starts, the next one ends."""
Action = Literal["start", "send", "keep", "drop", "slip"]
"""send: the person ended it. keep: the limit did, so it is kept and not sent. drop: nothing of it is wanted. slip: a tap where
only holding counts; nothing of it is wanted either."""
Actions = tuple[Action, ...]

TAP_S = 0.3
"""A press shorter than this is a tap."""
GUARD_S = 0.25
"""So long after a tap has begun or a press has ended a recording, another press is the second half of a double press."""
BOUNCE_S = 0.03
"""A release followed by a press this soon is X11's auto-repeat (the pair comes in the same millisecond) or a worn switch."""
STUCK_S = 2.5
"""Auto-repeat never pauses this long; a press after such a pause means that a release was lost, not that the key is down."""
LIMIT_S = 3600.0
"""The longest recording. A key whose release is never reported would record for ever."""


@dataclass
class PushToTalk:
    """One key and at most one recording. `phase`: held (it ends with the release) or locked (with the next press)."""

    limit_s: float = LIMIT_S
    phase: Literal["idle", "held", "locked"] = "idle"
    _mode: Mode = "auto"
    _down: bool = False
    _pressed: float = float("-inf")  # the last press reported, repeats included
    _let_go: float | None = None  # a release that may still turn out to be a bounce
    _began: float = 0.0
    _changed: float = float("-inf")  # when the phase last changed

    @property
    def deadline(self) -> float | None:
        """When `advance` is due; None while nothing happens by itself."""
        due = [self._let_go + BOUNCE_S] if self._let_go is not None else []
        if self.phase != "idle":
            due.append(self._began + self.limit_s)
        return min(due, default=None)

    def press(self, at: float, mode: Mode = "auto") -> Actions:
        """The key went down, or says again that it is down. `mode` counts for the recording that this press starts."""
        past = self.advance(at)
        repeated = self._let_go is not None or (self._down and at - self._pressed < STUCK_S)
        self._let_go, self._pressed, self._down = None, at, True
        if repeated or (self.phase != "held" and at - self._changed < GUARD_S):
            return past
        if self.phase != "idle":
            return (*past, *self._end(at, "send"))
        self._mode = mode
        return (*past, *self._start(at, "locked" if mode == "toggle" else "held"))

    def release(self, at: float) -> Actions:
        """The key went up. What that means is decided BOUNCE_S later, as of now."""
        past = self.advance(at)
        if self._down:
            self._let_go = at
        return past

    def toggle(self, at: float) -> Actions:
        """Start or end without a key: `hush talk`, a tray menu. Calls that follow too closely count once."""
        past = self.advance(at)
        if at - self._changed < GUARD_S:
            return past
        return (*past, *(self._start(at, "locked") if self.phase == "idle" else self._end(at, "send")))

    def cancel(self, at: float) -> Actions:
        """Esc; also when the recording has ended by itself, and then the `drop` means nothing."""
        past = self.advance(at)
        return past if self.phase == "idle" else (*past, *self._end(at, "drop"))

    def advance(self, at: float) -> Actions:
        """What has happened by itself until `at`."""
        actions: Actions = ()
        while (due := self.deadline) is not None and due <= at:
            released = self._let_go is not None and due == self._let_go + BOUNCE_S
            actions = (*actions, *(self._let_go_now() if released else self._end(due, "keep")))
        return actions

    def _let_go_now(self) -> Actions:
        at = self._let_go
        assert at is not None
        self._let_go, self._down = None, False
        if self.phase != "held":
            return ()
        if at - self._began >= TAP_S:
            return self._end(at, "send")
        if self._mode == "hold":
            return self._end(at, "slip")
        self.phase, self._changed = "locked", at
        return ()

    def _start(self, at: float, phase: Literal["held", "locked"]) -> Actions:
        self.phase, self._began, self._changed = phase, at, at
        return ("start",)

    def _end(self, at: float, action: Action) -> Actions:
        self.phase, self._changed = "idle", at
        return (action,)
