"""Sentences that documents for training are made of, and how people ask about them, read from the files beside this one.

A file is lines of: ``# theme``; ``= kind: old, new + van, lorry`` (values of its own: a word of each list); a sentence with
slots; below it ``? named answer: question / question``, where ``{}`` is the slot that is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["THEMES", "WORDS", "Ask", "Template"]

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Ask:
    """Questions that name the slot `named` (``{}`` in them) and are answered by the slot `answer`."""

    named: str
    answer: str
    wordings: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The questions with the `values` of other slots in them."""
        return tuple(_SLOT.sub(lambda found: values[found[1]], wording) for wording in self.wordings)


@dataclass(frozen=True)
class Template:
    """A sentence with slots, and what it answers. Of two slots of a kind the second has a 2 at its end."""

    text: str
    slots: tuple[str, ...]
    asks: tuple[Ask, ...]


@dataclass
class _Reader:
    themes: dict[str, list[Template]]
    words: dict[str, tuple[tuple[str, ...], ...]]

    def read(self, source: str) -> None:
        theme: list[Template] = []
        for line in filter(None, source.split("\n")):
            mark, rest = line[:2], line[2:]
            if mark == "# ":
                theme = self.themes.setdefault(rest, [])
            elif mark == "= ":
                kind, parts = rest.split(": ", 1)
                self.words[kind] = tuple(tuple(part.split(", ")) for part in parts.split(" + "))
            elif mark == "? ":
                slots, wordings = rest.split(": ", 1)
                named, answer = slots.split()
                last = theme.pop()
                ask = Ask(named, answer, tuple(wordings.split(" / ")))
                theme.append(Template(last.text, last.slots, (*last.asks, ask)))
            else:
                theme.append(Template(line, tuple(_SLOT.findall(line)), ()))


def _read() -> tuple[Mapping[str, tuple[Template, ...]], Mapping[str, tuple[tuple[str, ...], ...]]]:
    reader = _Reader({}, {})
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        reader.read(path.read_text(encoding="utf-8"))
    return {name: tuple(templates) for name, templates in reader.themes.items()}, reader.words


THEMES, WORDS = _read()
"""Sentences by what they are about, and the themes' own kinds of values: lists of words, one of each makes a value."""
