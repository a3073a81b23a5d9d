"""What is wrong with a model file, in words for the person who chose it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inference.sentences import Argument, Sentence, say

__all__ = ["Problem", "problem", "warning"]


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
