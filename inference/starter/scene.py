"""What a drawn screen is to the training and the evaluation: its picture, its text, and what can be asked about it."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

__all__ = ["Character", "Fact", "Screen"]


@dataclass(frozen=True)
class Character:
    """A visible character: the middle of it in pixels of the picture, its line from 0, and its place in that line from 0."""

    text: str
    x: float
    y: float
    line: int
    place: int


@dataclass(frozen=True)
class Fact:
    """Something a person may ask about a picture, in several wordings, and the one right answer: text that can be seen in it."""

    questions: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Screen:
    """An RGB picture, and its text in reading order: rows from top to bottom, the pieces of a row joined by single spaces."""

    image: Image.Image
    lines: tuple[str, ...]
    characters: tuple[Character, ...]
    facts: tuple[Fact, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
