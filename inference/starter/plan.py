"""What a moment of the training asks for: how fast it learns, which tasks, and how hard they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["PLANS", "TASKS", "Ease", "Plan", "Reading", "Refresh", "Settle", "Stint", "Task"]

Task = Literal["page", "read", "ask", "hear", "point", "paper", "elsewhere"]
TASKS: tuple[Task, ...] = ("page", "read", "ask", "hear", "point", "paper", "elsewhere")


@dataclass(frozen=True)
class Ease:
    """How much of the whole is asked for: the longest text to read in characters, the longest recording in seconds.

    budgets: soft tokens of a picture, each as likely as it is often there. kinds: families of screens, None for all. smallest:
    text, in pixels. papers: their ease, 1 for the plainest. digits: share of the recordings that are digits alone. narrow: share
    of the pictures to read that are a short line or two of large text, which people try first. close: share of the recordings
    that are made close to a good microphone in a quiet room.
    """

    longest: int = 400
    seconds: float = 15.0
    papers: float = 0.0
    budgets: tuple[int, ...] = (70, 70, 140, 280)
    kinds: tuple[str, ...] | None = None
    smallest: int = 14
    narrow: float = 0.0
    digits: float = 0.0
    close: float = 0.4


@dataclass(frozen=True)
class Plan:
    """Training from nothing. `done` runs from 0 to 1.

    Patches first, then a few characters written out, then whole screens; hearing and papers are there from the start, questions
    about pictures once there is something to read.
    """

    done: float

    @property
    def rate(self) -> float:
        """Learning rate as a share of the highest: constant, then falling for the longer part: most is learned there."""
        return min(1.0, max(0.02, (1 - self.done) / 0.65))

    @property
    def mix(self) -> dict[Task, int]:
        """How many of ten steps have a batch of each task."""
        if self.done < 0.07:
            return {"page": 20, "hear": 10, "paper": 10}
        if self.done < 0.3:
            return {"page": 10, "read": 10, "ask": 4, "hear": 10, "point": 2, "paper": 8, "elsewhere": 1}
        return {"page": 4, "read": 10, "ask": 8, "hear": 10, "point": 6, "paper": 7, "elsewhere": 1}

    @property
    def ease(self) -> Ease:
        return Ease(
            longest=int(min(400, 4 + max(0.0, self.done - 0.07) * 1000)),
            seconds=min(15.0, 2 + self.done * 50),
            papers=max(0.0, 1 - self.done * 5),
            budgets=(70,) if self.done < 0.15 else (70, 70, 140, 280),
            kinds=("lines",) if self.done < 0.12 else None,
        )


@dataclass(frozen=True)
class Stint(Plan):
    """Widening for a model that has learned something narrower; `done` runs from 0 to 1 within the stint."""

    highest: float = 0.8

    @property
    def rate(self) -> float:
        return max(0.01, self.highest * (1 - self.done))

    @property
    def mix(self) -> dict[Task, int]:
        if self.done < 0.3:
            return {"page": 20, "read": 5, "ask": 3, "hear": 7, "point": 1, "paper": 5, "elsewhere": 1}
        return {"page": 5, "read": 10, "ask": 6, "hear": 7, "point": 3, "paper": 4, "elsewhere": 1}

    @property
    def ease(self) -> Ease:
        return Ease(longest=int(12 + self.done * 260), seconds=3 + 12 * self.done, narrow=0.35)


@dataclass(frozen=True)
class Settle(Stint):
    """What a small model with a few hours of a processor can become good at: a line or two, digits and short sentences, papers,
    and knowing its place. Pictures and sentences grow as it goes on, up to what it will not quite reach.
    """

    highest: float = 0.6

    @property
    def mix(self) -> dict[Task, int]:
        if self.done < 0.75:
            return {"page": 10, "read": 30, "ask": 6, "hear": 14, "point": 2, "paper": 18, "elsewhere": 2}
        return {"page": 2, "read": 22, "ask": 2, "hear": 14, "point": 2, "paper": 14, "elsewhere": 3}

    @property
    def ease(self) -> Ease:
        return Ease(longest=int(60 + 160 * self.done), seconds=4 + 4 * self.done, smallest=16, narrow=0.35, digits=0.6)


@dataclass(frozen=True)
class Refresh(Settle):
    """A last short stint for what has faded beside all the rest: digits above all."""

    highest: float = 0.15

    @property
    def mix(self) -> dict[Task, int]:
        return {"page": 3, "read": 16, "ask": 1, "hear": 16, "point": 1, "paper": 22, "elsewhere": 3}

    @property
    def ease(self) -> Ease:
        return Ease(longest=200, seconds=8, smallest=16, narrow=0.4, digits=0.9, close=1.0)


@dataclass(frozen=True)
class Reading(Stint):
    """Nearly all of the time for letters, most of it for patches alone, which costs a third of writing out what they hold. Of the
    rest just enough that it does not fade.
    """

    highest: float = 0.45

    @property
    def mix(self) -> dict[Task, int]:
        return {"page": 20, "read": 15, "ask": 1, "hear": 4, "paper": 3, "elsewhere": 1}

    @property
    def ease(self) -> Ease:
        return Ease(longest=int(120 + 80 * self.done), seconds=8, narrow=0.35, digits=0.85)


PLANS: dict[str, type[Plan]] = {"whole": Plan, "widen": Stint, "settle": Settle, "refresh": Refresh, "reading": Reading}
