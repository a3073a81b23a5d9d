"""The one error of the set-up: a sentence for a person, printed as it is."""

from __future__ import annotations

__all__ = ["SetupFailure"]


class SetupFailure(Exception):
    """Set-up cannot go on: the text says what is wrong and what to do.

    `status` is the exit status: 2 when this machine lacks something, 1 otherwise.
    """

    def __init__(self, text: str, *, status: int = 1) -> None:
        super().__init__(text)
        self.status = status
