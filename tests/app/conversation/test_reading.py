"""What is known to be in the KV cache, and how fast it fills here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from app.values import ModelChoice
from app.worker.engine import Generate, Load
from inference.conversation import Message, Request
from inference.errors import EngineFault
from inference.events import Capabilities, Cost, Failed, Finished, Loaded, Pace, PartPrice, Priced, Released, TextDelta
from inference.sentences import Sentence

ABLE = Capabilities("M", True, True, True, 1000, 280, 280, False, kv_bytes_per_token=512.0)


def load(desk: Desk, prompter: Any, pace: Pace | None = None) -> None:
    desk.models.load(ModelChoice(Path("m.gguf")))
    prompter.say(Load, Loaded(ABLE, 1.0, pace))


def prices(*tokens: int, template: int) -> Priced:
    parts = [PartPrice("text", "user", count, index) for index, count in enumerate(tokens)]
    return Priced((*parts, PartPrice("template", "", template)), sum(tokens) + template)


def answered(desk: Desk, prompter: Any, cost: Cost | None = None) -> tuple[Message, ...]:
    desk.drafts.set_text("one")
    desk.chat.send()
    prompter.say(Generate, prices(10, template=6), TextDelta("1"), Finished("1", "", cost or Cost()))
    return desk.transcript.messages()


def fresh(desk: Desk, messages: tuple[Message, ...], **options: Any) -> tuple[int, ...]:
    request = Request((*messages, Message.text("user", "next")), **options)
    counts = [10 + 10 * number for number in range(len(request.messages))]
    return desk.reading.count_fresh(request, prices(*counts, template=6 * len(request.messages)))


def test_what_was_asked_and_answered_need_not_be_read_again(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    assert fresh(scripted, ()) == (10, 6)
    said = answered(scripted, prompter)
    assert fresh(scripted, said) == (0, 0, 30, 12)


def test_what_was_left_out_makes_the_rest_new(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    said = answered(scripted, prompter)
    assert fresh(scripted, said[1:]) == (10, 20, 12)


def test_thinking_changes_the_instructions_and_so_everything(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    said = answered(scripted, prompter)
    assert fresh(scripted, said, thinking=True) == (10, 20, 30, 18)


def test_nothing_is_taken_for_read_after_a_fault_a_release_or_another_load(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    for happens in (
        lambda: (scripted.drafts.set_text("given up"), scripted.chat.send(), scripted.chat.new_chat()),
        lambda: prompter.noticed.emit(Released("idle", 0, kept=False)),
        lambda: load(scripted, prompter),
    ):
        said = answered(scripted, prompter)
        assert fresh(scripted, said)[0] == 0
        happens()
        assert fresh(scripted, said)[0] == 10
        scripted.chat.new_chat()
    answered(scripted, prompter)
    scripted.drafts.set_text("two")
    scripted.chat.send()
    prompter.say(Generate, Failed(EngineFault(Sentence("It broke."))))
    assert fresh(scripted, scripted.transcript.messages())[0] == 10


def test_a_model_released_with_its_conversation_brings_it_back(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    said = answered(scripted, prompter)
    prompter.noticed.emit(Released("idle", 0, kept=True))
    assert fresh(scripted, said)[0] == 0


def test_pace_is_what_this_machine_showed_last(scripted: Desk, prompter: Any) -> None:
    def seconds() -> float | None:
        return scripted.reading.rates.seconds(100, of=1000)

    load(scripted, prompter)
    assert seconds() is None
    load(scripted, prompter, Pace(0.0, 0.0, 0.02, 0.0, 128))
    assert seconds() == 2.0
    prompter.noticed.emit(Pace(0.0, 0.0, 0.001, 0.001, 128))
    assert seconds() == pytest.approx(95.1)
    assert scripted.reading.rates.bytes_per_token == 512.0


def test_an_answer_behind_a_thought_has_to_be_read(scripted: Desk, prompter: Any) -> None:
    load(scripted, prompter)
    scripted.drafts.set_text("one")
    scripted.chat.send()
    prompter.say(Generate, prices(10, template=6), TextDelta("1"), Finished("1", "Hm.", Cost()))
    assert fresh(scripted, scripted.transcript.messages()) == (0, 20, 30, 12)
