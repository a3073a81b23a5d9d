"""The part of a screen that a family fills: rows of text in a box, from the top down, with what can be asked about them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from inference.starter.drawing import Colour, Face, Sheet
from inference.starter.scene import Fact
from inference.starter.synthesis import topics, values
from inference.starter.synthesis.screens.look import Look
from inference.starter.synthesis.topics import Topic
from inference.starter.world import held_out

__all__ = ["Page"]

_TRIES = 14


@dataclass
class Page:
    """A box from (left, top) to `right`, in pixels, with room for `rows` rows that are `pitch` pixels apart.

    invented: how many of the names asked about are made up on the spot, 0 to 1.
    """

    rng: random.Random
    sheet: Sheet
    look: Look
    body: Face
    bold: Face
    left: int
    top: int
    right: int
    rows: int
    pitch: int
    invented: float = 0.0
    taken: float = 0
    _names: set[str] = field(default_factory=set[str])
    _asked: set[str] = field(default_factory=set[str])

    @property
    def free(self) -> int:
        """Rows that are left."""
        return int(self.rows - self.taken + 0.01)

    @property
    def y(self) -> int:
        """The upper edge of the next row."""
        return round(self.top + self.taken * self.pitch)

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def em(self) -> int:
        return self.body.size

    def next_row(self, rows: float = 1) -> int:
        """The upper edge of the next row, which counts as taken."""
        y = self.y
        self.taken += rows
        return y

    def measure(self, text: str, face: Face | None = None) -> float:
        return self.sheet.width_of(text, face or self.body)

    def put(self, x: float, y: float, text: str, *, face: Face | None = None, ink: Colour | None = None) -> float:
        """`text` from `x`, in the row whose upper edge is `y`; the x at which it ends."""
        above = (self.pitch - self.body.height) // 2 + self.body.ascent - (face or self.body).ascent
        return self.sheet.write((x, y + above), text, face or self.body, ink or self.look.ink)

    def put_right(self, x: float, y: float, text: str, *, face: Face | None = None, ink: Colour | None = None) -> None:
        """As `put`, but ending at `x`."""
        self.put(x - self.measure(text, face), y, text, face=face, ink=ink)

    def put_centred(self, x: float, y: float, text: str, *, face: Face | None = None, ink: Colour | None = None) -> None:
        self.put(x - self.measure(text, face) / 2, y, text, face=face, ink=ink)

    def fitting(self, make: Callable[[random.Random], str], room: float, *, face: Face | None = None) -> str | None:
        """Something of `make` that takes at most `room` pixels and is not held out; None if it never does."""
        for _ in range(_TRIES):
            text = make(self.rng)
            if self.measure(text, face) <= room and not held_out(text):
                return text
        return None

    def marked(self, text: str, marks: Sequence[str]) -> str:
        """`text` with one of `marks` after it, or bare where that would be held out; `text` itself is not."""
        label = text + self.rng.choice(marks)
        return text if held_out(label) else label

    def filled(self, room: float, *, face: Face | None = None, share: float = 0.0) -> str | None:
        """Words that take at most `room` pixels and at least `share` of it; None where hardly a word fits."""
        said = ""
        for _ in range(_TRIES * 2):
            more = f"{said} {values.word(self.rng)}" if said else values.word(self.rng).capitalize()
            if self.measure(more, face) > room:
                if said and self.measure(said, face) >= share * room and not held_out(said):
                    return said
                continue
            said = more
        return said if said and not held_out(said) else None

    def wrapped(self, text: str, room: float, most: int) -> list[str] | None:
        """`text` in at most `most` lines, each at most `room` pixels wide; None if it takes more."""
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if self.measure(longer) <= room:
                lines[-1] = longer
            elif len(lines) == most or self.measure(word) > room:
                return None
            else:
                lines.append(word)
        return lines if lines[0] and not any(map(held_out, lines)) else None

    def pick(self, names: Sequence[str], room: float) -> str | None:
        """One of `names` that was not picked before, styled in any way no wider than `room`; or a made-up one, now and then."""
        for _ in range(_TRIES):
            made_up = self.rng.random() < self.invented
            name = topics.invented(self.rng).name if made_up else self.rng.choice(names)
            if name not in self._names and self.measure(name.upper()) <= room:
                self._names.add(name)
                return name
        return None

    def topic(self, room: float, among: Sequence[Topic] = topics.TOPICS) -> Topic | None:
        """As `pick`: a topic whose name takes at most `room` pixels."""
        for _ in range(_TRIES):
            topic = topics.invented(self.rng) if self.rng.random() < self.invented else self.rng.choice(among)
            if topic.name not in self._names and self.measure(topic.name.upper()) <= room:
                self._names.add(topic.name)
                return topic
        return None

    def ask(self, questions: Sequence[str], answer: str) -> None:
        """Notes that `questions` are answered by `answer`. What comes up a second time has two answers, and is asked no more."""
        again = self._asked & set(questions)
        self._asked.update(questions)
        if again:
            self.sheet.facts[:] = [fact for fact in self.sheet.facts if not again & set(fact.questions)]
        else:
            self.sheet.facts.append(Fact(tuple(questions), answer))

    def asked(self, questions: Sequence[str]) -> bool:
        """Whether any of `questions` came up on this page before."""
        return not self._asked.isdisjoint(questions)

    def box(self, left: float, y: float, right: float, *, height: float = 0.9, **style: object) -> None:
        """A rounded or a square box around a row's text, `height` of the row high; style as `ImageDraw.rounded_rectangle`."""
        inset = self.pitch * (1 - height) / 2
        shape = (round(left), round(y + inset), round(right), round(y + self.pitch - inset))
        self.sheet.pen.rounded_rectangle(shape, **style)  # pyright: ignore[reportArgumentType]

    def rule(self, y: float) -> None:
        """A thin line across the box, between two rows."""
        self.sheet.pen.line((self.left, round(y), self.right, round(y)), fill=self.look.edge)
