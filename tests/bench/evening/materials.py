"""What is dropped and typed on a first evening, and what is right about it; kept beside this file.

screens/ holds pictures of real programs, screens.json what stands in them (typed from the programs' own strings, a line for
each thing on the screen), papers/ documents that real programs wrote, papers.json the questions, memos.json what is typed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.listening.recordings import Recording, recordings, write_wav

__all__ = ["Memo", "Paper", "Question", "Said", "Screen", "memos", "papers", "said", "screens"]

_HERE = Path(__file__).resolve().parent
_SPOKEN = ("-0870.", "-0880.", "-0890.", "-0920.", "-0930.", "005.", "goforward.", "something.", "beckett.", "two_cities.")
"""The ten longest recordings of sentences; the others are two words each."""


@dataclass(frozen=True)
class Question:
    """`right`: every value that the answer has to hold, each in one of the forms given; none where nothing answers it."""

    text: str
    right: tuple[tuple[str, ...], ...]

    @property
    def answerable(self) -> bool:
        return bool(self.right)


@dataclass(frozen=True)
class Screen:
    """`lines`: everything that can be read in it; `cut`: what is half covered, and may be read or not."""

    path: Path
    program: str
    lines: tuple[str, ...]
    cut: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Paper:
    path: Path
    program: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Memo:
    """`facts`: what a summary should hold, each in one of the forms given."""

    name: str
    text: str
    facts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Said:
    """A recording of a person as a file."""

    path: Path
    recording: Recording


def screens() -> tuple[Screen, ...]:
    return tuple(
        Screen(
            _HERE / "screens" / one["file"], one["program"], tuple(one["lines"]), tuple(one["cut"]), _questions(one["questions"])
        )
        for one in _told("screens.json")
    )


def papers() -> tuple[Paper, ...]:
    return tuple(
        Paper(_HERE / "papers" / one["file"], one["program"], _questions(one["questions"])) for one in _told("papers.json")
    )


def memos() -> tuple[Memo, ...]:
    return tuple(Memo(one["name"], "\n".join(one["text"]), _forms(one["facts"])) for one in _told("memos.json"))


def said(folder: Path) -> tuple[Said, ...]:
    """Ten recordings, written into `folder` as the files one would drop; fetched where they are not there yet."""
    chosen = [one for one in recordings() if any(name in one.name for name in _SPOKEN)]
    assert len(chosen) == len(_SPOKEN), [one.name for one in chosen]
    made = [Said(folder / Path(one.name).with_suffix(".wav").name, one) for one in chosen]
    for one in made:
        write_wav(one.path, one.recording.samples)
    return tuple(made)


def _told(name: str) -> Any:
    return json.loads((_HERE / name).read_text("utf-8"))


def _questions(told: Iterable[dict[str, Any]]) -> tuple[Question, ...]:
    return tuple(Question(one["ask"], _forms(one["right"])) for one in told)


def _forms(values: Iterable[str | list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple((value,) if isinstance(value, str) else tuple(value) for value in values)
