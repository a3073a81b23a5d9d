"""Noticing that a model has begun to write one short phrase over and over, as it may at temperature 0, or in a long thought.

Such an answer would go on until the context is full (https://github.com/google-deepmind/gemma/issues/727).
"""

from __future__ import annotations

import numpy as np

__all__ = ["LONGEST", "SPAN", "TIMES", "Repetition"]

LONGEST = 64
"""Tokens of a phrase that is looked for."""
SPAN, TIMES = 160, 24
"""Tokens and times that a phrase must fill in a row, both: ruled lines, refrains and most tables do not. Who wants the same line
thirty times has to ask for the rest of it."""


class Repetition:
    """Feeds on tokens, some microseconds each; knows the last `LONGEST`."""

    def __init__(self) -> None:
        lengths = np.arange(1, LONGEST + 1)
        self._last = np.full(LONGEST, -1, np.int64)  # the newest first
        self._same = np.zeros(LONGEST, np.int64)  # how many tokens in a row were the one so many places before
        self._enough = np.maximum(SPAN, TIMES * lengths) - lengths

    def add(self, token: int) -> bool:
        """Take `token`; whether it ends a phrase that fills `SPAN` tokens, and stands `TIMES` times, in a row."""
        last, same = self._last, self._same
        same += 1
        same *= last == token
        last[1:] = last[:-1]
        last[0] = token
        return bool((same >= self._enough).any())
