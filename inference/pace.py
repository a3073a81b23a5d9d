"""How long a prompt takes to read on this machine, as one formula that the meter can use for every part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

__all__ = ["Pace"]

_LONGEST = 1e6


@dataclass(frozen=True)
class Pace:
    """Seconds for each evaluation, for each cell one looks back at, for each token, and for each token and cell.

    Those with cells are what makes the end of a long document slower than its beginning: the layers that see the whole
    context compare every token with every cell before it. `piece` is how many text tokens are evaluated at once.
    """

    per_call: float
    per_cell: float
    per_token: float
    per_pair: float
    piece: int

    @property
    def sound(self) -> bool:
        """Whether this could be a machine's pace: numbers from a file may be anything."""
        costs = (self.per_call, self.per_cell, self.per_token, self.per_pair)
        return 0 < self.piece < _LONGEST and any(costs) and all(0 <= cost < _LONGEST for cost in costs)

    @classmethod
    def of(cls, values: object) -> Pace | None:
        """What `values` gave, read again from a file; None if it is no sound pace."""
        match values:
            case [int() | float() as call, int() | float() as cell, int() | float() as token, int() | float() as pair, int(n)]:
                found = cls(call, cell, token, pair, n)
                return found if found.sound else None
            case _:
                return None

    @property
    def values(self) -> list[Any]:
        """For a file."""
        return list(astuple(self))

    def seconds(self, tokens: int, *, at: int = 0, calls: float = 1.0) -> float:
        """To read `tokens` behind `at` others in so many evaluations; with c = at + tokens / 2 cells behind each on average:
        calls x (per_call + c x per_cell) + tokens x (per_token + c x per_pair).
        """
        cells = at + tokens / 2
        return calls * (self.per_call + cells * self.per_cell) + tokens * (self.per_token + cells * self.per_pair)

    def of_parts(self, parts: Iterable[tuple[str, int, int]]) -> tuple[float, ...]:
        """Seconds for each part of a prompt, in their order: (its kind, its tokens, of them to be read).

        A picture goes in one evaluation, everything else in pieces; text that follows text goes on with its piece.
        """
        found: list[float] = []
        at = run = 0
        for kind, tokens, fresh in parts:
            begun = 0 if kind in ("image", "audio") else run
            calls = 1 if kind == "image" else self._pieces(begun + fresh) - self._pieces(begun)
            found.append(self.seconds(fresh, at=at + tokens - fresh, calls=calls) if fresh > 0 else 0.0)
            at, run = at + tokens, 0 if kind in ("image", "audio") else run + fresh
        return tuple(found)

    def _pieces(self, tokens: int) -> int:
        return -(-tokens // self.piece)
