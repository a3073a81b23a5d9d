"""The errors of the set-up: sentences for a person, printed as they are."""

from __future__ import annotations

import errno
from typing import Literal

__all__ = ["Kind", "NotFetched", "SetupFailure", "Stopped", "not_written"]

Kind = Literal["gone", "wrong", "network", "slow", "room", "other"]


class SetupFailure(Exception):
    """Set-up cannot go on: the text says what is wrong and what to do.

    `status` is the exit status: 2 when this machine lacks something, 1 otherwise.
    """

    def __init__(self, text: str, *, status: int = 1) -> None:
        super().__init__(text)
        self.status = status


class NotFetched(Exception):
    """Something pinned did not come. The text is half a sentence that says why: "the registry no longer has it"."""

    def __init__(self, kind: Kind, why: str) -> None:
        super().__init__(why)
        self.kind: Kind = kind


class Stopped(Exception):
    """Whoever asked wants it no longer. Nothing went wrong."""


def not_written(error: OSError) -> NotFetched:
    """What to say when a file of ours cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotFetched("room", "there is no room left on the disk")
    return NotFetched("other", f"it cannot be written: {error}")
