"""The memory plan in words: how a model is loaded, why it is not, and what would fit. Light, for a window that opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inference.quantities import file_size, gibibytes, tokens

if TYPE_CHECKING:
    from inference.loading import LoadSettings
    from inference.memory.ladder import SmallerFile
    from inference.memory.plan import Plan

__all__ = ["how", "shortfall", "way_out"]


def how(settings: LoadSettings) -> str:
    """How a model is loaded, in a few words."""
    pictures = f", pictures of up to {tokens(settings.image_tokens)}" if settings.image_tokens else ""
    return f"{tokens(settings.context)} of context{pictures}, and its KV cache in {settings.kv_type}"


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
    return f"Close other programs, or choose {_name(plan.smaller)}."


def _kept_free(plan: Plan) -> int:
    return plan.machine.available - plan.budget_bytes


def _name(smaller: SmallerFile) -> str:
    if smaller.room <= 0:
        return "a much smaller model"
    room = f"a model file of up to {file_size(smaller.room, 1)}"
    return f"{room}, of this model about {smaller.quantization} ({file_size(smaller.bytes, 1)})" if smaller.quantization else room
