"""The tree of errors, sorted by blame. Each carries a sentence that says what is wrong and what to do.

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

from inference.sentences import Argument, Sentence, say

__all__ = ["ContextFull", "EngineFault", "HistoryError", "HistoryRefused", "HushError", "InputError", "MediaError",
           "MemoryShort", "ModelFileError"]  # fmt: skip


class HushError(Exception):
    """Root of every error Hush raises on purpose.

    Made from the id of a sentence of inference and its arguments, or from a sentence made elsewhere. `what` is one sentence that
    says what is wrong; `advice` one that says what to do (it may be empty).
    """

    exit_status = 1

    def __init__(self, sentence: Sentence | str, /, **arguments: Argument) -> None:
        if isinstance(sentence, str):
            sentence = say(sentence, **arguments)
        super().__init__(sentence)
        self.sentence = sentence
        self.what, self.advice = sentence.what, sentence.advice

    def __str__(self) -> str:
        return str(self.sentence)


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
        super().__init__("context-full", needed=needed, available=available)
        self.args = self.needed, self.available = needed, available


class HistoryError(InputError):
    """The chats kept on this machine cannot be read or written: a full disk, no permission, another Hush that holds them."""


class HistoryRefused(HistoryError):
    """The file of the chats is damaged, foreign or written by a newer Hush. It was not changed.

    `backup` is the copy made beside it, None where even that was impossible.
    """

    backup: Path | None = None


class MemoryShort(HushError):
    """What was asked for would not fit in memory."""

    exit_status = 3


class EngineFault(HushError):
    """llama.cpp or Hush itself misbehaved."""
