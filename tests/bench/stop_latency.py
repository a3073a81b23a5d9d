"""From setting the stop flag to `generate` returning: in text prefill, in generation, in the middle of a big picture."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from statistics import median

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.events import Cancelled, Event, PromptProgress, TextDelta
from inference.loading import LoadSettings, ModelFiles
from inference.stop import StopFlag
from tests.bench.figures import Figure
from tests.bench.inputs import IMAGE_TOKENS, long_text, picture, question
from tests.bench.loaded import loaded, never_ends, quiet

__all__ = ["figures"]

TEXT_GOAL, PICTURE_GOAL = 0.3, 1.6
CONTEXT = 8192
ROUNDS = 5
LONGEST_WAIT = 20.0


def figures(files: ModelFiles) -> list[Figure]:
    with loaded(files, LoadSettings(context=CONTEXT)) as engine:
        never_ends(engine)
        dice = random.Random(1)
        token = _seconds_a_token(engine)
        text = question(long_text(CONTEXT // 8))
        # Each is stopped at a random moment of what it would take: none runs to its end.
        places: list[tuple[str, Message, type[Event], float, float]] = [
            ("text prefill", text, PromptProgress, min(LONGEST_WAIT, token * CONTEXT / 16), TEXT_GOAL),
            ("generation", question("Tell me a story."), TextDelta, min(LONGEST_WAIT, token * 8), TEXT_GOAL),
            ("a big picture", question("What is this?", picture()), PromptProgress, min(LONGEST_WAIT, token * 400), PICTURE_GOAL),
        ]
        found: list[Figure] = []
        for name, asked, starts, most, goal in places:
            taken = [_latency(engine, asked, starts=starts, wait=dice.uniform(0.2, 1) * most) for _ in range(ROUNDS)]
            measured = [seconds for seconds in taken if seconds is not None]
            found += [
                Figure(f"stop in {name}: rounds that were stopped", len(measured), "", goal=ROUNDS),
                Figure(f"stop in {name}: middle", median(measured or [0.0]), "s"),
                Figure(f"stop in {name}: longest", max(measured, default=0.0), "s", goal=goal, at_most=True),
            ]
        return found


def _seconds_a_token(engine: Engine) -> float:
    """Of a prompt."""
    request = Request((question(long_text(16)),), sampling=Sampling.exact(), max_tokens=1)
    outcome = engine.generate(request, emit=quiet, stop=StopFlag())
    return outcome.cost.prefill_s / outcome.cost.prompt_tokens


def _latency(engine: Engine, asked: Message, *, starts: type[Event], wait: float) -> float | None:
    """Seconds from the flag to the end; the flag is set `wait` seconds after the first event of the type `starts`."""
    engine.forget()
    stop = StopFlag()
    started, stopped_at = threading.Event(), 0.0

    def set_later() -> None:
        nonlocal stopped_at
        started.wait()
        time.sleep(wait)
        stopped_at = time.perf_counter()
        stop.set()

    def emit(event: Event) -> None:
        if isinstance(event, starts):
            started.set()

    return _timed(engine, asked, emit, set_later, stop, lambda: stopped_at)


def _timed(
    engine: Engine,
    asked: Message,
    emit: Callable[[Event], None],
    set_later: Callable[[], None],
    stop: StopFlag,
    stopped_at: Callable[[], float],
) -> float | None:
    thread = threading.Thread(target=set_later)
    thread.start()
    request = Request((asked,), max_tokens=CONTEXT // 2, image_tokens=IMAGE_TOKENS)
    outcome = engine.generate(request, emit=emit, stop=stop)
    ended = time.perf_counter()
    thread.join()
    return ended - stopped_at() if isinstance(outcome, Cancelled) else None
