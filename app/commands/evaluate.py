"""`hush evaluate`: the starter's held-out tasks, asked of any model."""

from __future__ import annotations

import argparse
from statistics import median
from typing import Any

from app.commands.console import Console, interruptible, print_json
from app.commands.loaded import files_of, loaded_engine
from inference.conversation import Request
from inference.events import Cancelled, Cost
from inference.loading import DEFAULT_IMAGE_TOKENS, LoadSettings
from inference.stop import StopFlag

__all__ = ["run"]


def run(chosen: argparse.Namespace) -> int:
    from inference.evaluation.scoring import evaluate

    settings = LoadSettings(image_tokens=DEFAULT_IMAGE_TOKENS, checkpoint_bytes=0)
    files, console, stop, costs = files_of(chosen), Console(json=True), StopFlag(), list[Cost]()
    with interruptible(stop), loaded_engine(files, settings, console=console, stop=stop) as engine:

        def answer(request: Request) -> str:
            outcome = engine.generate(request, emit=console.emit, stop=stop)
            if isinstance(outcome, Cancelled):
                raise KeyboardInterrupt
            costs.append(outcome.cost)
            return outcome.text

        try:
            results = evaluate(answer, limit=chosen.limit)
        finally:
            console.end_line()
    speeds = [cost.decode_tokens_per_s for cost in costs if cost.decode_tokens_per_s]
    figures = {
        **results,
        "first_token_s": median([cost.ttft_s for cost in costs] or [0.0]),
        "tokens_per_s": median(speeds or [0.0]),
        "bytes": sum(path.stat().st_size for path in (files.model, files.mmproj) if path),
    }
    if chosen.json:
        print_json(figures)
    else:
        _print(figures)
    return 0


def _print(figures: dict[str, Any]) -> None:
    for name, value in figures.items():
        shown = value if isinstance(value, dict) else {"": value}
        print(f"{name:<16} {'  '.join(f'{key} {_number(number)}'.strip() for key, number in shown.items())}")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:.3f}"
