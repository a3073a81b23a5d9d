"""From what a person chose to how it is loaded: the plan that was shown, refusals with what would fit, and load anyway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.desk import Desk
from app.values import Examined, ModelChoice
from app.worker.choice import plan
from app.worker.engine import Load
from app.worker.media import Examine
from inference.errors import MemoryShort
from inference.events import Failed, Loaded
from inference.memory import machine as machines
from inference.memory.machine import Machine

Wait = Callable[..., None]
Outcome = Callable[[object], object]


@pytest.fixture
def choice(starter: tuple[Path, Path]) -> ModelChoice:
    return ModelChoice(*starter, is_starter=True)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine too small for anything."""
    monkeypatch.setattr(machines, "machine_without_us", lambda: Machine(total=2**30, available=2**20, physical_cores=1))


def test_starter_gets_the_best_of_everything(outcome: Outcome, choice: ModelChoice) -> None:
    loaded = outcome(Load(choice))
    assert isinstance(loaded, Loaded)
    assert loaded.settings is not None
    assert not any(step.given_up for step in plan(choice).steps)
    assert loaded.settings == plan(choice).settings


def test_plan_that_was_shown_is_the_one_that_is_loaded(outcome: Outcome, choice: ModelChoice) -> None:
    seen = outcome(Examine(replace(choice, context=1024, image_tokens=70)))
    assert isinstance(seen, Examined)
    assert seen.plan is not None
    loaded = outcome(Load(replace(seen.choice, settings=seen.plan.settings)))
    assert isinstance(loaded, Loaded)
    assert loaded.settings == seen.plan.settings
    assert loaded.settings is not None
    assert (loaded.capabilities.context, loaded.settings.predicted_bytes) == (1024, seen.plan.estimate.total)


@pytest.mark.usefixtures("small")
def test_what_does_not_fit_is_refused_and_loaded_anyway(outcome: Outcome, choice: ModelChoice) -> None:
    refused = outcome(Load(choice))
    assert isinstance(refused, Failed)
    assert isinstance(refused.error, MemoryShort)
    assert "1 MiB is free" in str(refused.error)
    assert "load it anyway" in str(refused.error)
    assert "too much" in str(refused.error)
    assert isinstance(outcome(Load(replace(choice, anyway=True))), Loaded)


@pytest.mark.usefixtures("small")
def test_plan_that_was_shown_is_weighed_again_before_it_is_loaded(
    outcome: Outcome, choice: ModelChoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(machines, "machine_without_us", machines.machine)
        shown = replace(choice, settings=plan(choice).settings)
    assert isinstance(outcome(Load(shown)), Failed)
    assert isinstance(outcome(Load(replace(shown, anyway=True))), Loaded)


def test_wish_that_no_machine_could_grant_is_a_problem(outcome: Outcome, choice: ModelChoice) -> None:
    seen = outcome(Examine(replace(choice, context=1024, image_tokens=1120)))
    assert isinstance(seen, Examined)
    assert "does not go into a context" in seen.problems[0]
    assert seen.plan is None


def test_what_was_chosen_carries_how_it_is_loaded(desk: Desk, wait_until: Wait) -> None:
    desk.models.load_starter()
    assert desk.model.choice is not None
    assert desk.model.choice.settings is None
    wait_until(lambda: desk.model.phase == "ready", 60)
    assert desk.model.capabilities is not None
    settings = desk.model.choice.settings
    assert settings is not None
    assert (settings.context, settings.ubatch) == (desk.model.capabilities.context, desk.model.capabilities.image_tokens_max)
    wait_until(lambda: desk.model.memory is not None and desk.model.memory.needed == settings.predicted_bytes)
