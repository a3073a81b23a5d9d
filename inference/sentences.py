"""Every sentence that inference tells a person, by its id: what is wrong and what to do, with places for arguments.

The English stands in sentences.txt: one line a sentence, `id: what is wrong. | What to do.`, continued where the next line is
indented. A window that speaks another language words `id` and `arguments` anew. A test keeps the table and the calls that name
its ids together: none unknown, none unused, the same arguments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

__all__ = ["Argument", "Problem", "Sentence", "Sentences", "legible", "problem", "say", "warning"]

_NO_UNICODE = re.compile("[\ud800-\udfff]+")


@dataclass(frozen=True)
class Sentence:
    """`what` is wrong and what to do about it (`advice` may be empty), in English; `id` is empty for another program's words."""

    what: str
    advice: str = ""
    id: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict[str, Any])

    def __str__(self) -> str:
        return f"{self.what} {self.advice}".strip()


Argument = str | float | Path | Sentence
"""What goes into a sentence: values that any language can word, and that cross threads and processes."""


def legible(text: str) -> str:
    """`text` as it can be shown and printed: what is no Unicode in a file's name becomes a replacement character."""
    return _NO_UNICODE.sub("\ufffd", text)


class Sentences:
    """A table of sentences, called with an id and exactly its arguments. Raises KeyError for what the table does not know."""

    def __init__(self, table: str) -> None:
        lines = re.findall(r"^[^#\n].*", re.sub(r"\n +", " ", table), re.MULTILINE)
        self.templates = {key: text for key, _, text in (line.partition(": ") for line in lines)}
        if len(self.templates) != len(lines):
            raise ValueError("a sentence is there twice")

    def __call__(self, key: str, /, **arguments: Argument) -> Sentence:
        what, _, advice = self.templates[key].partition(" | ")
        shown = {name: legible(str(value)) if isinstance(value, str | Path) else value for name, value in arguments.items()}
        return Sentence(what.format(**shown), advice.format(**shown), key, arguments)


say = Sentences(Path(__file__).with_suffix(".txt").read_text("utf-8"))


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
