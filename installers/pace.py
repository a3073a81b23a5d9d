"""How long a fetch is waited for: until nothing comes any more, or until the rest would take too long at the pace of now."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from installers.failure import NotFetched

__all__ = ["Pace", "Patience"]


@dataclass(frozen=True)
class Patience:
    """Seconds: without a byte; over which a pace is measured; that the rest may take at that pace, None for any length."""

    silent: float = 45
    measured: float = 30
    rest: float | None = 900


class Pace:
    """What has come of `total` bytes, and when."""

    def __init__(self, total: int, patience: Patience) -> None:
        self._total, self._patience = total, patience
        self._seen: deque[tuple[float, int]] = deque()
        self.come = 0

    def note(self, come: int) -> None:
        """Take note of all that has come so far, in bytes. Raises NotFetched when patience is at its end."""
        now = time.monotonic()
        if come != self.come or not self._seen:
            self._grown = now
        self.come = come
        if not self._seen or now - self._seen[-1][0] >= self._patience.measured / 30:
            self._seen.append((now, come))
        while len(self._seen) > 2 and now - self._seen[1][0] >= self._patience.measured:
            self._seen.popleft()
        if now - self._grown > self._patience.silent:
            raise NotFetched("network", f"nothing came for {round(now - self._grown)} seconds")
        rest, allowed = self.rest, self._patience.rest
        if rest is not None and allowed is not None and rest > allowed:
            raise NotFetched("slow", f"at the pace of now it would take {round(rest / 60)} minutes more")

    @property
    def rest(self) -> float | None:
        """Seconds that are left at the pace of now; None while that is not known yet."""
        if not self._seen or (measured := time.monotonic() - self._seen[0][0]) < self._patience.measured * 0.9:
            return None
        grown = self.come - self._seen[0][1]
        return (self._total - self.come) / grown * measured if grown > 0 else None

    def __str__(self) -> str:
        left = "" if (rest := self.rest) is None else f", {round(rest)} s left" if rest < 90 else f", {round(rest / 60)} min left"
        return f"{min(self.come, self._total) / 1e6:,.0f} of {self._total / 1e6:,.0f} MB{left}"
