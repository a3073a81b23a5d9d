"""What the meter says a turn takes to read, beside what it took: every turn of a conversation after the first.

Through the meter's own parts: the price, what is in the KV cache, the pace that the turns before showed.
"""

from __future__ import annotations

import time
from statistics import median

from PySide6.QtCore import QObject, Signal

from app.conversation.context.budget_model import Budget, budget
from app.conversation.context.reading import ReadingController
from app.models.model_state import ModelState
from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.events import Event, Finished, Pace, Priced
from inference.loading import LoadSettings, ModelFiles
from inference.stop import StopFlag
from tests.bench.figures import Figure
from tests.bench.inputs import IMAGE_TOKENS, long_text, picture, question, sound
from tests.bench.loaded import loaded

__all__ = ["figures"]

GOAL = 0.2
CONTEXT = 8192
REPEATS, SECONDS = 7, 60.0
"""The middle of several conversations where they are quick; one of a model that takes minutes."""

TURNS: tuple[tuple[str, Message, int], ...] = (
    ("a picture of 1,120 tokens", question("What is this?", picture()), IMAGE_TOKENS),
    ("100 words", question(long_text(100)), IMAGE_TOKENS),
    ("10 s of sound", question("What is said?", sound(10)), IMAGE_TOKENS),
    ("a short question", question("And what else could it be?"), IMAGE_TOKENS),
    ("20 words", question(long_text(20)), IMAGE_TOKENS),
)
LONG_TURNS: tuple[tuple[str, Message, int], ...] = (
    ("400 words", question(long_text(400)), IMAGE_TOKENS),
    ("a second picture", question("And this?", picture()), IMAGE_TOKENS),
    ("a short question far behind", question("And what else could it be?"), IMAGE_TOKENS),
)
"""For a model that is through with them before anyone waits."""


class _Noticing(QObject):
    noticed = Signal(object)


def figures(files: ModelFiles) -> list[Figure]:
    started, taken = time.monotonic(), [_conversation(files)]
    while len(taken) < REPEATS and time.monotonic() - started < SECONDS:
        taken.append(_conversation(files))
    found: list[Figure] = []
    for number, (name, _, _) in enumerate((*TURNS, *LONG_TURNS)[1 : len(taken[0]) + 1]):
        ratios = [turns[number][0] / turns[number][1] for turns in taken]
        found += [
            Figure(f"{name}: seconds it took", median(turns[number][1] for turns in taken), "s"),
            Figure(f"{name}: the meter's error", abs(median(ratios) - 1), "", goal=GOAL, at_most=True),
        ]
    return found


def _conversation(files: ModelFiles) -> list[tuple[float, float]]:
    """(the meter's seconds, the engine's) of each turn after the first."""
    with loaded(files, LoadSettings(context=CONTEXT, image_tokens=IMAGE_TOKENS)) as engine:
        meter = _Meter(engine)
        meter.turn(*TURNS[0][1:])
        started = time.monotonic()
        found = [meter.turn(*turn[1:]) for turn in TURNS[1:]]
        if time.monotonic() - started < SECONDS / REPEATS:
            found += [meter.turn(*turn[1:]) for turn in LONG_TURNS]
        return found


class _Meter:
    """The window's meter over `engine`, without a window."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._worker, self._model = engine, _Noticing(), ModelState()
        self._model.capabilities = engine.capabilities
        self._reading = ReadingController(self._worker, self._model)  # pyright: ignore[reportArgumentType]
        self._messages: tuple[Message, ...] = ()
        self._seen: Budget | None = None

    def turn(self, asked: Message, image_tokens: int) -> tuple[float, float]:
        self._messages += (asked,)
        request = Request(self._messages, sampling=Sampling.exact(), max_tokens=16, image_tokens=image_tokens)
        outcome = self._engine.generate(request, emit=lambda event: self._hear(request, event), stop=StopFlag())
        assert isinstance(outcome, Finished)
        self._reading.note_end(request, outcome)
        assert self._seen is not None
        self._messages += (Message.text("assistant", outcome.text),)
        return self._seen.seconds or 0.0, outcome.cost.prefill_s

    def _hear(self, request: Request, event: Event) -> None:
        if isinstance(event, Priced):  # what the person saw before it was sent
            fresh, rates = self._reading.count_fresh(request, event), self._reading.rates
            self._seen = budget(event, CONTEXT, draft=len(request.messages) - 1, fresh=fresh, rates=rates)
            self._reading.note_price(event)
        elif isinstance(event, Pace):
            self._worker.noticed.emit(event)
