"""The memory plan as a person reads it: what it takes, what was decided and why, and what would fit where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.wording import gibibytes, tokens

if TYPE_CHECKING:
    from inference.loading import LoadSettings
    from inference.memory.plan import Plan, Step
    from inference.memory.smaller import SmallerFile

__all__ = ["decisions", "how", "shortfall", "verdict", "way_out"]


def verdict(plan: Plan) -> str:
    """Whether it fits, in one sentence."""
    if not plan.machine.total:
        return f"Takes about {gibibytes(plan.estimate.total)}; this system does not say how much memory it has."
    needed, budget = gibibytes(plan.estimate.total), gibibytes(plan.budget_bytes)
    if plan.fits:
        return f"Takes about {needed} of the {budget} that Hush may use now."
    return f"Takes at least {needed}, {gibibytes(plan.missing)} more than the {budget} that Hush may use now."


def shortfall(plan: Plan, name: str) -> str:
    """Why `name` is not loaded, for a plan that does not fit: what it would take, and what there is."""
    if not plan.machine.total:
        return f"This system does not say how much memory it has, and {name} takes about {gibibytes(plan.estimate.total)}."
    return (
        f"{name} would take at least {gibibytes(plan.estimate.total)} with {tokens(plan.settings.context)} of context,"
        f" {gibibytes(plan.missing)} too much: {gibibytes(plan.machine.available)} is free"
        + (f", and the system is to keep {gibibytes(kept)} of it." if (kept := _kept_free(plan)) else ".")
    )


def way_out(plan: Plan) -> str:
    """What would fit where `plan` does not; empty where nothing is known to."""
    if plan.instead is not None:
        return f"What fits: {how(plan.instead.settings)}."
    if plan.smaller is None or not plan.machine.total:
        return ""
    return f"Close other programs, or choose {_named(plan.smaller)}."


def how(settings: LoadSettings) -> str:
    """How a model is loaded, in a few words."""
    pictures = f", pictures of up to {tokens(settings.image_tokens)}" if settings.image_tokens else ""
    return f"{tokens(settings.context)} of context{pictures}, and its KV cache in {settings.kv_type}"


def decisions(plan: Plan) -> list[str]:
    """Every decision with its numbers: what was given up and what would bring it back, then what was kept and what it costs."""
    return [_given_up(step) if step.given_up else _kept(step) for step in plan.steps]


def _kept_free(plan: Plan) -> int:
    return plan.machine.available - plan.budget_bytes


def _named(smaller: SmallerFile) -> str:
    if smaller.room <= 0:
        return "a much smaller model"
    room = f"a model file of up to {smaller.room / 1e9:.1f} GB"
    return f"{room}, of this model about {smaller.quantization} ({smaller.bytes / 1e9:.1f} GB)" if smaller.quantization else room


def _given_up(step: Step) -> str:
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


def _kept(step: Step) -> str:
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


def _checkpoints(count: int | str) -> str:
    if count == 0:
        return "No checkpoints of the conversation"
    return "1 checkpoint of the conversation" if count == 1 else f"{count} checkpoints of the conversation"


def _count(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value
