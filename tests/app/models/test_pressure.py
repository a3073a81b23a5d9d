"""When memory presses: what is said, what is kept, and what would fit now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.desk import Desk
from app.values import Examined, ModelChoice
from app.window.window import Window
from app.worker.choice import plan as plan_for
from app.worker.engine import Generate, Load
from app.worker.media import Examine
from inference.events import Capabilities, Cost, Finished, Loaded, MemoryPressed, PromptProgress, Released, TextDelta
from tests.app.conftest import Prompter

GIB = 2**30
PRESSED = MemoryPressed("red", spare=GIB // 4, total=12 * GIB, freed=GIB // 2)
CAPABLE = Capabilities("Gemma", True, True, True, 32_768, 280, 1120, False)


@pytest.fixture
def asked(scripted: Desk, prompter: Prompter, starter: tuple[Path, Path]) -> Desk:
    """A question under way."""
    scripted.models.load(ModelChoice(*starter))
    prompter.say(Load, Loaded(CAPABLE, 1.0))
    scripted.drafts.set_text("What is this?")
    scripted.chat.send()
    return scripted


def test_the_answer_is_kept_and_the_plan_is_shown(asked: Desk, prompter: Prompter, starter: tuple[Path, Path]) -> None:
    prompter.say(Generate, TextDelta("It is a"), PRESSED, Finished("It is a", "", Cost(), reason="memory"))
    assert asked.transcript.entries[-1].text == "It is a"
    assert "Memory ran short" in asked.transcript.entries[-1].note
    assert "256 MiB of 12.0 GiB is left" in asked.pressure.text
    assert "what was written is kept" in asked.pressure.text
    plan = plan_for(ModelChoice(*starter))
    prompter.say(Examine, Examined(ModelChoice(*starter), plan=plan))
    assert "What fits now: " in asked.pressure.text
    asked.relief.use_plan()
    loads = [job for job in prompter.jobs if isinstance(job, Load)]
    assert loads[-1].choice.settings == plan.settings
    assert asked.pressure.text == ""
    assert asked.transcript.entries[-1].text == "It is a"


def test_a_question_ended_while_it_was_read_comes_back(asked: Desk, prompter: Prompter) -> None:
    prompter.say(Generate, PRESSED, Finished("", "", Cost(), reason="memory"))
    assert asked.transcript.entries == []
    assert asked.draft.text == "What is this?"
    assert asked.pressure.text


def test_a_released_model_says_so_until_it_answers_again(asked: Desk, prompter: Prompter) -> None:
    prompter.say(Generate, TextDelta("x"), PRESSED, Finished("x", "", Cost(), reason="memory"))
    prompter.noticed.emit(Released("memory", 7 * GIB, kept=True))
    assert "gave back 7.0 GiB" in asked.pressure.text
    assert "comes back with the conversation" in asked.pressure.text
    assert asked.model.memory_line == "Resting, 7.0 GiB given back"
    asked.drafts.set_text("And now?")
    asked.chat.send()
    prompter.say(Generate, PromptProgress(0, 10, 0, None))
    assert asked.model.resting is None


def test_resting_for_want_of_questions_is_no_alarm(asked: Desk, prompter: Prompter) -> None:
    prompter.say(Generate, TextDelta("x"), Finished("x", "", Cost()))
    prompter.noticed.emit(Released("idle", 7 * GIB, kept=True))
    assert asked.pressure.text == ""
    assert asked.model.memory_line.startswith("Resting")


def test_the_card_is_there_only_while_there_is_something_to_say(
    asked: Desk, prompter: Prompter, shown: Callable[[Desk], Window]
) -> None:
    window = shown(asked)
    assert not window.pressure.isVisible()
    prompter.say(Generate, TextDelta("x"), PRESSED, Finished("x", "", Cost(), reason="memory"))
    assert window.pressure.isVisible()
    assert not window.pressure.take.isVisible()
    window.pressure.leave.click()
    assert not window.pressure.isVisible()
