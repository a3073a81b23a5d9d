"""The plan in words: every number a person is told is the plan's."""

from __future__ import annotations

import pytest

from app.models.plan_words import decisions, how, shortfall, verdict, way_out
from app.wording import gibibytes
from inference.memory.machine import Machine, machine_of
from inference.memory.plan import Plan, Step, Wishes, plan
from tests.inference.memory.test_estimate import GEMMA_4_12B, PROJECTOR_12B


def of(size: float, *, context: int | None = None) -> Plan:
    return plan(GEMMA_4_12B, PROJECTOR_12B, machine_of(size), Wishes(context=context))


@pytest.mark.parametrize("size", [9.8, 10.5, 11, 12, 16])
def test_every_decision_is_said_with_its_numbers(size: float) -> None:
    made = of(size)
    words = decisions(made)
    assert len(words) == len(made.steps) == 5
    for step, said in zip(made.steps, words, strict=True):
        numbers = (step.saves, step.needs) if step.given_up else (step.costs,)
        assert all(gibibytes(number) in said for number in numbers if number)
        assert said.endswith(".")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step("kv_type", "q8_0", "f16", "f16", 471 << 20, 205 << 20), "A KV cache in q8_0 instead of f16. Saves 471 MiB; f16"),
        (Step("context", 8192, 32_768, 16_384, 1 << 30, 2 << 30), "8,192 tokens instead of 32,768. Saves 1.0 GiB; 16,384 would"),
        (Step("image_tokens", 560, 1120, 1120, 1 << 30, 2 << 30), "up to 560 tokens instead of 1,120."),
        (Step("checkpoints", 1, 4, 2, 1 << 30, 2 << 30), "1 checkpoint of the conversation instead of 4: going back"),
        (Step("checkpoints", 0, 4, 1, 1 << 30, 2 << 30), "No checkpoints of the conversation instead of 4"),
        (Step("checkpoints", 1, 1, 0, costs=1 << 30), "1.0 GiB more than none."),
        (Step("weights", "mapped", "repacked", "repacked", needs=1 << 30), "Repacking would need 1.0 GiB more free memory."),
        (Step("weights", "repacked", "repacked", "mapped"), "about 30 % faster for the same memory"),
        (Step("weights", "repacked", "repacked", "mapped", costs=1 << 30), "about 30 % faster for 1.0 GiB more"),
    ],
)
def test_a_decision_in_words(step: Step, said: str) -> None:
    made = of(16)
    assert said in decisions(Plan(made.settings, made.estimate, made.machine, fits=True, steps=(step,)))[0]


def test_what_fits() -> None:
    made = of(16)
    assert verdict(made) == (
        f"Takes about {gibibytes(made.estimate.total)} of the 11.5 GiB that a model may use now."
        " Another 534 MiB is kept for reading pictures and recordings."
    )
    assert how(made.settings) == "32,768 tokens of context, pictures of up to 1,120 tokens, and its KV cache in f16"


def test_wish_that_does_not_fit() -> None:
    made = of(10.8, context=262_144)
    assert made.instead is not None
    assert f"{gibibytes(made.missing)} more than the" in verdict(made)
    assert way_out(made) == f"What fits: {how(made.instead.settings)}."
    told = shortfall(made, "m.gguf")
    assert "m.gguf would take at least" in told
    assert "with 262,144 tokens of context" in told
    assert (
        f"{gibibytes(made.missing)} too much: 10.8 GiB is free, and 3.2 GiB of it is kept for the system and Hush's readers."
        in told
    )


def test_model_that_does_not_fit_at_all() -> None:
    made = of(8)
    assert made.smaller is not None
    told = way_out(made)
    assert f"a model file of up to {made.smaller.room / 1e9:.1f} GB, of this model about {made.smaller.quantization}" in told
    assert way_out(of(1)) == "Close other programs, or choose a much smaller model."


def test_machine_that_says_nothing() -> None:
    made = plan(GEMMA_4_12B, PROJECTOR_12B, Machine(0, 0, 1))
    assert "does not say how much memory it has" in verdict(made)
    assert "does not say how much memory it has" in shortfall(made, "m.gguf")
    assert way_out(made) == ""
