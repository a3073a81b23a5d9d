"""What is wrong with a model file, in words for the person who chose it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inference.sentences import Argument, Sentence, say

__all__ = ["Problem", "byte_size", "problem", "warning"]


@dataclass(frozen=True)
class Problem:
    """What is wrong and what to do about it. A warning is no reason to refuse the file."""

    sentence: Sentence
    severity: Literal["error", "warning"] = "error"

    @property
    def what(self) -> str:
        return self.sentence.what

    @property
    def advice(self) -> str:
        return self.sentence.advice

    def __str__(self) -> str:
        return str(self.sentence)


def problem(key: str, /, **arguments: Argument) -> Problem:
    """The error with that id and these arguments."""
    return Problem(say(key, **arguments))


def warning(key: str, /, **arguments: Argument) -> Problem:
    return Problem(say(key, **arguments), "warning")


def byte_size(count: int) -> str:
    """Bytes as a person reads them, in decimal units as shops and download pages use."""
    for unit, name in ((10**9, "GB"), (10**6, "MB")):
        if count >= unit:
            return f"{count / unit:.2f} {name}"
    return f"{count:,} bytes"
