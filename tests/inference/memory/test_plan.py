"""The memory plan: within its budget, never worse for more memory, valid, and in numbers that are the estimate's."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.conversation import IMAGE_BUDGETS
from inference.errors import InputError
from inference.gguf.model_info import ModelInfo
from inference.gguf.projector import ProjectorInfo
from inference.memory.estimate import estimate
from inference.memory.ladder import BEST, SACRIFICES, SmallerFile, descent, smaller_file
from inference.memory.machine import Machine, machine_of
from inference.memory.plan import Plan, Wishes, plan
from tests.inference.memory.test_estimate import GEMMA_4_12B, LLAMA, PROJECTOR_12B

GIB = 2**30
Pair = tuple[ModelInfo, ProjectorInfo | None]
MODELS: tuple[Pair, ...] = (
    (GEMMA_4_12B, PROJECTOR_12B),
    (GEMMA_4_12B, None),
    (LLAMA, None),
    (LLAMA, replace(PROJECTOR_12B, vision=False)),
)

pairs = st.sampled_from(MODELS)
budgets = st.integers(0, 32 * GIB)
wishes = st.builds(
    Wishes,
    context=st.none() | st.integers(2048, 300_000),
    image_tokens=st.none() | st.sampled_from((0, *IMAGE_BUDGETS)),
    turns=st.booleans(),
)


def having(budget: int) -> Machine:
    return Machine(total=budget, available=budget, physical_cores=2)


def rank(made: Plan) -> tuple[int, ...]:
    """How good the settings are, each setting on its own."""
    chosen = made.settings
    kinds = ("q4_0", "q8_0", "f16")
    return (chosen.context, chosen.image_tokens, kinds.index(chosen.kv_type), chosen.repack, made.estimate.checkpoints)


@given(pair=pairs, budget=budgets, asked=wishes)
@settings(max_examples=60, deadline=None)
def test_plan_is_within_its_budget_or_says_by_how_much_not(pair: Pair, budget: int, asked: Wishes) -> None:
    made = plan(*pair, having(budget), asked)
    assert made.fits == (made.estimate.total <= budget)
    assert made.missing == max(0, made.estimate.total - budget)
    if made.instead is not None:
        assert not made.fits
        assert made.instead.fits
        assert made.instead.estimate.total <= budget


@given(pair=pairs, budget=budgets, asked=wishes)
@settings(max_examples=60, deadline=None)
def test_settings_can_be_loaded_and_take_what_is_said(pair: Pair, budget: int, asked: Wishes) -> None:
    model, projector = pair
    made = plan(model, projector, having(budget), asked)
    chosen = made.settings
    assert chosen.ubatch >= chosen.image_tokens  # else llama.cpp aborts
    assert chosen.ubatch <= chosen.context
    assert chosen.repack == (chosen.load_mode == "read")  # mapped and repacked weights would be there twice
    assert chosen.image_tokens in (0, *IMAGE_BUDGETS)
    assert made.estimate == estimate(model, projector, chosen)
    assert chosen.predicted_bytes == made.estimate.total


@given(pair=pairs, budget=budgets, asked=wishes)
@settings(max_examples=60, deadline=None)
def test_wishes_are_honoured_whether_or_not_they_fit(pair: Pair, budget: int, asked: Wishes) -> None:
    made = plan(*pair, having(budget), asked)
    assert asked.context in (None, made.settings.context)
    sees = pair[1] is not None and pair[1].vision
    assert not sees or asked.image_tokens in (None, made.settings.image_tokens)
    assert asked.turns or made.estimate.checkpoints == 0


@given(pair=pairs, budget=budgets, more=st.integers(0, 8 * GIB), asked=wishes)
@settings(max_examples=60, deadline=None)
def test_more_memory_never_makes_a_worse_plan(pair: Pair, budget: int, more: int, asked: Wishes) -> None:
    poor, rich = (plan(*pair, having(size), asked) for size in (budget, budget + more))
    assert rich.fits or not poor.fits
    if poor.fits:
        kinds = ("q4_0", "q8_0", "f16")
        for name in ("context", "image_tokens", "repack"):
            assert getattr(rich.settings, name) >= getattr(poor.settings, name)
        assert kinds.index(rich.settings.kv_type) >= kinds.index(poor.settings.kv_type)


@given(budget=budgets)
@settings(max_examples=40, deadline=None)
def test_what_a_step_needs_brings_it_back(budget: int) -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, having(budget))
    names = {"weights": "load_mode", "checkpoints": "checkpoint_bytes"}
    for step in made.steps:
        if not step.given_up or not made.fits:
            continue
        before, after = (
            getattr(plan(GEMMA_4_12B, PROJECTOR_12B, having(size)).settings, names.get(step.setting, step.setting))
            for size in (budget + step.needs - 1, budget + step.needs)
        )
        assert after != before
        if step.setting not in names:
            assert after == step.other


@given(budget=budgets)
@settings(max_examples=40, deadline=None)
def test_savings_add_up_to_the_best_there_is(budget: int) -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, having(budget))
    best = plan(GEMMA_4_12B, PROJECTOR_12B, having(1000 * GIB))
    assert not any(step.given_up for step in best.steps)
    assert sum(step.saves for step in made.steps) == best.estimate.total - made.estimate.total


def test_every_setting_is_accounted_for_once() -> None:
    for size in (8, 10, 11, 12, 16, 64):
        made = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(size))
        assert sorted(step.setting for step in made.steps) == sorted({setting for setting, _ in SACRIFICES})


def test_ladder_only_goes_down() -> None:
    levels = [level for level, _ in descent(BEST)]
    assert levels[0] == BEST
    for above, below in pairwise(levels):
        assert sum(getattr(above, name) != getattr(below, name) for name in vars(above)) == 1
        assert below.context <= above.context
        assert below.image_tokens <= above.image_tokens
        assert below.checkpoints <= above.checkpoints
    assert levels[-1].kv_type == "q4_0"  # the last thing to give up


@pytest.mark.parametrize("size", [16, 24, 32, 64])
def test_machine_of_16_gb_runs_the_12b_whole(size: int) -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(size), program=256 * 2**20)
    assert made.fits
    assert (made.settings.context, made.settings.image_tokens, made.settings.kv_type) == (32_768, 1120, "f16")


def test_machine_of_8_gb_is_told_what_would_fit() -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(8))
    assert not made.fits
    assert made.smaller is not None
    assert made.smaller.room == made.budget_bytes - (made.estimate.total - made.estimate.weights)
    whole = replace(GEMMA_4_12B, tensor_bytes=made.smaller.room)
    assert plan(whole, PROJECTOR_12B, machine_of(8)).fits


def test_what_is_wished_and_does_not_fit_is_answered_with_what_does() -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(12), Wishes(context=262_144, image_tokens=1120))
    assert not made.fits
    assert made.settings.context == 262_144
    assert made.instead is not None
    assert 32_768 <= made.instead.settings.context < 262_144


def test_single_question_without_pictures_takes_less() -> None:
    large, small = (
        plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(16), asked) for asked in (Wishes(), Wishes(image_tokens=0, turns=False))
    )
    assert small.settings.image_tokens == small.settings.checkpoint_bytes == 0
    assert small.estimate.total < large.estimate.total


def test_model_that_names_its_own_budget_gets_room_for_no_more() -> None:
    made = plan(replace(GEMMA_4_12B, image_tokens=280), PROJECTOR_12B, machine_of(64))
    assert made.settings.image_tokens == 280


def test_context_is_not_longer_than_the_model_was_made_for() -> None:
    short = replace(GEMMA_4_12B, context_length=2048)
    assert plan(short, PROJECTOR_12B, machine_of(64)).settings.context == 2048
    assert plan(short, PROJECTOR_12B, machine_of(64), Wishes(context=4096)).settings.context == 4096  # unless asked for


def test_small_context_leaves_room_beside_a_picture() -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(64), Wishes(context=1024))
    assert made.settings.image_tokens == 280
    assert plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(64), Wishes(context=256)).settings.image_tokens == 70


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Wishes(context=0), "of 0 is too small"),
        (Wishes(context=255), "of 255 is too small"),
        (Wishes(context=1024, image_tokens=1120), "does not go into a context"),
        (Wishes(image_tokens=100), "cannot be given 100"),
    ],
)
def test_wish_that_no_machine_could_grant(asked: Wishes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(64), asked)


@pytest.mark.parametrize("context", [2**31 - 1, 10**15])
def test_huge_context_is_only_too_large(context: int) -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(64), Wishes(context=context))
    assert not made.fits
    assert made.instead is not None


def test_machine_that_says_nothing_gets_the_least_and_no_promise() -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, Machine(0, 0, 1))
    assert not made.fits
    assert made.settings.context == min(value for setting, value in SACRIFICES if setting == "context")


@given(room=st.integers(0, 20 * GIB))
def test_smaller_file_has_room_and_is_smaller_than_this_one(room: int) -> None:
    weights = (replace(GEMMA_4_12B.tensors[0], shape=(3840, 3_101_000)),)  # 11.9e9 of them
    found = smaller_file(replace(GEMMA_4_12B, tensors=weights), room)
    assert found.room == room
    assert found.bytes <= room
    assert found.bytes < GEMMA_4_12B.tensor_bytes
    assert bool(found.quantization) == bool(found.bytes)


def test_nothing_has_room_where_there_is_none() -> None:
    assert smaller_file(GEMMA_4_12B, -1) == SmallerFile(0, "", 0)


def test_what_was_measured_corrects_the_plan() -> None:
    plain = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(24))
    corrected = plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(24), correction=lambda _settings: 300 * 2**20)
    assert corrected.estimate.correction == 300 * 2**20
    assert corrected.estimate.total == corrected.settings.predicted_bytes
    assert plain.estimate.correction == 0
