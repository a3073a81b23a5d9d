"""Labels of forms, the kinds of their values, and how people ask for them in other words, read from ``labels.txt``.

A line is ``# form`` or ``label kind: question / question``; the questions may be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inference.starter.world import held_out

__all__ = ["LABELS", "Label"]


@dataclass(frozen=True)
class Label:
    """`name` as printed, in lower case; `kind` of its values; `questions` that ask for it without naming it."""

    name: str
    kind: str
    questions: tuple[str, ...] = ()


def _read(source: str) -> Mapping[str, tuple[Label, ...]]:
    forms: dict[str, list[Label]] = {}
    form: list[Label] = []
    for line in filter(None, source.split("\n")):
        if line.startswith("# "):
            form = forms.setdefault(line[2:], [])
            continue
        label, _, questions = line.partition(": ")
        name, kind = label.rsplit(" ", 1)
        if not held_out(name):
            form.append(Label(name, kind, tuple(filter(None, questions.split(" / ")))))
    return {form: tuple(labels) for form, labels in forms.items()}


LABELS = _read(Path(__file__).with_name("labels.txt").read_text(encoding="utf-8"))
"""Labels by the kind of form; none is held out."""
