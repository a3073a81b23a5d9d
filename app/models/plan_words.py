"""The memory plan as a person reads it: what it takes, what was decided and why, and what would fit where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inference.memory.words import how, shortfall, way_out
from inference.quantities import count, gibibytes

if TYPE_CHECKING:
    from inference.memory.plan import Plan, Step

__all__ = ["decisions", "how", "shortfall", "verdict", "way_out"]


def verdict(plan: Plan) -> str:
    """Whether it fits, in one sentence."""
    if not plan.machine.total:
        return f"Takes about {gibibytes(plan.estimate.total)}; this system does not say how much memory it has."
    needed, budget = gibibytes(plan.estimate.total), gibibytes(plan.budget_bytes)
    helpers = plan.machine.helpers
    beside = f" Another {gibibytes(helpers)} is kept for reading pictures and recordings." if helpers else ""
    if plan.fits:
        return f"Takes about {needed} of the {budget} that a model may use now.{beside}"
    return f"Takes at least {needed}, {gibibytes(plan.missing)} more than the {budget} that a model may use now.{beside}"


def decisions(plan: Plan) -> list[str]:
    """Every decision with its numbers: what was given up and what would bring it back, then what was kept and what it costs."""
    return [_tell_given_up(step) if step.given_up else _tell_kept(step) for step in plan.steps]


def _tell_given_up(step: Step) -> str:
    if step.setting == "weights":
        return (
            "Weights stay in their file instead of being read and repacked: about 30 % slower, but loaded at once."
            f" {f'Saves {gibibytes(step.saves)}; repacking' if step.saves else 'Repacking'}"
            f" would need {gibibytes(step.needs)} more free memory."
        )
    what = {
        "checkpoints": f"{_checkpoints(step.chosen)} instead of {step.best}: going back in a chat reads more of it again",
        "image_tokens": f"Pictures of up to {_count(step.chosen)} tokens instead of {_count(step.best)}",
        "kv_type": f"A KV cache in {step.chosen} instead of {step.best}",
        "context": f"A context of {_count(step.chosen)} tokens instead of {_count(step.best)}",
    }[step.setting]
    return f"{what}. Saves {gibibytes(step.saves)}; {_count(step.other)} would need {gibibytes(step.needs)} more free memory."


def _tell_kept(step: Step) -> str:
    if step.setting == "weights":
        price = f"{gibibytes(step.costs)} more" if step.costs else "the same memory"
        faster = f"Weights are read and repacked: about 30 % faster for {price}"
        return f"{faster}, but slower to load, and the system cannot take this memory back."
    what = {
        "checkpoints": f"{_checkpoints(step.chosen)}, so that going back in a chat reads little again",
        "image_tokens": f"Pictures of up to {_count(step.chosen)} tokens",
        "kv_type": f"A KV cache in {step.chosen}",
        "context": f"A context of {_count(step.chosen)} tokens",
    }[step.setting]
    beside = "none" if step.other == 0 else _count(step.other)
    return f"{what}: {gibibytes(step.costs)} more than {beside}."


def _checkpoints(number: int | str) -> str:
    some = count(number, "checkpoint") if isinstance(number, int) and number else "No checkpoints"
    return f"{some} of the conversation"


def _count(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value
