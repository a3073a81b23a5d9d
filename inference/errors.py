"""The tree of errors, sorted by blame. Each carries what is wrong and what to do.

HushError
├── InputError            the person's input or request            exit status 2
│   ├── MediaError        a picture, recording or document cannot be used
│   ├── ModelFileError    a model or projector file cannot be used
│   ├── ContextFull       the request is longer than the context
│   └── HistoryError      the chats kept on this machine cannot be read or written
│       └── HistoryRefused  their file is damaged, foreign or newer: left untouched, a copy made
├── MemoryShort           it would not fit in memory               exit status 3
└── EngineFault           ours: llama.cpp or Hush misbehaved       exit status 1
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "ContextFull",
    "EngineFault",
    "HistoryError",
    "HistoryRefused",
    "HushError",
    "InputError",
    "MediaError",
    "MemoryShort",
    "ModelFileError",
]


class HushError(Exception):
    """Root of every error Hush raises on purpose.

    `what` is one sentence that says what is wrong; `advice` one that says what to do (it may be empty).
    """

    exit_status = 1

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} {self.advice}".strip()


class InputError(HushError):
    """The input or the request is at fault."""

    exit_status = 2


class MediaError(InputError):
    """A picture, a recording or a document cannot be used."""


class ModelFileError(InputError):
    """A model or projector file cannot be used."""


class ContextFull(InputError):
    """The request needs more tokens than the context holds."""

    def __init__(self, needed: int, available: int) -> None:
        super().__init__(
            f"This needs {needed:,} tokens and the context holds {available:,}.",
            "Use a smaller picture budget, fewer pages or a shorter conversation, or load the model with a larger context.",
        )
        self.needed = needed
        self.available = available


class HistoryError(InputError):
    """The chats kept on this machine cannot be read or written: a full disk, no permission, another Hush that holds them."""


class HistoryRefused(HistoryError):
    """The file of the chats is damaged, foreign or written by a newer Hush. It was not changed.

    `backup` is the copy made beside it, None where even that was impossible.
    """

    def __init__(self, what: str, advice: str = "", *, backup: Path | None = None) -> None:
        super().__init__(what, advice)
        self.backup = backup


class MemoryShort(HushError):
    """What was asked for would not fit in memory."""

    exit_status = 3


class EngineFault(HushError):
    """llama.cpp or Hush itself misbehaved."""
