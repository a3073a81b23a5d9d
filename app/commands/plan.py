"""`hush plan`: how a model would be loaded on this machine or on one of another size, what that takes, and why."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.console import print_json
from app.commands.loaded import files_of, planning, wishes_of
from app.commands.measured import findings
from app.models.plan_words import decisions, how, shortfall, verdict, way_out
from app.sentences import say
from inference.errors import MemoryShort
from inference.memory.machine import Machine, machine_of, machine_without_us
from inference.memory.plan import Plan
from inference.quantities import file_size, gibibytes

__all__ = ["TABLE_SIZES", "run", "table"]

TABLE_SIZES = (8, 12, 16, 24, 32, 64)
"""Gigabytes that machines are sold with."""


def run(chosen: argparse.Namespace) -> int:
    files = files_of(chosen)
    sizes = chosen.machine or (TABLE_SIZES if chosen.table else ())
    if sizes:
        plans = [planning().plan(files, wishes_of(chosen), on=machine_of(size)) for size in sizes]
        if chosen.json:
            print_json([{"machine": size, **_fields(plan)} for size, plan in zip(sizes, plans, strict=True)])
        else:
            print(table(sizes, plans))
        return 0
    plan = planning().plan(files, wishes_of(chosen), on=_machine(chosen))
    found = findings(chosen, files, plan.settings, fits=plan.fits)
    if chosen.json:
        print_json(_fields(plan) | found.fields())
    else:
        _print(plan, found.sentences())
    if not plan.fits:
        raise MemoryShort(say("does-not-fit", shortfall=shortfall(plan, files.model.name), way_out=way_out(plan)))
    return 0


def table(sizes: tuple[float, ...] | list[float], plans: list[Plan]) -> str:
    """One line of Markdown for each machine."""
    head = (
        "machine",
        "for its readers",
        "for the model",
        "weights",
        "context",
        "pictures up to",
        "KV cache",
        "checkpoints",
        "predicted peak",
    )
    rows = [_row(size, plan) for size, plan in zip(sizes, plans, strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))


def _machine(chosen: argparse.Namespace) -> Machine | None:
    """None for this one; with --available one that has just that, all of it for the model."""
    if chosen.available is None:
        return None
    return Machine(total=chosen.available, available=chosen.available, physical_cores=machine_without_us().physical_cores)


def _fields(plan: Plan) -> dict[str, Any]:
    settings = plan.settings
    fields: dict[str, Any] = {
        **plan.estimate.terms(),
        "total": plan.estimate.total,
        "choices": {
            "load_mode": settings.load_mode,
            "repack": settings.repack,
            "kv_type": settings.kv_type,
            "n_ubatch": settings.ubatch,
            "context": settings.context,
        },
        "image_tokens": settings.image_tokens,
        "checkpoint_bytes": settings.checkpoint_bytes,
        "available": plan.machine.available,
        "budget": plan.budget_bytes,
        "helpers": plan.machine.helpers,
        "gpu": plan.machine.gpu,
        "fits": plan.fits,
        "missing": plan.missing,
        "steps": [{**asdict(step), "words": words} for step, words in zip(plan.steps, decisions(plan), strict=True)],
    }
    if plan.instead is not None:
        fields["instead"] = _fields(plan.instead)
    if plan.smaller is not None:
        fields["smaller"] = asdict(plan.smaller)
    return fields


def _print(plan: Plan, found: list[str]) -> None:
    for name, count in plan.estimate.terms().items():
        print(f"{gibibytes(count, 2):>10}  {name.replace('_', ' ')}")
    print(f"{gibibytes(plan.estimate.total, 2):>10}  altogether, with {how(plan.settings)}")
    print(f"\n{verdict(plan)} This build of llama.cpp computes on the processor alone.")
    for words in decisions(plan):
        print(f"  {words}")
    if found:
        print("", *found, sep="\n")


def _row(size: float, plan: Plan) -> tuple[str, ...]:
    machine = f"{size:g} GB"
    budget, helpers = gibibytes(plan.budget_bytes, 2), gibibytes(plan.machine.helpers, 2)
    if not plan.fits:
        room = plan.smaller
        file = f"a file of at most {file_size(room.room, 1)} would" if room and room.room > 0 else "no file of it would"
        return (
            machine,
            helpers,
            budget,
            f"does not fit: {file}",
            "–",
            "–",
            "–",
            "–",
            f"at least {gibibytes(plan.estimate.total, 2)}",
        )
    settings = plan.settings
    return (
        machine,
        helpers,
        budget,
        "read, repacked" if settings.repack else "mapped",
        f"{settings.context:,}",
        f"{settings.image_tokens:,}" if settings.image_tokens else "none",
        settings.kv_type,
        gibibytes(plan.estimate.checkpoints, 2),
        gibibytes(plan.estimate.total, 2),
    )
