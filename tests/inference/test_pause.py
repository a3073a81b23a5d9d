"""An evaluation that rests while somebody else has the processor, and goes on as if nothing had been."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inference.conversation import Message, Request, Sampling, TextPart
from inference.engine import Engine
from inference.events import Cancelled, Event, Finished, PromptProgress, TextDelta
from inference.loading import LoadSettings, ModelFiles
from inference.pause import Pause
from inference.stop import StopFlag
from tests.inference.test_session import RANDOM

HELD_S = 2.0


class Asked:
    """One answer in a thread of its own: what came, and when."""

    def __init__(self, engine: Engine, request: Request, stop: StopFlag) -> None:
        self.events: list[tuple[float, Event]] = []
        self.outcome: Any = None
        self._thread = threading.Thread(target=self._ask, args=(engine, request, stop))
        self._thread.start()

    def _ask(self, engine: Engine, request: Request, stop: StopFlag) -> None:
        self.outcome = engine.generate(request, emit=lambda event: self.events.append((time.monotonic(), event)), stop=stop)

    def wait_for(self, kind: type, count: int) -> None:
        until = time.monotonic() + 20
        while sum(isinstance(event, kind) for _, event in self.events) < count:
            assert time.monotonic() < until
            time.sleep(0.001)

    def end(self) -> Any:
        self._thread.join(60)
        assert not self._thread.is_alive()
        return self.outcome

    def longest_gap(self) -> float:
        times = [when for when, _ in self.events]
        return max(after - before for before, after in itertools.pairwise(times))


@pytest.fixture
def pause() -> Pause:
    return Pause()


@pytest.fixture
def engine(starter: tuple[Path, Path], pause: Pause) -> Iterator[Engine]:
    engine = Engine(pause=pause)
    engine.load(ModelFiles(*starter, trusted=True), LoadSettings(context=8192), emit=lambda _event: None)
    yield engine
    engine.close()


def long_prompt() -> Request:
    text = " ".join(f"line {number} of the report" for number in range(30))
    return Request((Message("user", (TextPart(text),)),), max_tokens=8, sampling=Sampling(temperature=0.0))


def test_a_prompt_rests_between_two_pieces_and_ends_the_same(engine: Engine, pause: Pause) -> None:
    free = Asked(engine, long_prompt(), StopFlag()).end()
    engine.forget()
    with pause.hold():
        asked = Asked(engine, long_prompt(), StopFlag())
        time.sleep(HELD_S)
        seen = list(asked.events)
    held = asked.end()
    assert [event.done for _, event in seen if isinstance(event, PromptProgress)] == [0]
    assert isinstance(held, Finished)
    assert held.text == free.text
    assert asked.longest_gap() > HELD_S / 2


def test_an_answer_rests_between_two_tokens_and_its_speed_is_its_own(engine: Engine, pause: Pause) -> None:
    asked = Asked(engine, Request((Message("user", (TextPart("Go on."),)),), max_tokens=2000, sampling=RANDOM), StopFlag())
    asked.wait_for(TextDelta, 2)
    with pause.hold(), pause.hold():  # two who want it
        before = -1
        while before != len(asked.events):  # what was under way
            before = len(asked.events)
            time.sleep(0.3)
        time.sleep(HELD_S)
        after = len(asked.events)
    done = asked.end()
    assert after == before
    assert isinstance(done, Finished)
    assert asked.longest_gap() > HELD_S
    took = asked.events[-1][0] - asked.events[0][0] - done.cost.ttft_s
    assert done.cost.reply_tokens / done.cost.decode_tokens_per_s < took - HELD_S / 4


def test_a_stop_ends_the_rest(engine: Engine, pause: Pause) -> None:
    stop = StopFlag()
    with pause.hold():
        asked = Asked(engine, long_prompt(), stop)
        time.sleep(0.2)
        stop.set()
        assert isinstance(asked.end(), Cancelled)
