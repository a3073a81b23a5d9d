"""When memory presses: the answer ends cleanly, what was written is kept, and the conversation comes back."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inference.conversation import Message, Request, Sampling
from inference.engine import Engine
from inference.errors import MemoryShort
from inference.events import Event, Finished, LoadProgress, MemoryPressed, TextDelta
from inference.loading import LoadSettings, ModelFiles
from inference.memory.pressure import Reading
from inference.stop import StopFlag
from tests.inference.test_session import RANDOM, picture, sound

GIB = 2**30
SETTINGS = LoadSettings(context=8192, image_tokens=1120)


class Weather:
    """What the guard will see next; set by the test."""

    def __init__(self) -> None:
        self.reading = Reading("calm", 8 * GIB, 16 * GIB)
        self.seen = threading.Event()

    def read(self) -> Reading:
        self.seen.set()
        return self.reading

    def turn(self, level: str) -> None:
        self.reading = replace(self.reading, level=level, spare={"calm": 8 * GIB, "amber": GIB // 2, "red": GIB // 8}[level])  # pyright: ignore[reportArgumentType]

    def wait_until_seen(self) -> None:
        """Two readings on, the guard has certainly told the newest."""
        for _ in range(2):
            self.seen.clear()
            assert self.seen.wait(10)


@pytest.fixture
def weather() -> Weather:
    return Weather()


@pytest.fixture
def engine(starter: tuple[Path, Path], weather: Weather, tmp_path: Path) -> Iterator[Engine]:
    engine = Engine(pressure=weather.read, keep_in=tmp_path)
    engine.load(ModelFiles(*starter, trusted=True), SETTINGS, emit=lambda _event: None)
    yield engine
    engine.close()


def ask(
    engine: Engine,
    *messages: Message,
    tokens: int = 8,
    sampling: Sampling = RANDOM,
    on_event: Callable[[Event], None] | None = None,
) -> tuple[Finished, list[Event]]:
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if on_event:
            on_event(event)

    outcome = engine.generate(
        Request(messages, sampling=sampling, max_tokens=tokens, image_tokens=1120), emit=emit, stop=StopFlag()
    )
    assert isinstance(outcome, Finished)
    return outcome, events


QUESTION = Message("user", (picture(), sound(3.0), *Message.text("user", "What is this?").parts))


def follow_up(answer: Finished) -> tuple[Message, ...]:
    return QUESTION, Message.text("assistant", answer.text or "x"), Message.text("user", "And then?")


class TestPressed:
    def test_red_ends_the_answer_and_keeps_what_was_written(self, engine: Engine, weather: Weather) -> None:
        written: list[str] = []

        def on_event(event: Event) -> None:
            if isinstance(event, TextDelta):
                written.append(event.text)
                weather.turn("red")
                weather.wait_until_seen()  # on a quick machine the answer would end by itself between two readings

        outcome, events = ask(engine, QUESTION, tokens=4000, on_event=on_event)
        assert outcome.reason == "memory"
        assert outcome.text == "".join(written).strip() or outcome.text == "".join(written)
        assert outcome.cost.reply_tokens < 4000
        pressed = [event for event in events if isinstance(event, MemoryPressed)]
        assert [event.level for event in pressed] == ["red"]
        assert pressed[0].freed > 0
        assert engine.checkpoint_bytes == 0
        assert events[-1] == outcome

    def test_red_while_the_prompt_is_read_ends_it_too(self, engine: Engine, weather: Weather) -> None:
        outcome, _ = ask(engine, QUESTION, on_event=lambda _event: weather.turn("red") or weather.wait_until_seen())
        assert (outcome.reason, outcome.text) == ("memory", "")

    def test_amber_gives_up_checkpoints_and_lets_the_answer_go_on(self, engine: Engine, weather: Weather) -> None:
        ask(engine, QUESTION)
        assert engine.checkpoint_bytes > 0
        weather.turn("amber")
        weather.wait_until_seen()
        outcome, events = ask(engine, QUESTION)
        assert outcome.reason == "length"
        assert engine.checkpoint_bytes == 0
        assert [event.level for event in events if isinstance(event, MemoryPressed)] == ["amber"]

    def test_nothing_is_begun_in_the_red(self, engine: Engine, weather: Weather) -> None:
        weather.turn("red")
        weather.wait_until_seen()
        with pytest.raises(MemoryShort, match="memory are left"):
            ask(engine, QUESTION)
        weather.turn("calm")
        weather.wait_until_seen()
        assert ask(engine, QUESTION)[0].reason == "length"

    def test_the_person_is_told_on_every_change(self, starter: tuple[Path, Path], weather: Weather) -> None:
        told: list[str] = []
        engine = Engine(pressure=weather.read, on_pressure=lambda reading: told.append(reading.level))
        engine.load(ModelFiles(*starter, trusted=True), SETTINGS, emit=lambda _event: None)
        for level in ("amber", "calm"):
            weather.turn(level)
            weather.wait_until_seen()
        engine.close()
        assert told[:2] == ["amber", "calm"]


def nameless_files(folder: Path) -> list[Path]:
    """What this process holds open there and nobody else can find."""
    held = Path("/proc/self/fd")
    return [one for one in held.iterdir() if one.is_symlink() and str(one.readlink()).startswith(f"{folder}{os.sep}")]


class TestSuspended:
    """Released and loaded again: the conversation goes on as if nothing had happened."""

    @pytest.mark.parametrize("tokens", [8, 1500])  # the second slides the window
    def test_what_was_evaluated_is_not_evaluated_again(
        self, engine: Engine, starter: tuple[Path, Path], tmp_path: Path, tokens: int
    ) -> None:
        first, _ = ask(engine, QUESTION, tokens=tokens)
        released = engine.suspend("idle")
        assert released is not None
        assert released.kept
        again, events = ask(engine, *follow_up(first), sampling=Sampling.exact())
        assert any(isinstance(event, LoadProgress) for event in events)

        never = Engine()
        never.load(ModelFiles(*starter, trusted=True), replace(SETTINGS, checkpoint_bytes=0), emit=lambda _event: None)
        ask(never, QUESTION, tokens=tokens)
        expected, _ = ask(never, *follow_up(first), sampling=Sampling.exact())
        never.close()
        assert again.text == expected.text
        assert again.cost.reused_tokens == expected.cost.reused_tokens
        assert again.cost.prompt_tokens == expected.cost.prompt_tokens

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where it lies is told by /proc")
    def test_a_damaged_file_costs_time_and_nothing_else(self, engine: Engine, tmp_path: Path) -> None:
        first, _ = ask(engine, QUESTION, sampling=Sampling.exact())
        expected, _ = ask(engine, *follow_up(first), sampling=Sampling.exact())
        engine.forget()
        ask(engine, QUESTION, sampling=Sampling.exact())
        engine.suspend("memory")
        (kept,) = nameless_files(tmp_path)
        os.truncate(kept, 1000)
        again, _ = ask(engine, *follow_up(first), sampling=Sampling.exact())
        assert again.cost.reused_tokens == 0
        assert again.text == expected.text

    def test_loaded_again_with_less_room_it_still_has_its_conversation(self, engine: Engine, starter: tuple[Path, Path]) -> None:
        first, _ = ask(engine, QUESTION)
        smaller = replace(SETTINGS, context=4096)
        engine.load(ModelFiles(*starter, trusted=True), smaller, emit=lambda _event: None)
        again, _ = ask(engine, *follow_up(first))
        assert again.cost.reused_tokens > 1000

    @pytest.mark.parametrize("changed", [{"context": 1024, "image_tokens": 280}, {"kv_type": "q8_0"}])
    def test_what_cannot_hold_it_reads_it_again(
        self, engine: Engine, starter: tuple[Path, Path], tmp_path: Path, changed: dict[str, Any]
    ) -> None:
        ask(engine, QUESTION)
        engine.load(ModelFiles(*starter, trusted=True), replace(SETTINGS, **changed), emit=lambda _event: None)
        assert list(tmp_path.iterdir()) == []
        assert ask(engine, Message.text("user", "Hello"))[0].cost.reused_tokens == 0

    def test_it_stays_away_while_there_is_no_room(self, starter: tuple[Path, Path], weather: Weather) -> None:
        engine = Engine(pressure=weather.read)
        engine.load(ModelFiles(*starter, trusted=True), replace(SETTINGS, predicted_bytes=4 * GIB), emit=lambda _event: None)
        engine.suspend("memory")
        weather.turn("amber")
        with pytest.raises(MemoryShort, match="coming back it needs"):
            ask(engine, QUESTION)
        assert engine.suspended
        weather.turn("calm")
        assert ask(engine, QUESTION)[0].reason == "length"
        assert not engine.suspended
        engine.close()

    def test_closing_leaves_nothing_of_the_conversation(self, engine: Engine, tmp_path: Path) -> None:
        ask(engine, QUESTION)
        engine.suspend("idle")
        engine.close()
        assert list(tmp_path.iterdir()) == []

    def test_nothing_loaded_is_nothing_to_release(self) -> None:
        assert Engine().suspend("idle") is None
